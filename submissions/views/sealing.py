"""The sealed paper comes back as a scan."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render

from .. import sealing
from ..forms.sealing import SealForm
from ..models import SealedScan
from .access import allow, posted, visible_submission, workbench_page
from .versions import handed_out


@workbench_page("GET", "POST")
def seal(request, pk):
    submission = visible_submission(request.user, pk)
    allow(request.user, "bind_seal", submission)
    form = SealForm(posted(request), request.FILES or None, submission=submission)
    if form.is_valid() and form.bind(request.user):
        messages.success(request, sealing.what_was_bound(form.scan))
        return redirect("submission", pk)
    context = {"submission": submission, "form": form, "said": sealing.what_to_scan(submission)}
    return render(request, "workbench/seal.html", context)


@workbench_page("GET")
def sealed_scan(request, pk, seal):
    submission = visible_submission(request.user, pk)
    found = SealedScan.objects.filter(version__submission=submission).select_related("file", "version")
    scan = get_object_or_404(found, pk=seal)
    return handed_out(request, scan, scan.version)
