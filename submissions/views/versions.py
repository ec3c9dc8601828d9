"""What was handed in, version by version: the frozen fields and files, what changed, the receipt, the printed form."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from registry.qr import drawn

from .. import changes, contents, papers, versions
from ..materials import Refused
from ..materials.serving import answer
from ..models import Status
from ..moves import MOVES
from .access import visible_submission, workbench_page


def visible_version(user, pk, number):
    """A version of a submission the user may see."""
    submission = visible_submission(user, pk)
    found = get_object_or_404(submission.versions.select_related("transition"), number=number)
    found.submission = submission
    return found


def told(version):
    """What every page about a version shows of it."""
    return {
        "version": version,
        "submission": version.submission,
        "code": versions.grouped(version.code),
        "fields": contents.fields(version.content),
        "groups": contents.groups(version.content),
        "files": contents.files(version.content),
    }


@workbench_page("GET")
def version(request, pk, number):
    found = visible_version(request.user, pk, number)
    context = {**told(found), "scans": found.sealed_scans.order_by("-pk")}
    return render(request, "workbench/version.html", context)


@workbench_page("GET")
def version_changes(request, pk, number):
    found = visible_version(request.user, pk, number)
    before = found.submission.versions.filter(number__lt=number).select_related("transition").last()
    context = {
        **told(found),
        "before": before,
        "changes": changes.between(before.content, found.content) if before else None,
        "returns": returns_between(before, found) if before else (),
    }
    return render(request, "workbench/version_changes.html", context)


def returns_between(before, after):
    """The returns that asked for what changed."""
    steps = after.submission.transitions.filter(to_status=Status.RETURNED)
    return (
        steps.filter(sequence__gt=before.transition.sequence, sequence__lt=after.transition.sequence)
        .select_related("document")
        .order_by("sequence")
    )


@workbench_page("GET")
def version_file(request, pk, number, order):
    """From the version, even when the draft holds it no longer."""
    found = visible_version(request.user, pk, number)
    kept = get_object_or_404(found.files.select_related("file"), order=order)
    return handed_out(request, kept, found)


def handed_out(request, kept, version):
    """The file of a version or of its sealed scan; one with a virus, or lost, is refused on the version's page."""
    try:
        return answer(kept.file, kept.name)
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("version", version.submission_id, version.number)


@workbench_page("GET")
def receipt(request, pk, number):
    found = visible_version(request.user, pk, number)
    context = {**told(found), **stamped(request, found), "next": MOVES[found.transition.move].consequence}
    return render(request, "workbench/receipt.html", context)


@workbench_page("GET")
def submission_form(request, pk):
    paper = papers.current_paper(visible_submission(request.user, pk))
    return render(request, "workbench/submission_form.html", printed(request, paper))


@workbench_page("GET")
def version_form(request, pk, number):
    found = visible_version(request.user, pk, number)
    paper = papers.Paper(found.submission, found.content, found)
    return render(request, "workbench/submission_form.html", printed(request, paper))


def printed(request, paper):
    """A form's page: without a version it is a draft and carries no code."""
    return {
        "paper": paper,
        "submission": paper.submission,
        "fields": [told for told in contents.fields(paper.content) if told[0] != "summary"],
        "paragraphs": [line for line in (paper.content.get("summary") or "").split("\n") if line.strip()],
        "groups": contents.groups(paper.content),
        **(stamped(request, paper.version) if paper.version else {}),
    }


def stamped(request, version):
    """What proves a printed page to be of `version`."""
    address = papers.address_of(request, version)
    return {
        "version": version,
        "code": versions.grouped(version.code),
        "verify_at": request.build_absolute_uri(reverse("verify")),
        "qr": drawn(address),
    }
