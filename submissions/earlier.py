"""What a unit has written before need not be written again (最多报一次): a draft begun from an earlier submission."""

from django.db import transaction

from . import drafts, materials
from .models import Submission
from .parts import FIELDS
from .permissions import can
from .requirements import requirements_of
from .workflow import NotAllowed

MOST_SHOWN = 20


def submissions_of(user):
    """The unit's submissions a draft can be begun from, the latest first."""
    found = Submission.objects.visible_to(user).filter(unit=user.unit_id, name_undisclosed=False)
    return found.with_names().order_by("-round__year", "-updated_at")[:MOST_SHOWN]


def begin_from(earlier, round, by, key=None):
    """(draft, whether it was made just now): a draft in `round` with the fields and files of `earlier`. Files whose
    requirement this round does not have, or whose format it does not take, come under the other materials."""
    if earlier.unit_id != by.unit_id or not can(by, "create"):
        raise NotAllowed(str(earlier))
    content = {name: getattr(earlier, name) for name in FIELDS if name != "name_undisclosed"}
    with transaction.atomic():
        draft, made = drafts.begin(by, round, key, **content)
        if made:
            _link(earlier, draft, by)
    return draft, made


def _link(earlier, draft, by):
    asked = {one.code for one in requirements_of(draft)}
    for one in earlier.materials.select_related("file"):
        code = one.requirement if one.requirement in asked else ""
        try:
            materials.add(draft, by, one.file, one.name, code)
        except materials.Refused:
            _link_aside(draft, by, one)


def _link_aside(draft, by, one):
    try:
        materials.add(draft, by, one.file, one.name)
    except materials.Refused:
        return  # what no round takes any more stays with the earlier submission
