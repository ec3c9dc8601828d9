"""What is still missing, laid side by side for a submission's page and for its city's.

Nothing is decided here: what must be there stands in `requirements` and `guards`, what is open in `parts` and
`permissions`, whether the step onward is refused in `workflow`.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from . import guards, parts, requirements, waiting, workflow
from .models import Quota, Status
from .moves import MOVES, Move
from .permissions import OPEN, can

HANDING_IN = ("submit", "resubmit", "supplement")
FORM, MATERIALS = "submission_edit", "materials"  # the pages on which fields and materials are mended
LISTED = ("region", "title", "lead_unit", "summary", "contact")


class State(models.TextChoices):
    THERE = "there", gettext_lazy("there")
    TO_HAND_IN = "to_hand_in", gettext_lazy("there, not handed in yet")
    MISSING = "missing", gettext_lazy("missing")
    LATER = "later", gettext_lazy("due later")
    OPTIONAL = "optional", gettext_lazy("optional")


@dataclass(frozen=True)
class Line:
    """One field or requirement. `part` as in `parts`; `page` and `anchor` say where it is mended, `page` is empty
    where it cannot be changed now; `correction` is what the office asked to have corrected in it."""

    part: str
    label: str
    state: State
    remark: str = ""
    correction: str = ""
    page: str = ""
    from_stage: int | None = None

    @property
    def anchor(self):
        if self.is_material:
            return "materials-" + self.part.removeprefix(parts.MATERIAL)
        return f"id_{self.part}"

    @property
    def is_material(self):
        return self.part.startswith(parts.MATERIAL)

    @property
    def corrections(self):
        return [self.correction] if self.correction else []

    @property
    def is_missing(self):
        return self.state == State.MISSING


@dataclass(frozen=True)
class Step:
    """The move that hands it in, and the sentence with which the server would refuse it now, or None. It is `mine`
    where the reader is who makes it."""

    name: str
    move: Move
    why_not: str | None
    mine: bool

    @property
    def is_open(self):
        return self.mine and self.why_not is None

    @property
    def said(self):
        facts = {"move": self.move.label, "sentence": self.why_not}
        if self.mine:
            return self.why_not or self.move.consequence
        if self.why_not:
            return _("“%(move)s” would be refused now: %(sentence)s") % facts
        return _("Nothing stands against “%(move)s”; it is the submitting unit's to do.") % facts


@dataclass(frozen=True)
class Picture:
    lines: list
    steps: list  # how it is handed in from where it stands: one, or none
    due: datetime | None
    quota: Quota | None

    @property
    def lacking(self):
        return [line for line in self.lines if line.is_missing]


def picture(submission, user, mine=None, at=None):
    """The `Picture` of `submission` for `user` at the instant `at` (now), or None once it has ended. `mine` are the
    moves as `workflow.choices` gives them, where the caller has them already."""
    if submission.status not in OPEN:
        return None
    at = at or timezone.now()
    mine = workflow.choices(submission, user, at) if mine is None else mine
    wanted = list(requirements.requirements_of(submission))
    materials = list(submission.materials.select_related("file"))
    found = lines(submission, wanted, materials, unsent(submission, materials))
    return Picture(
        lines=opened(submission, user, at, found, parts.returned_parts(submission)),
        steps=steps(submission, mine, at),
        due=waiting.due(submission),
        quota=guards.quota_of(submission).first(),
    )


def steps(submission, mine, at):
    """How it is handed in from where it stands. Who cannot do it reads the same sentence; of a stage that asks
    nothing there is none to read."""
    name = next((name for name in HANDING_IN if submission.status in MOVES[name].sources), None)
    own = {known: why_not for known, _move, why_not in mine}
    if name in own:
        return [Step(name, MOVES[name], own[name], True)]
    if name is None or (name == "supplement" and guards.stage_asks_materials(submission, {}, at)):
        return []
    return [Step(name, MOVES[name], workflow.unmet(submission, name, at), False)]


def lines(submission, wanted, materials, to_hand_in=()):
    """A `Line` for each field, then for each of the requirements `wanted`, from the `materials` at hand. Codes in
    `to_hand_in` have something that was not handed in yet."""
    lacks = guards.lacking_fields(submission)
    fields = [name for name in LISTED if name != "title" or is_asked_for_a_title(submission)]
    return [_field(submission, name, lacks) for name in fields] + [
        _material(submission, one, [held for held in materials if held.requirement == one.code], to_hand_in)
        for one in wanted
    ]


def is_asked_for_a_title(submission):
    """A region stands under its own name, and what the source does not name has none to be typed."""
    return submission.category == "single" and not submission.name_undisclosed


def _field(submission, name, lacks):
    label = str(submission._meta.get_field(name).verbose_name)
    if name in lacks:
        remark = lacks[name] if name == "region" else ""
        return Line(name, label, State.MISSING, remark)
    filled = name == "region" or getattr(submission, name)
    return Line(name, label, State.THERE if filled else State.OPTIONAL)


def _material(submission, requirement, held, to_hand_in):
    there = [one for one in held if requirements.counts(one)]
    remark = _("%(count)s files") % {"count": len(there)} if there else ""
    if there:
        state = State.TO_HAND_IN if requirement.code in to_hand_in else State.THERE
    elif requirements.must_be_there(requirement, submission):
        state, remark = State.MISSING, _("a virus was found in the file") if held else ""
    else:
        state = State.LATER if requirement.required else State.OPTIONAL
        remark = _due_from(requirement)
    part = parts.material_part(requirement.code)
    return Line(part, str(requirement), state, remark, from_stage=requirement.from_stage_id)


def _due_from(requirement):
    return _("due from “%(stage)s”") % {"stage": requirement.from_stage.name} if requirement.from_stage else ""


def unsent(submission, materials):
    """Codes of what was added at a stage and not handed in yet."""
    if submission.status != Status.UNDER_REVIEW:
        return set()
    sent = set(guards.handed_in(submission))
    return {one.requirement for one in materials if (one.requirement, one.file.sha256) not in sent}


def opened(submission, user, at, found, remarks=None):
    """The lines with the page on which `user` can mend each now, and what it is to be corrected in. `remarks` as
    `parts.returned_parts` gives them."""
    pages = {FORM: can(user, "edit", submission, at), MATERIALS: can(user, "edit_materials", submission, at)}
    # Under review only what the stage asks is open; the rest stays as it was handed in.
    stage = submission.stage_id if submission.status == Status.UNDER_REVIEW else None
    return [_opened(line, pages, remarks, stage) for line in found]


def _opened(line, pages, remarks, stage):
    page = MATERIALS if line.is_material else FORM
    is_open = pages[page] and (remarks is None or line.part in remarks) and stage in (None, line.from_stage)
    return replace(line, page=page if is_open else "", correction=(remarks or {}).get(line.part, ""))
