"""A submission's materials: the page, the plain form with files, and handing files out."""

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import TooManyFilesSent
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from ..forms.materials import FilesForm, told
from ..materials import Refused, listing, remove, serving
from ..materials.holding import Open
from ..materials.kinds import MB
from ..materials.streaming import MOST_AT_ONCE, Watchman
from .access import allow, visible_submission, workbench_page


@workbench_page("GET")
def materials(request, pk):
    return page(request, visible_submission(request.user, pk))


def page(request, submission, form=None, status=200):
    groups = listing.groups(request.user, submission)
    context = {"submission": submission, "groups": groups, "form": form, "most_mb": MOST_AT_ONCE // MB}
    return render(request, "workbench/materials.html", context, status=status)


@csrf_exempt  # the body is read, and the token in it asked, only when it is known who sends it and what may come
@workbench_page("POST")
def material_add(request, pk, code):
    submission = visible_submission(request.user, pk)
    allow(request.user, "edit_materials", submission)
    code = "" if code == listing.OTHER else code
    try:
        request.upload_handlers = [Watchman(request, Open(submission, request.user).limits(code))]
        return taken(request, submission, code)
    except Refused as refusal:
        return page(request, submission, FilesForm(refused=[("", refusal)]), 422)
    except TooManyFilesSent:
        return page(request, submission, FilesForm(refused=[("", too_many())]), 422)


@csrf_protect
def taken(request, submission, code):
    [watchman] = request.upload_handlers
    form = FilesForm(request.FILES.getlist("files"), watchman.refused)
    done = form.is_valid() and form.save(submission, request.user, code)
    for material in form.added:
        messages.success(request, told(material))
    return redirect("materials", submission.pk) if done else page(request, submission, form, 422)


def too_many():
    most = settings.DATA_UPLOAD_MAX_NUMBER_FILES
    return _("More than %(most)s files were sent at once. Send fewer at a time.") % {"most": most}


@workbench_page("GET")
def material(request, pk, material):
    found = visible_material(request, pk, material)
    try:
        return serving.answer(found.file, found.name)
    except Refused as refusal:
        return page(request, found.submission, FilesForm(refused=[(found.name, refusal)]), 422)


@workbench_page("POST")
def material_remove(request, pk, material):
    found = visible_material(request, pk, material)
    allow(request.user, "edit_materials", found.submission)
    try:
        remove(found, request.user)
    except Refused as refusal:
        return page(request, found.submission, FilesForm(refused=[(found.name, refusal)]), 422)
    messages.success(request, _("“%(name)s” is removed from this submission.") % {"name": found.name})
    return redirect("materials", pk)


def visible_material(request, pk, material):
    submission = visible_submission(request.user, pk)
    found = get_object_or_404(submission.materials.select_related("file"), pk=material)
    found.submission = submission
    return found
