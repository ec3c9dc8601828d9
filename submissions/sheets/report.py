"""What a check found, for its page: counts, remarks on the whole table, and the rows."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from ..models.gathering import ImportState
from . import importing
from .columns import BY_KEY
from .rows import Outcome

PANELS = {ImportState.IMPORTED: "_sheet_done", ImportState.DISCARDED: "_sheet_put_aside"}
SHAPES = {Outcome.REFUSED: "×", Outcome.CREATE: "＋", Outcome.CHANGE: "✎", Outcome.SAME: "·"}


@dataclass(frozen=True)
class Line:
    """One row: `changes` are (place, heading, before, after), `problems` (place, sentence)."""

    number: int
    shape: str
    label: str
    name: str
    about: str
    changes: list
    problems: list
    notes: list


class Report:
    def __init__(self, staged):
        self.staged, self.found = staged, staged.report
        self.counts = self.found.get("counts", {})
        self.why_not = importing.refusal(self.found)

    @property
    def panel(self):
        """The template of what can be done now."""
        waiting = "_sheet_unchecked" if not self.found else "_sheet_refused" if self.why_not else "_sheet_confirm"
        return f"workbench/{PANELS.get(self.staged.state, waiting)}.html"

    @property
    def total(self):
        return sum(self.counts.values())

    def shown_first(self):
        """Where something is refused, that is what people look for."""
        return Outcome.REFUSED.value if self.counts.get("refused") else ""

    def filters(self):
        """(value, label, count) of what can be shown."""
        found = [(outcome.value, outcome.label, self.counts.get(outcome.value, 0)) for outcome in Outcome]
        return [("", _("all"), self.total), *[one for one in found if one[2]]]

    def rows(self, outcome=""):
        return [row for row in self.found.get("rows", []) if outcome in ("", row[1])]


def line(row):
    number, outcome, name, about, cells, problems, notes = row
    changes = [(where, BY_KEY[key].heading, old or _("empty"), new or _("empty")) for key, where, old, new in cells]
    which = Outcome(outcome)
    return Line(number, SHAPES[which], which.label, name, about, changes, problems, notes)
