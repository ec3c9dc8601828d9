"""Checking a filled table row by row: what an import would create, change, leave, and refuse with the cell and why.

The rules are those of the form and of `drafts`; here they are asked for thousands of rows with a handful of queries.
"""

import hashlib
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from .. import drafts, guards, secrecy
from ..models import Submission
from ..parts import knowing_the_last_return
from ..permissions import can
from .cells import Cells
from .columns import BY_KEY, READ_ONLY, WRITABLE
from .rows import Outcome, Row
from .text import ENDS, folded, place

STEP = 500  # rows between two signs of progress
GONE = ("withdrawn", "disqualified")


class Check:
    """`table` (see `tables`) as `by` would import it into `round` at the instant `at`. With `lock` the submissions it
    names are locked: then inside a transaction. Use: `for share in check.steps(): …`, then read `rows`."""

    def __init__(self, table, by, round, at=None, lock=False):
        self.table, self.by, self.round, self.at, self.lock = table, by, round, at or timezone.now(), lock
        self.cells, self.columns = Cells(by, round), tuple(table.columns.items())
        self.read_only = [key for key in (*(column.key for column in READ_ONLY), "version") if key in table.columns]
        self.rows, self.seen_codes, self.seen_names = [], {}, {}

    def steps(self):
        """Check; yields the share that is done, from 0 to 1."""
        self.known = self._submissions()
        self.standing = self._standing()
        self.future = Submission(round=self.round, unit=self.by.unit, city=self.by.city)
        self.creation_refused = self._creation_refused()
        numbered = self.table.rows
        for start in range(0, len(numbered), STEP):
            self.rows.extend(self._row(number, texts) for number, texts in numbered[start : start + STEP])
            yield min(1, (start + STEP) / len(numbered))

    def run(self):
        for _share in self.steps():
            pass
        return self

    def of(self, outcome):
        return [row for row in self.rows if row.outcome == outcome]

    @property
    def digest(self):
        lines = "\n".join(row.fingerprint for row in self.rows)
        return hashlib.sha256(f"{self.round.code} {self.by.unit_id}\n{lines}".encode()).hexdigest()

    @property
    def report(self):
        """The findings as JSON."""
        for row in self.rows:
            self._tell_numbers(row)
            if row.outcome == Outcome.CREATE:
                row.name = self._printed(row.content)
        rows = [row.as_json() for row in self.rows]
        counts = {outcome.value: sum(row[1] == outcome for row in rows) for outcome in Outcome}
        notes = [*self.table.ignored, *self._lacking_columns()]
        return {"plan": self.digest, "sheet": self.table.sheet, "counts": counts, "notes": notes, "rows": rows}

    # --- what is read once for all rows ---

    def _submissions(self):
        """Those the table names and the user may see, by code."""
        column = self.table.columns.get("code")
        if column is None:
            return {}
        codes = {_uuid(texts[column]) for _number, texts in self.table.rows if column < len(texts)} - {None}
        found = knowing_the_last_return(Submission.objects.visible_to(self.by).with_names().filter(pk__in=codes))
        found = found.select_for_update(of=("self",)) if self.lock else found
        return {one.pk: one for one in found.order_by("pk")}

    def _standing(self):
        """{what tells two candidates apart: code} of the unit's submissions in the round."""
        mine = Submission.objects.filter(unit=self.by.unit_id, round=self.round).exclude(status__in=GONE).order_by("pk")
        facts = mine.values_list("category", "region", "title", "pk")
        return {name: pk for *told, pk in facts if (name := candidate(*told))}

    def _creation_refused(self):
        if not can(self.by, "create"):
            return _("Only drafters write submissions.")
        return guards.window_is_open(self.future, {}, self.at)

    def _tell_numbers(self, row):
        """The flag of the form, beside the cell; it forbids nothing."""
        for key, value in row.content.items():
            if isinstance(value, str) and secrecy.holds_identity_number(value):
                sentence = _("A text holds what looks like an identity number. Take it out unless it must be there.")
                row.notes += (f"{self._where(row, key)} {sentence}",)

    def _printed(self, content):
        """The name as a list prints it, asked of one submission that takes every row's content in turn."""
        for name in ("category", "region", "title", "name_undisclosed"):
            setattr(self.future, name, content.get(name, ""))
        return self.future.printed_name

    def _lacking_columns(self):
        lacking = [str(column.heading) for column in WRITABLE if column.key not in self.table.columns]
        sentence = _("Without the columns %(columns)s: what is stored there stays; what is created has it empty.")
        return [sentence % {"columns": "、".join(lacking)}] if lacking else []

    # --- one row ---

    def _row(self, number, texts):
        row = Row(number)
        known = len(texts)
        texts = {key: texts[at] if at < known else "" for key, at in self.columns}
        row.name = texts.get("title", "")
        if texts.get("code"):
            self._existing(row, texts)
        else:
            self._further(row, texts)
        return row

    def _where(self, row, key):
        at = self.table.columns.get(key)
        return "" if at is None else place(row.number, at)

    def _refuse(self, row, key, sentence):
        row.problems += ((self._where(row, key), sentence),)

    def _further(self, row, texts):
        """A row without a code: a submission to be created."""
        if self.creation_refused:
            self._refuse(row, "", self.creation_refused)
        asked = texts.get("round")
        if asked and folded(asked) != self.round.code:
            sentence = _("This is the round “%(asked)s”; the import is for the round %(code)s.")
            self._refuse(row, "round", sentence % {"asked": asked[:40], "code": self.round.code})
        row.content, problems = self.cells.read(texts)
        for key, sentence in problems.items():
            self._refuse(row, key, sentence)
        if not row.problems:
            self._refuse_a_second(row)
        if self.read_only:
            self._note_read_only(row, [key for key in self.read_only if texts[key]])

    def _refuse_a_second(self, row):
        content = row.content
        name = candidate(content["category"], content["region"].pk, content.get("title", ""))
        if name is None:
            return
        if name in self.standing:
            sentence = _("It is there already, with the submission code %(code)s. To change it enter that code.")
            self._refuse(row, "title" if content.get("title") else "region", sentence % {"code": self.standing[name]})
        elif name in self.seen_names:
            sentence = _("The same candidate stands in row %(row)s.") % {"row": self.seen_names[name] + 1}
            self._refuse(row, "title" if content.get("title") else "region", sentence)
        else:
            self.seen_names[name] = row.number

    def _existing(self, row, texts):
        """A row with a code: the submission it names, changed where its cells differ from what is stored."""
        pk = _uuid(texts["code"])
        row.submission = one = self.known.get(pk)
        if one is None:
            self._refuse(row, "code", _("You have no submission with this code. For a further one leave it empty."))
            return
        row.name = one.printed_name
        if pk in self.seen_codes:
            sentence = _("Row %(row)s has the same submission code.") % {"row": self.seen_codes[pk] + 1}
            self._refuse(row, "code", sentence)
            return
        self.seen_codes[pk] = row.number
        self._changes(row, one, texts)
        shown = [column for column in READ_ONLY if column.key in texts]
        self._note_read_only(row, [one_.key for one_ in shown if _differs(one_, one, texts)])

    def _changes(self, row, one, texts):
        differing = [column.key for column in WRITABLE if _differs(column, one, texts)]
        read, problems = self.cells.read(texts, differing, one) if differing else ({}, {})
        row.content = {name: value for name, value in read.items() if getattr(one, name) != value}
        for key, sentence in problems.items():
            self._refuse(row, key, sentence)
        if _differs(BY_KEY["round"], one, texts) and texts.get("round"):
            self._refuse(row, "round", _("A submission stays in its round, %(code)s.") % {"code": one.round.code})
        if not (row.content or problems):
            return
        seen = texts.get("version")
        why_not = drafts.refusal(one, self.by, list(row.content), self.at)
        if why_not:
            self._refuse(row, differing[0], why_not)
        elif seen and seen != str(one.version):
            self._refuse(row, "version", _("It was changed since this table was exported. Export it anew."))
        if not row.problems:
            row.cells = [
                (column.key, self._where(row, column.key), column.shown(one), texts[column.key])
                for column in WRITABLE
                if column.key in differing and {column.key, "name_undisclosed"} & set(row.content)
            ]

    def _note_read_only(self, row, keys):
        if keys:
            told = "、".join(f"{BY_KEY[key].heading}（{self._where(row, key)}）" for key in keys)
            row.notes += (_("For reading only, not taken over: %(columns)s.") % {"columns": told},)


def candidate(category, region, title):
    """What tells one candidate of a unit from another; None where nothing does yet. A region stands once."""
    if category == "single":
        return (category, region, title) if title else None
    return category, region


def _differs(column, one, texts):
    return column.key in texts and texts[column.key] != column.shown(one).strip(ENDS)


def _uuid(text):
    try:
        return UUID(folded(text))
    except ValueError:
        return None
