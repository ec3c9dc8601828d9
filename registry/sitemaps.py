"""For search engines: which pages there are, and what is not for them."""

from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps import views as library
from django.db.models import Exists, Max, OuterRef
from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import condition, require_safe

from regions.models import Region

from .feeds import etag_of, home_of
from .models import Article, Entry, Release, Round

NOT_FOR_THEM = ("/workbench/", "/admin/", "/accounts/", "/display/", "/objections/", "/search/")


class Pages(Sitemap):
    def items(self):
        return ["home", "rounds", "named", "statistics", "articles", "data", "api_page", "feeds", "accessibility"]

    def location(self, item):
        return reverse(item)


class Rounds(Sitemap):
    def items(self):
        return Round.objects.published().annotate(last=Max("releases__published_at")).order_by("code")

    def location(self, item):
        return reverse("round", args=[item.code])

    def lastmod(self, item):
        return item.last


class Releases(Sitemap):
    def items(self):
        return Release.objects.order_by("number")

    def location(self, item):
        return reverse("release", args=[item.number])

    def lastmod(self, item):
        return item.published_at


class Articles(Sitemap):
    def items(self):
        return Article.objects.current().readable().order_by("number")

    def location(self, item):
        return reverse("article", args=[item.number])

    def lastmod(self, item):
        return item.published_at


class Regions(Sitemap):
    """Divisions of which something is told."""

    def items(self):
        told = Entry.objects.filter(region=OuterRef("pk")), Entry.objects.filter(city=OuterRef("pk"))
        spoken_of = Region.objects.filter(Exists(told[0]) | Exists(told[1]))
        return spoken_of.order_by("code").values_list("code", flat=True).distinct()

    def location(self, item):
        return reverse("region", args=[item])


class Entries(Sitemap):
    limit = 20_000

    def items(self):
        return Entry.objects.order_by("pk").values_list("pk", flat=True)

    def location(self, item):
        return reverse("entry", args=[item])


SECTIONS = {
    "pages": Pages,
    "rounds": Rounds,
    "releases": Releases,
    "articles": Articles,
    "regions": Regions,
    "entries": Entries,
}


def unless_known(view):
    """Answered from its ETag alone where the asker has the newest already."""
    return condition(etag_func=etag_of)(require_safe(view))


@unless_known
def index(request):
    return library.index(request, SECTIONS, sitemap_url_name="sitemap")


@unless_known
def section(request, section):
    return library.sitemap(request, SECTIONS, section=section)


@require_safe
def robots(request):
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in NOT_FOR_THEM)]
    lines.append(f"Sitemap: {home_of(request)}{reverse('sitemap_index')}")
    return HttpResponse("\n".join(lines) + "\n", "text/plain; charset=utf-8")
