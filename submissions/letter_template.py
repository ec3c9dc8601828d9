"""Draws the Word template of the recommendation letter. What stands in braces is filled in by `letter_files.docx`
(docxtpl): `title`, `addressee`, `paragraphs`, `unit`, `draft_mark`, `table_title`, and `rows` with the fields of
`letters.Row`. Layout after GB/T 9704-2012: title 22 pt, text 16 pt in FangSong, two characters indented.
"""

from pathlib import Path

from docx import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from .letters import HEADINGS

PATH = Path(__file__).parent / "office" / "recommendation_letter.docx"
CENTER, RIGHT = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT
TITLE, TEXT, HEAD = "宋体", "仿宋", "黑体"
FIELDS = ("number", "category", "rank", "name", "place", "lead_unit", "unit")
WIDTHS = (14, 24, 22, 80, 46, 34, 37)  # mm


def draw():
    """The template, unsaved."""
    document = Document()
    _page(document.sections[0], 210, 297)
    _font(document.styles["Normal"], TEXT, 16)
    document.styles["Normal"].paragraph_format.space_after = Pt(0)
    document.styles["Normal"].element.rPr.append(_simplified_chinese())
    _letter(document)
    attached = document.add_section(WD_SECTION.NEW_PAGE)
    attached.orientation = WD_ORIENT.LANDSCAPE
    _page(attached, 297, 210)
    _table(document)
    return document


def _page(section, width, height):
    section.page_width, section.page_height = Mm(width), Mm(height)
    section.top_margin, section.bottom_margin = Mm(30), Mm(25)
    section.left_margin = section.right_margin = Mm(20) if width > height else Mm(27)


def _font(style, name, points):
    style.font.name, style.font.size = name, Pt(points)
    style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), name)


def _simplified_chinese():
    """Without it a program may set the punctuation of another Chinese."""
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "en-US")
    language.set(qn("w:eastAsia"), "zh-CN")
    return language


def _line(where, text, align=None, font=TEXT, points=16, bold=False, indent=False):
    paragraph = where.add_paragraph()
    paragraph.alignment = align
    paragraph.paragraph_format.line_spacing = 1.5
    paragraph.paragraph_format.first_line_indent = Pt(2 * points) if indent else None
    run = paragraph.add_run(text)
    run.bold = bold
    _font(run, font, points)
    return paragraph


def _letter(document):
    _line(document, "{%p if draft_mark %}")
    _line(document, "{{ draft_mark }}", font=HEAD)
    _line(document, "{%p endif %}")
    _line(document, "　　　〔　　　　〕　　　号", RIGHT)
    _line(document, "")
    _line(document, "{{ title }}", CENTER, TITLE, 22, bold=True)
    _line(document, "")
    _line(document, "{{ addressee }}\uff1a")
    _line(document, "{%p for paragraph in paragraphs %}")
    _line(document, "{{ paragraph }}", indent=True)
    _line(document, "{%p endfor %}")
    _line(document, "")
    _line(document, "附件\uff1a{{ table_title }}", indent=True)
    _line(document, "")
    _line(document, "")
    _line(document, "{{ unit }}", RIGHT)
    _line(document, "　　　　年　　月　　日", RIGHT)


def _table(document):
    _line(document, "附件", font=HEAD)
    _line(document, "{{ table_title }}", CENTER, TITLE, 18, bold=True)
    table = document.add_table(rows=4, cols=len(HEADINGS), style="Table Grid")
    table.autofit = False
    for column, width in zip(table.columns, WIDTHS, strict=True):
        column.width = Mm(width)
    _repeat_on_each_page(table.rows[0])
    _fill(table.rows[0], HEADINGS, HEAD)
    _fill(table.rows[1], ["{%tr for row in rows %}"])
    _fill(table.rows[2], [f"{{{{ row.{name} }}}}" for name in FIELDS])
    _fill(table.rows[3], ["{%tr endfor %}"])


def _fill(row, words, font=TEXT):
    for cell, text, width in zip(row.cells, [*words, *[""] * (len(HEADINGS) - len(words))], WIDTHS, strict=True):
        cell.width = Mm(width)
        cell.paragraphs[0].paragraph_format.line_spacing = 1.25
        run = cell.paragraphs[0].add_run(text)
        _font(run, font, 12)


def _repeat_on_each_page(row):
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
