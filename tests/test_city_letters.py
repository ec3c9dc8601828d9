"""The letter of recommendation and its table: the same rows on paper, in Word and in a workbook."""

import re
import subprocess
from io import BytesIO
from zipfile import ZipFile

import pypdfium2
import pytest
from django.conf import settings
from docx import Document
from python_calamine import CalamineWorkbook

from accounts.models import Role, User
from registry.models import Category
from submissions import letter_files, letter_template, letters
from submissions.models import Submission

from .desk import desk
from .reading import all_of, page, rows

pytestmark = pytest.mark.django_db
LETTER = "/workbench/ranking/2026/letter"
SUMMARY = "/workbench/ranking/2026/summary.xlsx"
TITLES = ("=cmd|' /C calc'!A0", "“A&B”  <条例>　‘甲’", "@SUM(1)")


@pytest.fixture
def recommended(cast):
    """A region and three projects, ranked against the order in which they were recommended."""
    cast.quota(3)
    whole = cast.submission_in("submitted", category=Category.COMPREHENSIVE, region=cast.places["松山区"], title="")
    cast.play(whole, "recommend", rank=1)
    for rank, title in zip((3, 1, 2), TITLES, strict=True):
        cast.play(cast.submission_in("submitted", title=title, lead_unit="+司法局"), "recommend", rank=rank)
    return cast


def expected():
    place = "内蒙古自治区赤峰市"
    project = ("单项示范", place, "+司法局", "松山区司法局")
    ranked = [(2, 1, TITLES[1]), (3, 2, TITLES[2]), (4, 3, TITLES[0])]
    head = ("1", "综合示范", "1", "松山区", f"{place}松山区", "", "松山区司法局")
    return [head, *((str(n), project[0], str(rank), title, *project[1:]) for n, rank, title in ranked)]


def sheet(content):
    return CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python()


def test_the_same_rows_stand_in_the_letter_on_paper_in_word_and_in_the_workbook(recommended):
    client = desk(recommended.city_office)
    on_paper = client.get(f"{LETTER}/")
    [table] = Document(BytesIO(client.get(f"{LETTER}.docx").content)).tables
    in_word = [tuple(cell.text for cell in row.cells) for row in table.rows]
    in_workbook = [tuple(row) for row in sheet(client.get(SUMMARY).content)[2:]]
    found = letters.letter(recommended.city_office, recommended.round)
    assert [row.cells for row in found.rows] == expected()
    assert in_word == in_workbook == [letters.HEADINGS, *expected()]
    told = [tuple(" ".join(cell.split()) for cell in row) for row in expected()]
    assert [tuple(row) for row in rows(on_paper)] == told


def test_the_letter_says_how_many_of_which_quota_to_whom_and_leaves_number_and_day_to_be_filled_in(recommended):
    response = desk(recommended.city_office).get(f"{LETTER}/")
    said = [
        "按照2026年全区法治政府建设示范创建的安排，赤峰市委依法治市办对赤峰市的申报进行了审核。现推荐候选 4 个，"
        "其中综合示范 1 个（名额未设限）、单项示范 3 个（名额 3 个）。具体名单和排序见附件。",
        "特此推荐，请予审核。",
        "附件：赤峰市2026年全区法治政府建设示范创建推荐项目汇总表",
    ]
    assert all_of(response, "p", 'class="letter-text"') == said
    assert all_of(response, "h2", 'class="letter-title"')[0] == "关于报送2026年全区法治政府建设示范创建推荐名单的函"
    assert all_of(response, "p", 'class="letter-foot"') == ["赤峰市委依法治市办 年 月 日"]
    assert page(response).count("自治区党委依法治区办：") == 1
    document = Document(BytesIO(desk(recommended.city_office).get(f"{LETTER}.docx").content))
    lines = [paragraph.text for paragraph in document.paragraphs]
    assert [line in lines for line in (*said, "赤峰市委依法治市办", "　　　　年　　月　　日")] == [True] * 5


def test_without_one_office_that_can_be_meant_the_addressee_is_left_open(recommended):
    assert letters.addressee(recommended.round) == "自治区党委依法治区办"
    User.objects.filter(username="chaolu").update(unit=recommended.units["审计组"])
    assert letters.addressee(recommended.round) == letters.TO_FILL
    User.objects.filter(role=Role.REGIONAL_OFFICE).update(role=Role.AUDITOR)
    assert letters.addressee(recommended.round) == letters.TO_FILL


def test_it_is_a_draft_until_everything_handed_in_is_decided(recommended):
    def mark():
        return letters.letter(recommended.city_office, recommended.round).draft_mark

    assert mark() == ""
    waiting, back = recommended.submission_in("submitted"), recommended.submission_in("returned")
    assert mark() == "草稿（尚有 2 件申报未作决定，名单可能变动）"
    client = desk(recommended.city_office)
    assert all_of(client.get(f"{LETTER}/"), "p", 'class="letter-draft"') == [mark()] * 2
    assert Document(BytesIO(client.get(f"{LETTER}.docx").content)).paragraphs[0].text == mark()
    assert sheet(client.get(SUMMARY).content)[1][0] == mark()
    recommended.play(waiting, "reserve")
    recommended.play(back, "withdraw")
    assert mark() == ""


def test_what_the_regional_office_accepted_or_sent_back_stays_in_and_what_left_does_not(recommended):
    one, two, three = Submission.objects.filter(category="single").order_by("rank")
    recommended.play(one, "accept")
    recommended.play(two, "send_back")
    recommended.play(three, "withdraw")
    found = letters.letter(recommended.city_office, recommended.round)
    assert [(row.rank, row.name) for row in found.rows[1:]] == [("1", TITLES[1]), ("2", TITLES[2])]


def test_a_project_whose_name_is_not_public_is_printed_as_such(cast):
    cast.round.rules.opens_at = cast.round.rules.closes_at = None
    cast.round.rules.save()
    cast.submission_in("recommended", title="", name_undisclosed=True)
    assert [row.name for row in letters.letter(cast.city_office, cast.round).rows] == ["名称未公开"]


def test_with_nothing_recommended_there_is_a_letter_that_says_so(cast):
    client = desk(cast.city_office)
    assert rows(client.get(f"{LETTER}/")) == [["目前没有推荐的候选。"]]
    assert [client.get(path).status_code for path in (f"{LETTER}.docx", SUMMARY)] == [200, 200]


def test_the_workbook_repeats_its_headings_and_prints_lengthwise_on_a4(recommended):
    content = desk(recommended.city_office).get(SUMMARY).content
    with ZipFile(BytesIO(content)) as parts:
        inside = parts.read("xl/worksheets/sheet1.xml").decode()
        book = parts.read("xl/workbook.xml").decode()
    [setup] = re.findall(r"<pageSetup ([^>]*)/>", inside)
    assert sorted(setup.split()) == ['fitToHeight="0"', 'orientation="landscape"', 'paperSize="9"']
    assert re.findall(r">([^<]*)</definedName>", book) == ["项目汇总表\u0021$3:$3"]
    assert inside.count("<f>") == 0


def test_an_office_may_put_its_own_template_in_the_place_of_ours(recommended, settings, tmp_path):
    own = Document()
    own.add_paragraph("{{ unit }}共推荐 {{ rows|length }} 个：{% for row in rows %}{{ row.name }}/{% endfor %}")
    own.save(tmp_path / "own.docx")
    settings.LETTER_TEMPLATE = tmp_path / "own.docx"
    content = desk(recommended.city_office).get(f"{LETTER}.docx").content
    [paragraph] = Document(BytesIO(content)).paragraphs
    assert paragraph.text == f"赤峰市委依法治市办共推荐 4 个：松山区/{TITLES[1]}/{TITLES[2]}/{TITLES[0]}/"


def test_the_template_that_is_kept_is_the_one_that_is_drawn(tmp_path):
    drawn = tmp_path / "drawn.docx"
    letter_template.draw().save(drawn)
    texts = [ZipFile(path).read("word/document.xml") for path in (drawn, settings.LETTER_TEMPLATE)]
    assert texts[0] == texts[1]


@pytest.mark.once
@pytest.mark.writer
def test_another_program_opens_the_letter_as_an_upright_page_and_a_table_across(recommended, tmp_path):
    source = tmp_path / "letter.docx"
    source.write_bytes(letter_files.docx(letters.letter(recommended.city_office, recommended.round)))
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", source.name]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=120)
    document = pypdfium2.PdfDocument(tmp_path / "letter.pdf")
    assert [one.get_width() < one.get_height() for one in document] == [True, False]
    first, second = ("".join(one.get_textpage().get_text_range().split()) for one in document)
    assert first.count("关于报送2026年全区法治政府建设示范创建推荐名单的函") == 1
    assert [second.count(words) for words in ("=cmd|'/Ccalc'!A0", "“A&B”<条例>", "@SUM(1)")] == [1, 1, 1]
    document.close()
