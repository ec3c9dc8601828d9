"""What the check finds of one row."""

from dataclasses import dataclass, field

from django.db import models
from django.utils.translation import gettext_lazy as _

from ..models import Submission

SHOWN = 300  # characters of a value in the report; what is imported is never cut


class Outcome(models.TextChoices):
    REFUSED = "refused", _("refused")
    CREATE = "create", _("to be created")
    CHANGE = "change", _("to be changed")
    SAME = "same", _("unchanged")


@dataclass(slots=True)
class Row:
    """`number` counts from 0 as in the file. `content`: values of `parts.FIELDS` to be written. `cells`: (column's
    key, place, before, after) of what would change. `problems`: (place or "", sentence). `notes`: sentences that stop
    nothing."""

    number: int
    name: str = ""
    submission: Submission | None = None
    content: dict = field(default_factory=dict)
    cells: tuple | list = ()
    problems: tuple = ()
    notes: tuple = ()

    @property
    def outcome(self):
        if self.problems:
            return Outcome.REFUSED
        if self.submission is None:
            return Outcome.CREATE
        return Outcome.CHANGE if self.content else Outcome.SAME

    @property
    def fingerprint(self):
        """What must be the same when it is imported as when it was looked at."""
        one, region = self.submission, self.content.get("region")
        seen = (one.pk.hex, one.version) if one else ("", "")
        return f"{self.number} {self.outcome} {seen} {region and region.pk}"

    def as_json(self):
        cells = [(key, where, before[:SHOWN], after[:SHOWN]) for key, where, before, after in self.cells]
        return [self.number + 1, str(self.outcome), self.name, self._about(), cells, self.problems, self.notes]

    def _about(self):
        """Which submission it is, or what kind of one it would become."""
        if self.submission:
            return str(self.submission.pk)
        kind, region = self.content.get("category"), self.content.get("region")
        return " · ".join(filter(None, [kind and str(kind.label), region and region.name]))
