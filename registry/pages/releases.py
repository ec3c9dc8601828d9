"""A release as an official list, published or about to be: nothing here asks whether the rows are saved.

A published list that is longer than a page stands on several, so that each can be kept (registry/cache.py); the whole
of it is a page of its own, which prints as the document does.
"""

from collections import Counter
from dataclasses import dataclass, field

from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from registry.models import Category, NoticeObjections, Outcome, ReleaseItem, ReleaseKind, SourceKind

from .diffs import changes_of
from .notices import told_of
from .paging import page_of
from .words import Words, han, words_of

A_PAGE = 300  # lines
WHOLE = "all"  # in place of a page's number
HEADINGS = {
    (Category.COMPREHENSIVE, Outcome.RECOMMENDED): gettext_lazy("Regions recommended for comprehensive demonstration"),
    (Category.SINGLE, Outcome.RECOMMENDED): gettext_lazy("Projects recommended for single-item demonstration"),
    (Category.COMPREHENSIVE, Outcome.ENTERED): gettext_lazy("Regions entering the field evaluation"),
    (Category.SINGLE, Outcome.ENTERED): gettext_lazy("Projects entering the field evaluation"),
}


@dataclass(frozen=True)
class Line:
    order: int
    item: ReleaseItem
    words: Words
    url: str

    @property
    def template(self):
        """Words that were taken away leave a tombstone; what is public leads to its entry."""
        kind = "withheld" if self.words.withheld else "public" if self.url else "to_come"
        return f"registry/_line_{kind}.html"

    @property
    def place_and_unit(self):
        known = filter(None, (self.item.region_path, self.words.lead_unit))
        return format_html_join(" · ", "{}", ((han(one),) for one in known))


@dataclass
class Section:
    heading: str
    lines: list = field(default_factory=list)


@dataclass(frozen=True)
class Change:
    """What is public of a candidate before and after: `before` is None for one the public does not know."""

    before: ReleaseItem | None
    before_words: Words
    after: ReleaseItem
    after_words: Words

    @property
    def is_change(self):
        return self.before is None or (self.before.outcome, self.before_words) != (
            self.after.outcome,
            self.after_words,
        )


def release_context(release, pairs, works=None, before=()):
    """Context of `registry/_release.html`. `pairs`: the (item, text) pairs of the release in order, as
    `registry.record.build` returns them; text None where the words were withheld. `works`: see `notices.told_of`.
    `before`: the section of each line on earlier pages (`section_of`)."""
    passed, printed, unprinted = Counter(before), {}, []
    for item, text in pairs:
        section = section_of(item.printed, item.category, item.outcome)
        lines = unprinted
        if item.printed:
            lines = printed.setdefault(section, Section(_heading(release.round, item))).lines
        lines.append(_line(passed[section] + len(lines) + 1, item, text))
    return {
        "release": release,
        "notices": told_of(release, timezone.localdate(), works),
        "is_document": release.source_kind == SourceKind.DOCUMENT,
        "sections": list(printed.values()),
        "unprinted": unprinted,
    }


def section_of(printed, category, outcome):
    """Under which heading a line stands; None for what the document does not print."""
    return (category, outcome) if printed else None


def _line(order, item, text):
    is_public = not item.entry._state.adding
    url = reverse("entry", args=[item.entry.pk]) if is_public else ""
    return Line(order, item, words_of(item, text), url)


def _heading(round, item):
    if item.outcome == Outcome.NAMED:
        return han(round.title_for(item.category))
    if item.outcome == Outcome.PROPOSED:
        return format_html(_("Proposed for naming: {title}"), title=han(round.title_for(item.category)))
    known = HEADINGS.get((item.category, item.outcome))
    return known or f"{Category(item.category).label} · {Outcome(item.outcome).label}"


def changes_by(pairs):
    """What publishing these pairs would change: each candidate's present statement beside the one to come. What a
    published release changed is told by `diffs.changes_of`."""
    wanted = [item.entry.current_id for item, _text in pairs if item.entry.current_id]
    present = ReleaseItem.objects.filter(pk__in=wanted).select_related("text", "withholding")
    before = {item.entry_id: item for item in present}
    rows = [
        Change(old, words_of(old) if old else Words(), item, words_of(item, text))
        for item, text in pairs
        for old in [before.get(item.entry_id)]
    ]
    return [row for row in rows if row.is_change]


def page_context(release, asked):
    """Context of a published release's page: the list or the page of it that is asked for (a QueryDict), what it
    corrects and what corrects it. Raises `InvalidPage`."""
    page, items, before = _asked_for(release, asked)
    pairs = [(item, getattr(item, "text", None)) for item in items]
    linked = [(_("Corrected by:"), correction) for correction in release.corrections.all()]
    if release.supersedes:
        linked.append((_("This release corrects:"), release.supersedes))
    objecting = NoticeObjections.objects.filter(release=release) if release.kind == ReleaseKind.NOTICE else ()
    return release_context(release, pairs, before=before) | {
        "parts": [page] if page and page.last > 1 else [],
        "linked": linked,
        "changes": changes_of(items) if release.supersedes_id else [],
        "objecting": objecting,
    }


def _asked_for(release, asked):
    """(the page, its items, the sections of the lines before it); no page where all is asked for."""
    items = release.items.with_words()
    if asked.get("page") == WHOLE:
        return None, list(items), ()
    outline = _outline(release)
    page = page_of(asked, len(outline), A_PAGE, {})
    keys = [key for _section, key in outline[page.offset : page.end]]
    found = items.in_bulk(keys)
    return page, [found[key] for key in keys], [section for section, _key in outline[: page.offset]]


def _outline(release):
    """[(section, key)] of all lines, section after section as the whole list shows them."""
    rows = release.items.values_list("pk", "printed", "category", "outcome")
    outline = [(section_of(*facts), key) for key, *facts in rows]
    places = {section: place for place, section in enumerate(dict.fromkeys(section for section, _key in outline))}
    return sorted(outline, key=lambda line: (line[0] is None, places[line[0]]))
