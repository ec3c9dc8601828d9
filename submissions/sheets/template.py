"""The template of a round: one sheet to fill in, examples, what to write where. Its headings are locked without a
password; whoever must change them can, and the reader takes them in any order.
"""

from io import BytesIO

import xlsxwriter
from django.utils.translation import gettext as _

from registry.models import Category

from .. import waiting
from ..deadlines import last_moment
from ..forms.drafts import regions_of
from ..models import Submission
from .cells import MUST
from .columns import EXAMPLES, IN_TEMPLATE
from .exporting import HEADING, PLAIN, TEXT, for_paper
from .importing import MARK, MOST_ROWS
from .text import letters

MAY = ("format_cells", "format_columns", "format_rows", "insert_rows", "delete_rows", "sort", "autofilter")
LISTS = "lists"
LAST_COLUMN = 16383


def template(round, user):
    """Bytes of an .xlsx for the drafts of `user`'s unit in `round`."""
    target = BytesIO()
    book = xlsxwriter.Workbook(target, {**PLAIN, "constant_memory": False})
    sheet, examples, advice, lists = (
        book.add_worksheet(name) for name in (_("submissions"), str(EXAMPLES), _("how to fill it in"), LISTS)
    )
    choices = {
        "round": [round.code],
        "category": [str(one.label) for one in Category],
        "region": [region.name for region in regions_of(user.city)],
    }
    _lists(lists, round, choices)
    _head(book, sheet, locked=False)
    _validate(sheet, choices)
    _examples(book, examples, choices)
    _advice(book, advice, round, user)
    sheet.activate()
    book.close()
    return target.getvalue()


def _lists(sheet, round, choices):
    """Hidden: the round it is for, and below it what can be chosen."""
    sheet.write_row(0, 0, [MARK, round.code])
    for column, words in enumerate(choices.values()):
        sheet.write_column(1, column, words)
    sheet.hide()


def _head(book, sheet, locked, row=0):
    heading = book.add_format({**HEADING, "locked": True})
    text = book.add_format({**TEXT, "locked": locked})
    for place, column in enumerate(IN_TEMPLATE):
        sheet.set_column(place, place, column.width, text)
        star = " *" if column.key in MUST else ""
        sheet.write_string(row, place, f"{column.heading}{star}", heading)
    # A row can only be deleted in a protected sheet if every cell of it is open.
    sheet.set_column(len(IN_TEMPLATE), LAST_COLUMN, None, book.add_format({"locked": locked}))
    sheet.set_row(row, 24)
    sheet.freeze_panes(row + 1, 0)
    for_paper(sheet, row)
    sheet.protect("", dict.fromkeys(MAY, True))


def _validate(sheet, choices):
    for place, column in enumerate(IN_TEMPLATE):
        about = (
            {"input_title": str(column.heading)[:32], "input_message": str(column.hint)[:255]} if column.hint else {}
        )
        if column.key in choices:
            where, last = letters(list(choices).index(column.key)), len(choices[column.key]) + 1
            rule = {"validate": "list", "source": f"={LISTS}!${where}$2:${where}${last}"}
            sentence = _("Choose one from the list.")
        elif column.writes:
            most = Submission._meta.get_field(column.key).max_length
            rule = {"validate": "length", "criteria": "<=", "value": most}
            sentence = _("At most %(most)s characters.") % {"most": most}
        else:
            rule, sentence = {"validate": "any"}, ""
        sheet.data_validation(1, place, MOST_ROWS, place, {**rule, **about, "error_message": sentence})


def _examples(book, sheet, choices):
    """A table of its own, so that nobody has to delete examples; its name keeps it from being read."""
    title = _("EXAMPLES, these rows are not imported")
    sheet.write_string(0, 0, title, book.add_format({"bold": True, "font_color": "#B3261E"}))
    _head(book, sheet, locked=True, row=1)
    quiet = book.add_format({"italic": True, "font_color": "#4A4F57", "valign": "top", "text_wrap": True})
    [code], categories, regions = choices.values()
    project = _("(example) the title of the project exactly as it is to be printed")
    contact = _("(example) name, telephone")
    for number, words in enumerate(
        [
            ("", code, categories[0], regions[-1], "", "", _("(example) what was done"), contact),
            ("", code, categories[1], regions[0], project, _("(example) lead unit"), "", contact),
        ],
        start=2,
    ):
        for place, text in enumerate(words):
            sheet.write_string(number, place, text, quiet)


def _advice(book, sheet, round, user):
    bold, wrapped = (
        book.add_format({"bold": True, "valign": "top"}),
        book.add_format({"text_wrap": True, "valign": "top"}),
    )
    rules = next((one for one in waiting.open_rules(city=user.city) if one.round_id == round.pk), None)
    lines = [
        (_("round"), str(round)),
        (_("open until"), last_moment(rules.due) if rules and rules.due else "—"),
        (_("rows"), _("At most %(most)s. Empty rows are passed over.") % {"most": MOST_ROWS}),
        (
            _("file"),
            _("Save it as .xlsx, .xls, .et or .csv. Nothing is imported before you saw what would change."),
        ),
        *[(f"{column.heading}{' *' if column.key in MUST else ''}", str(column.hint)) for column in IN_TEMPLATE],
    ]
    sheet.set_column(0, 0, 22, bold)
    sheet.set_column(1, 1, 90, wrapped)
    for number, (label, words) in enumerate(lines):
        sheet.write_string(number, 0, label, bold)
        sheet.write_string(number, 1, words, wrapped)
    sheet.protect()
