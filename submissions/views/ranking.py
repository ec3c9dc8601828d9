"""The city office's ranking of a round, its reserve list, and putting a reserve candidate in another's place."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from registry.models import Round

from .. import ranking, substitution
from ..forms.ranking import RankingForm, SubstituteForm
from ..moves import MOVES
from .access import allow, posted, visible_submission, workbench_page


def round_with_rules(code):
    return get_object_or_404(Round.objects.select_related("rules", "region"), code=code, rules__isnull=False)


@workbench_page("GET", action="keep_ranking")
def ranking_list(request):
    context = {"rounds": ranking.rounds_of(request.user)}
    return render(request, "workbench/ranking_list.html", context)


@workbench_page("GET", action="keep_ranking")
def ranking_page(request, code):
    return show(request, round_with_rules(code))


@workbench_page("POST", action="keep_ranking")
def ranking_set(request, code, category):
    round = round_with_rules(code)
    standing = next((one for one in ranking.standings(request.user, round) if one.category == category), None)
    if standing is None:
        raise Http404
    form = RankingForm(request.POST, rows=standing.ranked)
    changed = form.save(request.user, round, category) if form.is_valid() else None
    if changed is None:
        return show(request, round, {category: form}, status=form.status)
    said = _("%(count)s ranks were changed; each change is in the history of its submission.")
    messages.success(request, said % {"count": len(changed)} if changed else _("No rank was changed."))
    return redirect("ranking", code)


def show(request, round, forms=None, status=200):
    """The page of all categories; `forms` holds the one that was sent and not carried out."""
    standings = ranking.standings(request.user, round)
    rows = [(one, (forms or {}).get(one.category) or RankingForm(rows=one.ranked)) for one in standings]
    context = {"round": round, "rows": rows, "city": request.user.city, "failed": list((forms or {}).values())}
    return render(request, "workbench/ranking.html", context, status=status)


@workbench_page("GET", "POST")
def substitute(request, pk):
    leaving = visible_submission(request.user, pk)
    allow(request.user, "substitute", leaving)
    form = SubstituteForm(posted(request), leaving=leaving)
    coming = form.carry_out(request.user) if form.is_valid() else None
    if coming:
        messages.success(request, what_happened(leaving, coming))
        return redirect("ranking", leaving.round.code)
    context = {
        "submission": leaving,
        "form": form,
        "why_not": substitution.why_not(leaving),
        "rank": substitution.rank_of_place(leaving),
        "follows": [MOVES[name].consequence for name in ("withdraw", "recommend")][substitution.has_left(leaving) :],
    }
    return render(request, "workbench/substitute.html", context, status=form.status)


def what_happened(leaving, coming):
    facts = {"leaving": leaving, "coming": coming, "rank": coming.rank or "—"}
    return _("“%(coming)s” is recommended in the place of “%(leaving)s”, with rank %(rank)s.") % facts
