"""The table of a list: which columns it has, and its rows as texts, verbatim but for white space around a cell."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from ..sheets.reading import Unreadable, open_book
from ..sheets.tables import find_table
from ..sheets.text import heading

MOST_ROWS = 20_000
# {key: headings meant by it}; letters are compared without case, stars and remarks in brackets aside.
HEADINGS = {
    "category": ("category", "类别", "示范类别", "申报类别", "类型", "示范类型"),
    "name": ("name", "名称", "项目名称", "地区名称", "地区或项目名称", "名单"),
    "region": ("region", "地区", "区划", "行政区划", "所属地区", "所在地区"),
    "lead_unit": ("lead_unit", "lead unit", "牵头单位", "牵头部门", "责任单位"),
}
NAMES = {heading(words): key for key, several in HEADINGS.items() for words in several}
NEEDED = ("category", "name")


@dataclass(frozen=True)
class Row:
    """One line of the list. `number` as the spreadsheet counts it."""

    number: int
    category: str
    name: str
    region: str = ""
    lead_unit: str = ""


@dataclass(frozen=True)
class Listing:
    """`remarks`: sentences on what the file holds and was not read."""

    rows: list
    remarks: list = field(default_factory=list)


def read(file):
    """The `Listing` in an open binary file (.xlsx, .xls, .et, or text with comma, tab or semicolon). Unreadable, with
    a sentence, if there is no such table."""
    table = find_table(open_book(file, strict=True), NAMES)
    missing = [HEADINGS[key] for key in NEEDED if key not in table.columns]
    if missing:
        listed = "、".join(f"{words[0]}（{words[1]}）" for words in missing)
        raise Unreadable(_("These columns are missing: %(headings)s.") % {"headings": listed})
    if not table.rows:
        raise Unreadable(_("The table has headings and no rows."))
    if len(table.rows) > MOST_ROWS:
        raise Unreadable(_("At most %(most)s rows at once. Split the table.") % {"most": MOST_ROWS})
    return Listing([_row(number, cells, table.columns) for number, cells in table.rows], table.ignored)


def _row(number, cells, columns):
    told = {key: cells[column] if column < len(cells) else "" for key, column in columns.items()}
    return Row(number + 1, **told)
