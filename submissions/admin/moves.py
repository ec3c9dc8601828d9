"""The moves as actions of the list: each shows the selection with what stands against it, asks what the move asks, and
makes it one by one through `move()`; a refusal stops none of the others.
"""

from types import SimpleNamespace

from django.contrib import messages
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from .. import bulk
from ..forms.outcomes import OutcomesForm
from ..models import Status
from ..moves import MOVES
from ..permissions import can
from ..workflow import refusal

TEMPLATE = "admin/submissions/submission/move.html"


def moves_of(user):
    """Names of the moves that would be this user's on a candidate of the own unit and city, wherever it stood."""
    own = [SimpleNamespace(unit_id=user.unit_id, city=user.city, status=status) for status in Status.values]
    return [name for name in MOVES if any(can(user, name, one) for one in own)]


def actions_for(user):
    """{action name: (function, name, label)}, as ModelAdmin.get_actions answers."""
    return {f"move_{name}": (action(name), f"move_{name}", MOVES[name].label) for name in moves_of(user)}


def action(name):
    def act(model_admin, request, queryset):
        if "pick" in request.POST:
            # Not `queryset`: the list's own filters may have lost what somebody else has moved meanwhile.
            queryset = model_admin.get_queryset(request).filter(pk__in=request.POST.getlist("_selected_action"))
        return page(model_admin, request, list(queryset.with_names()), name)

    return act


def page(model_admin, request, selected, name):
    """The intermediate page, or after it was confirmed one message for each and back to the list (None)."""
    if len({one.round_id for one in selected}) != 1:
        messages.error(request, _("Select candidates of one round: filter by round first."))
        return None
    form = OutcomesForm(request.POST if "pick" in request.POST else None, round=selected[0].round, name=name)
    if not form.is_valid():
        return TemplateResponse(request, TEMPLATE, context(model_admin, request, selected, name, form))
    seen = form.cleaned_data["pick"]
    ticked = [one for one in selected if one.pk in seen]
    for one in ticked:
        one.version = seen[one.pk]
    tell(request, bulk.record(ticked, name, request.user, form.inputs))
    return None


def context(model_admin, request, selected, name, form):
    now = timezone.now()
    rows = [(one, refusal(one, name, request.user, now)) for one in selected]
    return {
        **model_admin.admin_site.each_context(request),
        "title": MOVES[name].label,
        "step": MOVES[name],
        "action": f"move_{name}",
        "opts": model_admin.model._meta,
        "form": form,
        "rows": rows,
        "possible": any(why_not is None for _one, why_not in rows),
    }


def tell(request, results):
    for result in results:
        level = messages.SUCCESS if result["done"] else messages.ERROR
        messages.add_message(request, level, _("%(name)s (%(city)s): %(text)s") % result)
