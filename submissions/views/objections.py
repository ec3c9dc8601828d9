"""The register of objections: kept by the regional office, read by the auditors, unknown to everybody else."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import TooManyFilesSent
from django.core.paginator import InvalidPage, Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from registry.filters import BadFilter, narrow
from registry.models import Round

from .. import objections
from ..forms.materials import FilesForm
from ..forms.objections import ReceiveForm, StepForm
from ..materials import Refused, serving
from ..materials.streaming import Watchman
from ..models import Submission
from ..objections import files, listing
from ..objections.fields import lacking
from ..permissions import can
from .access import allow, posted, workbench_page
from .listing import PAGE_SIZE, around
from .materials import too_many


def visible_objection(user, pk):
    return get_object_or_404(listing.visible_to(user).select_related("release", "submission__unit"), pk=pk)


def handled_objection(user, pk):
    found = visible_objection(user, pk)
    allow(user, "handle_objections")
    return found


@workbench_page("GET", action="see_objections")
def objection_list(request):
    try:
        filters = narrow(listing.ObjectionFilter, listing.visible_to(request.user), request.GET)
        page = Paginator(filters.qs, PAGE_SIZE).page(request.GET.get("page") or 1)
    except BadFilter as bad:
        context = {"filters": bad.filters, "sentences": bad.sentences}
        return render(request, "workbench/objection_list.html", context, status=400)
    except InvalidPage:
        raise Http404 from None
    context = {"filters": filters, "page": page, **around(request, page)}
    return render(request, "workbench/objection_list.html", context)


def candidate(asked):
    """The submission whose page led here, None if it is none."""
    try:
        return Submission.objects.select_related("round").filter(pk=UUID(asked)).first()
    except ValueError:
        return None


@workbench_page("GET", "POST", action="handle_objections")
def objection_new(request):
    rounds = Round.objects.filter(rules__isnull=False).order_by("-year", "code")
    chosen = candidate(request.GET.get("submission", ""))
    round = chosen.round if chosen else rounds.filter(code=request.GET.get("round", "")).first() or rounds.first()
    form = ReceiveForm(posted(request), round=round, submission=chosen)
    received = form.is_valid() and form.receive(request.user)
    if received:
        messages.success(request, _("Objection %(number)s is in the register.") % {"number": received.register_number})
        return redirect("objection", received.pk)
    offered = [(one, one == round) for one in rounds]
    return render(request, "workbench/objection_new.html", {"form": form, "rounds": offered, "round": round})


@workbench_page("GET")
def objection(request, pk):
    return page(request, visible_objection(request.user, pk))


def page(request, found, form=None, status=200):
    steps = objections.choices(found, request.user)
    onward = objections.ONWARD.get(found.state)
    possible = [(name, move, "secondary" if name != onward else "") for name, move, why_not in steps if why_not is None]
    context = {
        "objection": found,
        "steps": found.steps.order_by("-sequence"),
        "files": found.files.select_related("file", "added_by"),
        "lacking": lacking(found),
        "possible": sorted(possible, key=lambda one: one[0] != onward),
        "impossible": [(name, move, why_not) for name, move, why_not in steps if why_not],
        "may_handle": can(request.user, "handle_objections"),
        "form": form,
    }
    return render(request, "workbench/objection.html", context, status=status)


@workbench_page("GET", "POST")
def objection_step(request, pk, name):
    found = handled_objection(request.user, pk)
    if name not in objections.OBJECTION_MOVES:
        raise Http404
    form = StepForm(posted(request), objection=found, name=name)
    if form.is_valid() and form.take(request.user):
        facts = {"number": found.register_number, "step": form.move.label, "state": found.get_state_display()}
        messages.success(request, _("%(number)s: “%(step)s” is done, it is now “%(state)s”.") % facts)
        return redirect("objection", pk)
    context = {"objection": found, "form": form, "step": form.move}
    context["why_not"] = objections.refusal(found, name, request.user)
    return render(request, "workbench/objection_step.html", context, status=form.status)


@csrf_exempt  # the body is read, and the token in it asked, only when it is known who sends it and what may come
@workbench_page("POST")
def objection_file_add(request, pk):
    found = handled_objection(request.user, pk)
    request.upload_handlers = [Watchman(request, files.LIMITS)]
    try:
        return taken(request, found)
    except Refused as refusal:
        return page(request, found, FilesForm(refused=[("", refusal)]), 422)
    except TooManyFilesSent:
        return page(request, found, FilesForm(refused=[("", too_many())]), 422)


@csrf_protect
def taken(request, found):
    [watchman] = request.upload_handlers
    form = FilesForm(request.FILES.getlist("files"), watchman.refused)
    for arrived in form.files if form.is_valid() else ():
        try:
            files.add(found, arrived.receiving.keep(arrived.name), arrived.name, request.user)
            messages.success(request, _("“%(name)s” is added.") % {"name": arrived.name})
        except Refused as refusal:
            form.refused.append((arrived.name, refusal))
    done = form.is_valid() and not form.refused
    return redirect("objection", found.pk) if done else page(request, found, form, 422)


@workbench_page("GET")
def objection_file(request, pk, file):
    found = visible_objection(request.user, pk)
    held = get_object_or_404(found.files.select_related("file"), pk=file)
    try:
        return serving.answer(held.file, held.name)
    except Refused as refusal:
        return page(request, found, FilesForm(refused=[(held.name, refusal)]), 422)
