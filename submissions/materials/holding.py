"""What a submission holds: adding and removing its materials, and who may.

Materials are no text: two people add files side by side and neither overwrites the other, so the submission's version
does not rise. The row lock keeps a file from coming in after the submission has been handed in.
"""

from django.db import transaction
from django.utils.translation import gettext as _

from .. import parts
from ..models import Material, Status, StoredFile, Submission
from ..permissions import can
from ..requirements import requirements_of
from . import naming
from .checking import Limits
from .receiving import take
from .refusal import Refused

MOST_FILES = 500


def requirement_of(submission, code):
    """The requirement with this code, None for "" (other materials). Raises Refused if the round asks no such."""
    if not code:
        return None
    found = next((one for one in requirements_of(submission) if one.code == code), None)
    if found is None:
        raise Refused(_("The round does not ask for a material %(code)s (any more).") % {"code": code})
    return found


def limits_of(requirement):
    if requirement is None:
        return Limits()
    return Limits(tuple(requirement.formats), requirement.largest_mb, requirement.most_pages)


def why_closed(submission, by, code, at=None):
    """A sentence why `by` may not add or remove files under the requirement with this code, or None."""
    if not can(by, "edit_materials", submission, at):
        return _("Materials cannot be changed: it is “%(status)s”.") % {"status": submission.get_status_display()}
    if submission.status == Status.UNDER_REVIEW:
        asked = requirement_of(submission, code)
        if asked is None or asked.from_stage_id != submission.stage_id:
            return _("This stage does not ask for it, so it stays as it was handed in.")
    return parts.refusal(submission, [parts.material_part(code)])


def add(submission, by, file, name, requirement="", task=None):
    """Put a file under the requirement with this code ("": another material). `file` is open, or a `StoredFile`.

    The material tells what was found: `again` if it is here already, `same_as` another material with the same content
    that `by` may see. Raises Refused."""
    _refuse_closed(submission, by, requirement)
    limits = limits_of(requirement_of(submission, requirement))
    stored = file if isinstance(file, StoredFile) else take(file, name, **vars(limits))
    kind = getattr(stored, "taken_as", stored.kind)  # doc or wps: the row keeps what it was first handed in as
    limits.refuse_kind(kind)
    limits.refuse_size(stored.size)
    limits.refuse_pages(stored.pages)
    with transaction.atomic():
        locked = Submission.objects.select_for_update().get(pk=submission.pk)
        _refuse_closed(locked, by, requirement)
        material = _held(locked, stored, requirement) or Material(submission=locked, requirement=requirement)
        material.again = material.pk is not None
        if not material.again:
            if locked.materials.count() >= MOST_FILES:
                raise Refused(_("A submission holds at most %(most)s files. Remove some.") % {"most": MOST_FILES})
            material.file, material.added_by, material.task = stored, by, task
            material.name = naming.fitting(naming.clean(name), kind)
            material.save(force_insert=True)
    material.same_as = _same_as(material, by)
    return material


def remove(material, by):
    """Take a material out of its submission; what was handed in stays in its version. Raises Refused."""
    with transaction.atomic():
        locked = Submission.objects.select_for_update().get(pk=material.submission_id)
        _refuse_closed(locked, by, material.requirement)
        Material.objects.filter(pk=material.pk).delete()


def _refuse_closed(submission, by, code):
    closed = why_closed(submission, by, code)
    if closed:
        raise Refused(closed)


def _held(submission, stored, code):
    return submission.materials.filter(file=stored, requirement=code).first()


def _same_as(material, by):
    others = Material.objects.filter(file=material.file_id).exclude(pk=material.pk)
    visible = others.filter(submission__in=Submission.objects.visible_to(by))
    return visible.select_related("submission__region").order_by("pk").first()
