"""Feeds (Atom): what was published, what is under public notice, and what was said of one place.

A feed carries absolute addresses, so it depends on the host and is not kept with the public pages. Its ETag is known
before anything is read: address, language, public version and, where the clock plays a part, the day in Beijing.
"""

import hashlib
import uuid
from datetime import UTC, datetime
from unicodedata import category

from django.conf import settings
from django.db.models import Exists, OuterRef, Prefetch, Q
from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import condition, require_safe

from regions.models import Region
from regions.version import public_version

from .cache import code_version, public_page
from .filters import NO_SUCH_REGION
from .models import Article, Release, ReleaseItem, ReleaseKind
from .pages.articles import part_mark
from .pages.notices import calendar_of
from .pages.regions import holders_of
from .pages.releases import release_context
from .views import refuse

SUBTITLE = gettext_lazy("Each statement with its source, as published.")
AUTHOR = gettext_lazy("Demonstration creation for law-based government")
NEVER = datetime(1970, 1, 1, tzinfo=UTC)
LONGEST = 30  # entries in a feed
LINES = 200  # names in one of them; the rest stand on its page
# Identities of entries are made of digests, so they stay the same under another host name.
NAMESPACE = uuid.UUID("6f6d1c7a-6d1f-5b0a-9c37-2c4a3c1f7e10")


def home_of(request):
    """Where this site stands, without the last slash: as configured, else as it was asked."""
    return settings.SITE_URL or request.build_absolute_uri("/")[:-1]


def etag_of(request, *args, **kwargs):
    facts = home_of(request), request.path, get_language(), public_version(), code_version(), timezone.localdate()
    return f'"{hashlib.sha256(repr(facts).encode()).hexdigest()[:32]}"'


def feed(view):
    """A view that answers with an Atom feed, or says by its ETag that nothing is new."""
    return condition(etag_func=etag_of)(require_safe(view))


def plain(text):
    """Text that XML can carry: without control characters."""
    return "".join(char for char in str(text) if category(char) != "Cc" or char in "\n\t")


class Feed(Atom1Feed):
    def latest_post_date(self):
        """The library would call a feed without entries changed just now, whenever it is asked."""
        return super().latest_post_date() if self.items else NEVER


def answer(request, title, subtitle, page, rows):
    """`rows`: (identity, title, address on this site, at, HTML) of each entry, newest first."""
    home = home_of(request)
    found = Feed(
        plain(title),
        home + page,
        plain(subtitle),
        language="zh-CN" if get_language() == "zh-hans" else "en",
        author_name=str(AUTHOR),  # RFC 4287 asks for one
        feed_url=home + request.path,
        feed_guid=uuid.uuid5(NAMESPACE, request.path).urn,
    )
    for identity, heading, address, at, html in rows:
        found.add_item(plain(heading), home + address, plain(html), unique_id=identity, updateddate=at, pubdate=at)
    response = HttpResponse(found.writeString("utf-8"), Atom1Feed.content_type)
    response.headers["Cache-Control"] = "no-cache"
    return response


def told(releases, items):
    """The newest of these releases, with only the items given, as rows of a feed."""
    wanted = items.select_related("entry", "region", "text", "withholding").order_by("order")
    related = releases.select_related("round", "supersedes", "notice")
    found = list(related.prefetch_related(Prefetch("items", wanted), "notice__changes").order_by("-number")[:LONGEST])
    works = calendar_of([one.notice for one in found if hasattr(one, "notice")])
    for release in found:
        pairs = [(item, getattr(item, "text", None)) for item in release.items.all()]
        context = release_context(release, pairs[:LINES], works) | {"more": len(pairs[LINES:])}
        heading = f"{release.round.name} · {release.get_kind_display()}"
        html = render_to_string("registry/feed_release.html", context)
        yield identity_of(release), heading, reverse("release", args=[release.number]), changed_at(release), html


def identity_of(release):
    return uuid.uuid5(NAMESPACE, release.digest).urn


def changed_at(release):
    """When it was published, when words of it were withheld last, or when its notice was extended, paused, resumed."""
    withheld = [item.withholding.at for item in release.items.all() if hasattr(item, "withholding")]
    changed = [change.at for change in release.notice.changes.all()] if hasattr(release, "notice") else []
    return max([release.published_at, *withheld, *changed])


@feed
def releases(request):
    rows = told(Release.objects.all(), ReleaseItem.objects.all())
    return answer(request, _("All releases"), SUBTITLE, reverse("home"), rows)


@feed
def notices(request):
    rows = told(Release.objects.filter(kind=ReleaseKind.NOTICE), ReleaseItem.objects.all())
    return answer(request, _("Public notices"), SUBTITLE, reverse("home"), rows)


@feed
def articles(request):
    """The newest edition of each article; its text stands on its page, with its pictures."""
    found = Article.objects.current().readable().with_words().newest_first()[:LONGEST]
    rows = [
        (
            uuid.uuid5(NAMESPACE, one.digest).urn,
            f"{one.series.name}{part_mark(one.part)} {one.text.title}",
            reverse("article", args=[one.number]),
            one.published_at,
            render_to_string("registry/feed_article.html", {"text": one.text}),
        )
        for one in found
    ]
    return answer(request, _("Exemplary experience"), SUBTITLE, reverse("articles"), rows)


@feed
def place(request, code):
    """What the releases say of one division and of everything below it."""
    holders = holders_of(code)
    if not holders:
        return refuse(request, 404, NO_SUCH_REGION)
    items = ReleaseItem.objects.filter(Q(entry__city__code=code) | Q(entry__region__code=code))
    spoken_of = Release.objects.filter(Exists(items.filter(release=OuterRef("pk"))))
    title = _("Releases about %(place)s") % {"place": holders[0].path}
    return answer(request, title, SUBTITLE, reverse("region", args=[code]), told(spoken_of, items))


@public_page()
@require_safe
def overview(request):
    """Which feeds there are; one for each city with a candidate."""
    cities = Region.objects.present().filter(Exists(ReleaseItem.objects.filter(entry__city=OuterRef("pk"))))
    return render(request, "registry/feeds.html", {"cities": cities.in_order()})
