"""Opening what people send: .xlsx, .xls, .et or .csv, told by content and not by name; every cell as text."""

from dataclasses import dataclass
from io import BytesIO

from django.utils.translation import gettext as _
from python_calamine import CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from . import delimited, excel
from .excel import Unreadable
from .text import ENDS, text_of

__all__ = ["LARGEST", "Sheet", "Unreadable", "open_book"]

LARGEST = 20 * 1024 * 1024
ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@dataclass(frozen=True)
class Sheet:
    """One sheet: its rows from the first on, each a list of texts. A cell with an error holds its name, as `#N/A`."""

    name: str
    hidden: bool
    rows: list


def open_book(file, strict=False):
    """The sheets of an open binary file, in their order. Unreadable, with a sentence, if it cannot be taken. `strict`
    refuses a text in which a quotation mark would be read as a sign of the format, and so be lost."""
    content = file.read(LARGEST + 1)
    if not content:
        raise Unreadable(_("The file is empty."))
    if len(content) > LARGEST:
        raise Unreadable(_("The file is larger than 20 MB. Split it."))
    if content.startswith(ZIP):
        return _sheets(content, excel.errors_in_xlsx(content))
    if content.startswith(OLE):
        return _sheets(content, excel.errors_in_xls(content))
    if content.lstrip()[:1] == b"<":
        raise Unreadable(_("This is a web page with a table in it. Open it and save it as .xlsx."))
    rows = delimited.rows_of(delimited.decoded(content), strict)
    return [Sheet("", False, [[text_of(cell) for cell in row] for row in rows])]


def _sheets(content, errors):
    try:
        book = CalamineWorkbook.from_filelike(BytesIO(content))
        kinds = enumerate(book.sheets_metadata)
        return [
            Sheet(one.name, one.visible != SheetVisibleEnum.Visible, _rows(book, number, errors.get(number, {})))
            for number, one in kinds
            if one.typ == SheetTypeEnum.WorkSheet
        ]
    except PasswordError:
        raise excel.encrypted() from None
    except BaseException as error:
        # The reader's own panics are no Exception; what is meant to end us goes on.
        if isinstance(error, KeyboardInterrupt | SystemExit | GeneratorExit | MemoryError):
            raise
        raise excel.damaged() from error


def _rows(book, number, errors):
    rows = book.get_sheet_by_index(number).to_python(skip_empty_area=False)
    for at, row in enumerate(rows):
        # Nearly all cells are plain text: for these it is done here, a call for each would take as long as the reader.
        rows[at] = [
            value.strip(ENDS) if type(value) is str and "\r" not in value and "\0" not in value else text_of(value)
            for value in row
        ]
    for (row, column), name in errors.items():
        if row < len(rows) and column < len(rows[row]):
            rows[row][column] = name
    return rows
