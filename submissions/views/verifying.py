"""Is this paper what was handed in? By the code that stands on it, typed or read by a telephone."""

from django.http import Http404
from django.shortcuts import redirect, render

from .. import proving, versions
from ..forms.verifying import CodeForm, FileForm
from ..models import Submission, Version
from .access import posted, workbench_page
from .versions import told


@workbench_page("GET", "POST")
def verify(request):
    form = CodeForm(posted(request), user=request.user)
    if form.is_valid():
        return redirect("verified", form.cleaned_data["code"])
    return render(request, "workbench/verify.html", {"form": form})


@workbench_page("GET")
def verified(request, code):
    return show(request, version_by_code(request.user, code), FileForm())


@workbench_page("POST")
def verify_file(request, code):
    found = version_by_code(request.user, code)
    form = FileForm(request.POST, request.FILES)
    return show(request, found, form, form.among(found) if form.is_valid() else None)


def version_by_code(user, code):
    """To who may not see the submission a code of it does not exist: both answers are one."""
    found = versions.with_files(Version.objects.select_related("transition"))
    found = found.filter(submission__in=Submission.objects.visible_to(user).order_by().values("pk"))
    one = found.filter(code=versions.read_code(code) or "-").first()
    if one is None:
        raise Http404
    one.submission = Submission.objects.with_names().get(pk=one.submission_id)
    return one


def show(request, version, form, answer=None):
    verdicts = [proving.of_file(answer, version)] if answer else []
    context = {
        **told(version),
        "verdicts": verdicts + proving.verdicts(version),
        "scans": version.sealed_scans.order_by("-pk"),
        "form": form,
    }
    return render(request, "workbench/verified.html", context)
