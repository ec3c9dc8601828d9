"""Files of an objection: few and small, through the same checks as every material."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ..materials import Limits, Refused
from ..materials.naming import clean, fitting
from ..models import Objection, ObjectionFile
from ..permissions import can

MOST_FILES = 3  # with the form
MOST_OF_ONE = 20  # in the register, where the office adds what came by letter
LIMITS = Limits(("pdf", "jpg", "png", "docx", "doc", "ofd"), largest_mb=5)


def add(objection, stored, name, by=None):
    """Put a stored file under an objection; twice is once. Raises Refused."""
    if by is not None and not can(by, "handle_objections"):
        raise Refused(_("Only the regional office keeps the register of objections."))
    kind = getattr(stored, "taken_as", stored.kind)
    with transaction.atomic():
        Objection.objects.select_for_update().get(pk=objection.pk)
        known = objection.files.filter(file=stored).first()
        if known:
            return known
        if objection.files.count() >= MOST_OF_ONE:
            raise Refused(_("An objection holds at most %(most)s files.") % {"most": MOST_OF_ONE})
        facts = {"name": fitting(clean(name), kind), "file": stored, "added_by": by, "added_at": timezone.now()}
        return ObjectionFile.objects.create(objection=objection, **facts)
