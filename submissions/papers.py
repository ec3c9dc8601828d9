"""What is printed: the submission form and the receipt, each page of a version with its code, also as a QR code."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from . import versions
from .contents import written
from .models import RoundRules, Submission, Version
from .permissions import can


@dataclass(frozen=True)
class Paper:
    """The form as it stands. Without a version it is a draft; `after` is then the version it was changed since."""

    submission: Submission
    content: dict
    version: Version | None
    after: Version | None = None

    @property
    def head(self):
        """The template of what repeats on top of every sheet."""
        return "workbench/_paper_version.html" if self.version else "workbench/_paper_draft.html"

    def __str__(self):
        if self.version:
            return _("Version %(number)s, as it was handed in.") % {"number": self.version.number}
        if self.after:
            return _("A draft: changed since version %(number)s and not handed in.") % {"number": self.after.number}
        return _("A draft: not handed in.")


def current_paper(submission):
    """The form of the version handed in last, or a draft where nothing was handed in or something changed since."""
    last = versions.current(submission)
    content = versions.snapshot(submission, last.number if last else 0, list(versions.held_files(submission)))
    if last and written(content) == written(last.content):
        return Paper(submission, last.content, last)
    return Paper(submission, content, None, last)


def address_of(request, version):
    """Where the QR code of a version leads: absolute, for it is opened by a telephone."""
    return request.build_absolute_uri(reverse("verified", args=[version.code]))


def panel(user, submission):
    """The versions of a submission, newest first, for its page; each with its last sealed scan as a list, or none."""
    found = list(submission.versions.prefetch_related("sealed_scans").order_by("-number"))
    for one in found:
        one.seals = list(one.sealed_scans.all())[-1:]
    asked = RoundRules.objects.filter(round=submission.round_id, asks_sealed_scan=True).exists()
    sealed = bool(found and found[0].seals)
    shown = {
        "versions": found,
        "may_seal": bool(found) and can(user, "bind_seal", submission),
        "asked": _("This round asks the sealed scan of the current version.") if asked and not sealed else "",
    }
    return "workbench/_versions.html", shown
