"""What a submission holds: adding and removing its materials, and who may.

Materials are no text: two people add files side by side and neither overwrites the other, so the submission's version
does not rise. The row lock keeps a file from coming in after the submission has been handed in.
"""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from .. import drafts, parts
from ..models import Material, Status, StoredFile, Submission
from ..permissions import can
from ..requirements import requirements_of
from . import naming
from .checking import Limits
from .kinds import taken_under
from .receiving import take
from .refusal import Refused

MOST_FILES = 500


class Open:
    """What of a submission's materials `by` may change now, requirement by requirement; read once for all of them."""

    def __init__(self, submission, by, at=None):
        self.at = at or timezone.now()
        self.submission, self.asked = submission, {one.code: one for one in requirements_of(submission)}
        self.may = can(by, "edit_materials", submission, self.at)
        self.returned = parts.returned_parts(submission)

    def why_closed(self, code):
        """A sentence why files under this code ("": other materials) stay as they are, or None."""
        if not self.may:
            late = drafts.too_late(self.submission, self.at)
            return late or _("Materials cannot be changed: it is “%(status)s”.") % {
                "status": self.submission.get_status_display()
            }
        if self.submission.status == Status.UNDER_REVIEW and not self._asked_by_this_stage(code):
            return _("This stage does not ask for it, so it stays as it was handed in.")
        if self.returned is not None and parts.material_part(code) not in self.returned:
            return _("Not returned for correction, so it stays as it was.")
        return None

    def _asked_by_this_stage(self, code):
        return code in self.asked and self.asked[code].from_stage_id == self.submission.stage_id

    def refuse_closed(self, code):
        closed = self.why_closed(code)
        if closed:
            raise Refused(closed)

    def limits(self, code):
        """What a file added under this code must keep to. Raises Refused where nothing may be added."""
        self.refuse_closed(code)
        if code and code not in self.asked:
            raise Refused(_("The round does not ask for a material %(code)s (any more).") % {"code": code})
        return limits_of(self.asked.get(code))


def limits_of(requirement):
    if requirement is None:
        return Limits()
    return Limits(taken_under(requirement), requirement.largest_mb, requirement.most_pages)


def add(submission, by, file, name, requirement="", task=None):
    """Put a file under the requirement with this code ("": another material). `file` is open, or a `StoredFile`.

    The material tells what was found: `again` if it is here already, `same_as` another material with the same content
    that `by` may see. Raises Refused."""
    limits = Open(submission, by).limits(requirement)
    stored = file if isinstance(file, StoredFile) else take(file, name, **vars(limits))
    kind = getattr(stored, "taken_as", stored.kind)  # doc or wps: the row keeps what it was first handed in as
    limits.refuse_kind(kind)
    limits.refuse_size(stored.size)
    limits.refuse_pages(stored.pages)
    with transaction.atomic():
        locked = _locked(submission.pk)
        Open(locked, by).limits(requirement)
        material = locked.materials.filter(file=stored, requirement=requirement).first()
        again = material is not None
        if not again:
            name = naming.fitting(naming.clean(name), kind)
            material = _new(locked, requirement=requirement, file=stored, name=name, added_by=by, task=task)
    material.again, material.same_as = again, _same_as(material, by)
    return material


def _locked(pk):
    return Submission.objects.select_for_update().get(pk=pk)


def _new(submission, **facts):
    if submission.materials.count() >= MOST_FILES:
        raise Refused(_("A submission holds at most %(most)s files. Remove some.") % {"most": MOST_FILES})
    return submission.materials.create(**facts)


def remove(material, by):
    """Take a material out of its submission; what was handed in stays in its version. Raises Refused."""
    with transaction.atomic():
        Open(_locked(material.submission_id), by).refuse_closed(material.requirement)
        Material.objects.filter(pk=material.pk).delete()


def _same_as(material, by):
    others = Material.objects.filter(file=material.file_id).exclude(pk=material.pk)
    visible = others.filter(submission__in=Submission.objects.visible_to(by))
    return visible.select_related("submission__region").order_by("pk").first()
