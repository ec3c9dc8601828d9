"""A submission's materials as its pages show them: requirement by requirement, what is asked, what is there."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from .. import parts
from ..requirements import is_due
from .checking import Limits
from .holding import Open, limits_of
from .kinds import MB, accept, listed

OTHER = "other"  # in addresses, for materials under no requirement: codes of requirements are in capitals


@dataclass
class Group:
    """One requirement with its files; or the other materials; or those under a code that is no longer asked for."""

    code: str
    label: str
    requirement: object = None
    limits: Limits = Limits()
    files: list = field(default_factory=list)
    unfinished: list = field(default_factory=list)  # names of the user's own uploads that broke off
    facts: list = field(default_factory=list)  # (label, words)
    closed: str | None = None  # why nothing may be changed
    takes: bool = True  # whether files may be added, where it is open
    remark: str = ""  # what the office that returned it said

    @property
    def slug(self):
        return self.code or OTHER

    @property
    def is_open(self):
        return not self.closed and self.takes

    @property
    def accept(self):
        return accept(self.limits.formats)

    @property
    def most_bytes(self):
        return self.limits.most_bytes


def groups(user, submission):
    """All groups of a submission for `user`, the requirements in the round's order, then the others."""
    held = list(submission.materials.select_related("file", "added_by").order_by("pk"))
    opened = Open(submission, user)
    made = [_asked(submission, one) for one in opened.asked.values()]
    gone = sorted({one.requirement for one in held} - set(opened.asked) - {""})
    made += [Group(code, _("%(code)s, no longer asked for") % {"code": code}, takes=False) for code in gone]
    made.append(Group("", str(parts.OTHER_LABEL), facts=list(_facts(Limits()))))
    broken = list(submission.uploads.filter(created_by=user.pk)) if opened.may else []
    for group in made:
        group.unfinished = [one.name for one in broken if one.requirement == group.code]
        group.files = [one for one in held if one.requirement == group.code]
        group.closed = opened.why_closed(group.code)
        group.remark = (opened.returned or {}).get(parts.material_part(group.code), "")
    return [group for group in made if group.requirement or group.files or group.is_open]


def _asked(submission, requirement):
    limits = limits_of(requirement)
    facts = [(_("asked"), _when(submission, requirement)), *_facts(limits)]
    return Group(requirement.code, str(requirement), requirement, limits, facts=facts)


def _when(submission, requirement):
    said = _("required") if requirement.required else _("optional")
    if requirement.from_stage_id is None or is_due(requirement, submission):
        return said
    return _("%(required)s, from the stage “%(stage)s” on") % {"required": said, "stage": requirement.from_stage}


def _facts(limits):
    yield _("formats"), listed(limits.formats)
    yield _("each file"), _("at most %(size)s MB") % {"size": limits.most_bytes // MB} + _pages(limits)


def _pages(limits):
    return _(", %(pages)s pages (PDF)") % {"pages": limits.most_pages} if limits.most_pages else ""


def panel(user, submission):
    """For the submission's own page: the same list, to read; nothing where nothing is asked and nothing there."""
    found = groups(user, submission)
    shown = [group for group in found if group.requirement or group.files]
    if not shown and not any(group.is_open for group in found):
        return None
    return "workbench/_materials.html", {"groups": shown, "may": any(group.is_open for group in found)}
