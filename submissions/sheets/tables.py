"""Finding the table in a sheet: under a title, with merged headings, its columns in any order."""

from collections import Counter
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from .reading import Unreadable
from .text import heading, letters

LOOKED_AT = 30  # rows, for the headings
ENOUGH = 2  # headings we know make a row of headings


@dataclass(frozen=True)
class Table:
    """`columns`: {key: number of the column}. `headings`: what stands over each column, `head` the row they end in.
    `rows`: [(number of the row counted from 0, its texts)], empty ones left out. `ignored`: sentences on what was not
    read."""

    sheet: str
    columns: dict
    headings: list
    head: int
    rows: list
    ignored: list = field(default_factory=list)


def find_table(sheets, names, silent=(), passed_over=()):
    """The table of the first visible sheet that has one. `names`: {heading: key}, headings as `text.heading` makes
    them; columns headed `silent` are left out without a word, sheets called `passed_over` too. Unreadable if there is
    none."""
    visible = [one for one in sheets if not one.hidden and one.name not in passed_over]
    found = [(one, head) for one in visible if (head := _headings(one.rows, names))]
    if not found:
        raise Unreadable(_no_table(names))
    sheet, (last, headings) = found[0]
    columns = _columns(headings, names)
    rows = [(number, row) for number, row in enumerate(sheet.rows) if number > last and any(row)]
    ignored = _not_read(headings, rows, columns, {heading(one) for one in silent})
    for other, (bottom, _there) in found[1:]:
        if any(map(any, other.rows[bottom + 1 :])):
            ignored.append(
                _("The sheet “%(name)s” was not read: only the first table is taken.") % {"name": other.name}
            )
    return Table(sheet.name, columns, headings, last, rows, ignored)


def _no_table(names):
    one_of_each = {key: words for words, key in reversed(names.items())}
    listed = "、".join(words for words in names if one_of_each[names[words]] == words)
    return _("No sheet has a row with the headings asked for: %(headings)s. Use the template.") % {"headings": listed}


def _headings(rows, names):
    """(last row, heading of each column) of the best row of headings, or None. Where headings are merged,
    the rows next to it lend what is missing in it."""
    known = [sum(heading(cell) in names for cell in row) for row in rows[:LOOKED_AT]]
    best = max(range(len(known)), key=lambda number: (known[number], -number), default=None)
    if best is None or known[best] < ENOUGH:
        return None
    last, headings = best, list(rows[best])
    for beside in (best - 1, best + 1):
        lent = _lent(headings, rows[beside], names) if 0 <= beside < len(rows) else {}
        for column, words in lent.items():
            headings[column] = words
        last = max(last, beside) if lent else last
    return last, headings


def _lent(headings, row, names):
    """{column: heading} that `row` knows and `headings` lack."""
    has = {names[heading(cell)] for cell in headings if heading(cell) in names}
    return {
        column: cell
        for column, cell in enumerate(row[: len(headings)])
        if heading(cell) in names and names[heading(cell)] not in has and heading(headings[column]) not in names
    }


def _columns(headings, names):
    keys = [(names[heading(cell)], number) for number, cell in enumerate(headings) if heading(cell) in names]
    twice = [key for key, count in Counter(key for key, _number in keys).items() if count > 1]
    if twice:
        where = "、".join(letters(number) for key, number in keys if key == twice[0])
        title = next(headings[number] for key, number in keys if key == twice[0])
        raise Unreadable(
            _("The heading “%(heading)s” stands over several columns: %(columns)s. Keep one.")
            % {"heading": title, "columns": where}
        )
    return dict(keys)


def _not_read(headings, rows, columns, silent):
    """A sentence for each column that holds something and means nothing here."""
    filled = {number for _row, cells in rows for number, cell in enumerate(cells) if cell}
    others = sorted(filled - set(columns.values()))
    told = [(number, headings[number] if number < len(headings) else "") for number in others]
    return [
        _("Column %(column)s “%(heading)s” was not read: it is none of this table.")
        % {"column": letters(number), "heading": words}
        if words
        else _("Column %(column)s was not read: it has no heading.") % {"column": letters(number)}
        for number, words in told
        if heading(words) not in silent
    ]
