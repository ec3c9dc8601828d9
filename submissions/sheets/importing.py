"""A spreadsheet on its way in: kept as it was sent, checked row by row, imported as a whole or not at all.

`SheetImport.state` is written here alone. What is imported is what was looked at: the check is made anew under locks,
and if it finds anything else than the report says, nothing is written.
"""

import hashlib
from io import BytesIO

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Unit

from ..models import SheetImport
from ..models.gathering import ImportState
from . import writing
from .checking import Check
from .columns import EXAMPLES, REMARKS, in_every_language, names
from .reading import Unreadable, open_book
from .rows import Outcome
from .tables import find_table

MOST_ROWS = 10_000
MARK = "shifan-round"  # in the first cell of a template's hidden sheet, its round beside it


class ImportRefused(Exception):
    """Nothing was imported; `str()` is the sentence why."""


class Changed(ImportRefused):
    """The rows would no longer become what the report says; `check` is what they would now."""

    def __init__(self, check):
        super().__init__(_("Something changed since this was checked; nothing was imported. Look at it again below."))
        self.check = check


def read_table(file, round):
    """The table in an open file meant for `round`; Unreadable, with a sentence, if there is none to be taken."""
    sheets = open_book(file)
    for sheet in sheets:
        mark = sheet.rows[0] if sheet.hidden and sheet.rows else []
        if mark[:1] == [MARK] and mark[1:2] != [round.code]:
            sentence = _("This is the template of the round %(other)s, not of %(code)s. Choose that round.")
            raise Unreadable(sentence % {"other": (mark + [""])[1], "code": round.code})
    silent = in_every_language(REMARKS)
    table = find_table(sheets, names(), silent, passed_over=in_every_language(EXAMPLES))
    if not table.rows:
        raise Unreadable(_("There is no row below the headings."))
    if len(table.rows) > MOST_ROWS:
        sentence = _("The table has %(count)s rows; at most %(most)s are taken at once. Split it.")
        raise Unreadable(sentence % {"count": len(table.rows), "most": MOST_ROWS})
    return table


def stage(by, round, file):
    """Keep an uploaded file that `read_table` could read."""
    file.seek(0)
    content = file.read()
    staged = SheetImport(round=round, unit=by.unit, by=by, name=file.name[:200], digest=_digest(content))
    staged.file.save(f"sheets/{staged.pk}", ContentFile(content), save=False)
    staged.save(force_insert=True)
    return staged


def stored_table(staged):
    """The table of the file that was kept, proven to be that file."""
    with staged.file.open("rb") as file:
        content = file.read()
    if _digest(content) != staged.digest:
        raise ImportRefused(_("The file kept here is no longer the one that was uploaded. Upload it again."))
    return read_table(BytesIO(content), staged.round)


def check(staged, by, table=None):
    """Check, or check anew, what is not imported yet; yields the share that is done and keeps the report."""
    found = Check(table or stored_table(staged), by, staged.round)
    yield from found.steps()
    _report(staged, found)


def confirm(staged, by):
    """Import all of it, in one transaction; yields the share that is done. Raises ImportRefused with a sentence; then
    nothing was written."""
    try:
        with transaction.atomic():
            yield from _import(staged, by)
    except Changed as changed:
        _report(staged, changed.check, stale=str(changed))
        raise


def discard(staged):
    with transaction.atomic():
        locked = _locked(staged)
        locked.state, locked.done_at = ImportState.DISCARDED, timezone.now()
        locked.save(update_fields=["state", "done_at"])


def _import(staged, by):
    locked = _locked(staged)
    # Two imports of one unit take their turn: each must see what the other has made.
    Unit.objects.select_for_update().get(pk=locked.unit_id)
    found = Check(stored_table(locked), by, locked.round, lock=True)
    for share in found.steps():
        yield share / 2
    # The two facts of the report that count here: the whole of it is megabytes.
    told = SheetImport.objects.values("report__plan", "report__counts").get(pk=locked.pk)
    if told["report__plan"] and found.digest != told["report__plan"]:
        raise Changed(found)
    why_not = refusal({"counts": told["report__counts"]})
    if why_not:
        raise ImportRefused(why_not)
    contents = [row.content for row in found.of(Outcome.CREATE)]
    for written in writing.create(contents, by, locked.round) if contents else ():
        yield 0.5 + written / len(contents) / 2
    writing.change(found.of(Outcome.CHANGE))
    locked.state, locked.done_at = ImportState.IMPORTED, timezone.now()
    locked.save(update_fields=["state", "done_at"])


def refusal(report):
    """Why a checked file cannot be imported: a sentence, or None."""
    counts = report.get("counts")
    if not counts:
        return _("It has not been checked to the end yet.")
    if counts["refused"]:
        sentence = _("%(count)s rows are refused. All is imported or nothing: correct them and upload the file again.")
        return sentence % {"count": counts["refused"]}
    if not counts["create"] + counts["change"]:
        return _("Nothing would change: all of it is there already.")
    return None


def _locked(staged):
    """The row, locked; ImportRefused if it is no longer to be imported."""
    found = SheetImport.objects.select_for_update(of=("self",)).select_related("round").defer("report")
    locked = found.get(pk=staged.pk)
    if locked.state != ImportState.CHECKED:
        raise ImportRefused(_("This file is “%(state)s” already.") % {"state": locked.get_state_display()})
    return locked


def _report(staged, found, **remarks):
    with transaction.atomic():
        locked = _locked(staged)
        locked.report = found.report | remarks
        locked.save(update_fields=["report"])


def _digest(content):
    return hashlib.sha256(content).hexdigest()
