"""Public pages. Each is cached whole, so it may look at the address and the display cookies and at nothing else."""

from functools import wraps

from django.core.paginator import InvalidPage
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from .cache import public_page
from .filters import NO_SUCH_REGION, NO_SUCH_ROUND, BadFilter
from .models import Release, Round
from .pages.entries import entry_context, find_entry
from .pages.named import named_page
from .pages.regions import holders_of, region_context
from .pages.releases import page_context
from .pages.rounds import home_context, round_context, rounds_context
from .pages.search import search_context

NO_SUCH_PAGE = gettext_lazy("This list has no such page.")


def refuse(request, status, *sentences):
    return render(request, f"{status}.html", {"sentences": sentences}, status=status)


def refusing(view):
    """Answers whoever asks in vain: with sentences where a filter means nothing, or that the list has no such page."""

    @wraps(view)
    def answer(request, *args, **kwargs):
        try:
            return view(request, *args, **kwargs)
        except BadFilter as refusal:
            return refuse(request, 400, *refusal.sentences)
        except InvalidPage:
            return refuse(request, 404, NO_SUCH_PAGE)

    return answer


@public_page(daily=True)
@require_safe
def home(request):
    return render(request, "registry/home.html", home_context())


@public_page()
@require_safe
def rounds(request):
    return render(request, "registry/rounds.html", rounds_context())


@public_page("city", "region", "page", daily=True)
@require_safe
@refusing
def round(request, code):
    found = Round.objects.published().filter(code=code).select_related("region").first()
    if found is None:
        return refuse(request, 404, NO_SUCH_ROUND)
    return render(request, "registry/round.html", round_context(found, request.GET))


@public_page("round", "city", "category", "q", "as_of", "page")
@require_safe
@refusing
def named(request):
    return named_page(request)


@public_page("q")
@require_safe
@refusing
def search(request):
    return render(request, "registry/search.html", search_context(request.GET))


@public_page()
@require_safe
def region(request, code):
    holders = holders_of(code)
    if not holders:
        return refuse(request, 404, NO_SUCH_REGION)
    return render(request, "registry/region.html", region_context(holders))


@public_page(daily=True)
@require_safe
def entry(request, pk):
    found = find_entry(pk)
    if found is None:
        return refuse(request, 404, _("There is no such entry in the public record."))
    return render(request, "registry/entry.html", entry_context(found))


@public_page("page", daily=True)
@require_safe
@refusing
def release(request, number):
    found = Release.objects.with_facts().filter(number=number).first()
    if found is None:
        return refuse(request, 404, _("There is no release with this number."))
    return render(request, "registry/release.html", page_context(found, request.GET))
