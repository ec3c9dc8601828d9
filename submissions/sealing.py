"""The sealed paper comes back: which version it is a scan of, its own code says."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from . import scans, versions
from .materials import naming
from .materials.checking import Limits
from .materials.kinds import SCANS
from .materials.receiving import Receiving
from .models import SealedScan, Submission
from .permissions import can

LARGEST_MB = 60


class SealRefused(Exception):
    """Nothing was kept; `str()` is the sentence for the user, `field` the input it is about."""

    field = "file"


class NoCodeFound(SealRefused):
    """The code must be typed, for it could not be read."""

    field = "code"


def hand_in(submission, by, file, typed=""):
    """Check an uploaded file, find its version, keep it; returns the `SealedScan`. `typed` is the code somebody typed.
    Raises materials.Refused or SealRefused; of what is refused nothing is kept."""
    with Receiving(Limits(SCANS, LARGEST_MB)) as receiving:
        for piece in file.chunks():
            receiving.write(piece)
        receiving.file.flush()
        kind = receiving.watch.finish(receiving.file.name, file.name).kind
        code, read_from_paper = code_on_paper(receiving.file, kind, typed)
        version = version_for(submission, code)
        stored = receiving.keep(file.name)
    return bind(version, by, stored, naming.fitting(naming.clean(file.name), kind), read_from_paper)


def code_on_paper(file, kind, typed=""):
    """(code, read from the paper?) of a scan. What is read goes before what was typed, which may not contradict it."""
    pages = _pages(file, kind)
    read = sorted(set().union(*pages))
    if len(read) > 1:
        where = "；".join(_page(number, codes) for number, codes in enumerate(pages, 1) if codes)
        raise SealRefused(_("The pages are not of one version: %(pages)s. Scan one paper whole.") % {"pages": where})
    if not read and not typed:
        raise NoCodeFound(
            _("No QR code can be read in this scan. Type the code printed beside it, and choose the file again.")
        )
    if read and typed and typed != read[0]:
        facts = {"read": versions.grouped(read[0]), "typed": versions.grouped(typed)}
        raise NoCodeFound(_("The paper carries %(read)s, typed was %(typed)s.") % facts)
    return (read[0], True) if read else (typed, False)


def _pages(file, kind):
    file.seek(0)
    try:
        return scans.codes_on(file, kind)
    except scans.UnreadableScan as sentence:
        raise SealRefused(str(sentence)) from None


def _page(number, codes):
    return _("page %(number)s %(codes)s") % {"number": number, "codes": "、".join(map(versions.grouped, sorted(codes)))}


def version_for(submission, code):
    """The version of this submission with the code. A code of another one is refused like one that does not exist."""
    found = submission.versions.filter(code=code).first()
    if found is None:
        raise SealRefused(
            _("The code on the paper, %(code)s, is of no version of this submission. Is it the right paper?")
            % {"code": versions.grouped(code)}
        )
    return found


def bind(version, by, stored, name, read_from_paper):
    """Keep the scan `stored` (a StoredFile) as that of `version`; returns the `SealedScan`."""
    with transaction.atomic():
        locked = Submission.objects.select_for_update().get(pk=version.submission_id)
        if not can(by, "bind_seal", locked):
            facts = {"status": locked.get_status_display()}
            raise SealRefused(_("Its sealed scan cannot be handed in now: it is “%(status)s”.") % facts)
        last = version.sealed_scans.order_by("pk").last()
        if last and last.file_id == stored.pk:
            raise SealRefused(_("This scan is there already, for version %(number)s.") % {"number": version.number})
        return SealedScan.objects.create(
            version=version,
            file=stored,
            name=name,
            read_from_paper=read_from_paper,
            by=by,
            by_name=str(by),
            at=timezone.now(),
        )


def what_to_scan(submission):
    """Said before: which version is the current one."""
    last = versions.current(submission)
    if last is None:
        return _("Nothing was handed in yet that could have been sealed.")
    facts = {"number": last.number, "code": versions.grouped(last.code)}
    return _("The current version is version %(number)s, %(code)s. Which one the scan is of, its QR code says.") % facts


def what_was_bound(scan):
    """Said afterwards; that it is of an earlier version is said plainly."""
    current = versions.current(scan.version.submission)
    facts = {"number": scan.version.number, "current": current.number}
    if scan.version == current:
        return _("The sealed scan of version %(number)s, the current one, is kept.") % facts
    return (
        _(
            "This is the sealed scan of version %(number)s; the current one is version %(current)s. "
            "It is kept for version %(number)s; that of version %(current)s is still to come."
        )
        % facts
    )
