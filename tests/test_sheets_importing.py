"""From the upload to the import: all of it or nothing, and only what was looked at."""

import zipfile
from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse

from submissions import drafts
from submissions.models import SheetImport, Submission
from submissions.sheets import importing
from submissions.sheets.importing import Changed
from submissions.sheets.reading import Unreadable
from submissions.sheets.template import template
from submissions.workflow import Stale

from .desk import desk, errors, said
from .reading import all_of, page
from .sheets import HEAD, SHEET, book, checked, confirmed, converted, patched, read_back, shown, single, uploaded
from .test_races import everything_holds, rivals, seen
from .test_sheets_checking import row_of

pytestmark = pytest.mark.django_db
MANY = [single(f"第{number}件", 牵头单位="=甲") for number in range(30)]


def titles():
    return sorted(Submission.objects.values_list("title", flat=True))


def test_nothing_is_written_before_the_one_button_is_pressed_then_all_of_it(cast):
    old = cast.draft(region=cast.places["松山区"], title="旧题")
    same = cast.draft(region=cast.places["松山区"], title="不改")
    rows = [row_of(old, 项目名称="新题"), row_of(same), *MANY]
    staged = uploaded(book(*rows), cast.drafter, cast.round).staged
    assert titles() == ["不改", "旧题"]
    assert [row[:3] for row in shown(staged, cast.drafter)[:3]] == [
        ["2", "✎ 修改", f"旧题 {old.pk}"],
        ["3", "· 不变", f"不改 {same.pk}"],
        ["4", "＋ 新建", "第0件 单项示范 · 松山区"],
    ]
    assert shown(staged, cast.drafter)[0][3] == "E2 项目名称 旧题 → 新题"

    assert 'data-next="/workbench/sheets/' in confirmed(staged, cast.drafter)
    assert titles() == sorted(["不改", "新题", *(row[4] for row in MANY)])
    made = Submission.objects.exclude(pk__in=[old.pk, same.pk])
    for one in made:
        assert (one.unit, one.city, one.created_by) == (cast.drafter.unit, cast.places["赤峰市"], cast.drafter)
        assert (one.status, one.version, one.lead_unit, one.round) == ("draft", 1, "=甲", cast.round)
    assert [Submission.objects.get(pk=one.pk).version for one in (old, same)] == [2, 1]
    assert staged.state == "imported"
    everything_holds()


def test_the_same_file_is_imported_once(cast):
    staged = uploaded(book(*MANY), cast.drafter, cast.round).staged
    confirmed(staged, cast.drafter)
    assert "该文件现为“已导入”。" in confirmed(staged, cast.drafter)
    assert Submission.objects.count() == len(MANY)
    again = uploaded(book(*MANY), cast.drafter, cast.round).staged
    assert again.report["counts"]["refused"] == len(MANY)


def test_one_wrong_row_keeps_all_out_and_the_button_says_so(cast):
    staged = uploaded(book(*MANY, single("末", 类别="")), cast.drafter, cast.round).staged
    response = desk(cast.drafter).get(reverse("sheet_import", args=[staged.pk]))
    assert page(response).count("有 1 行不能导入。表格须整体导入，请改正后重新上传。") == 1
    assert response.content.decode().count("disabled") == 1
    assert shown(staged, cast.drafter) == [["32", "× 不能导入", "末 松山区", "C32 “类别”必须填写。"]]
    assert "有 1 行不能导入" in confirmed(staged, cast.drafter)
    assert (Submission.objects.count(), staged.state) == (0, "checked")


def test_what_breaks_off_at_the_last_row_leaves_nothing(cast):
    """Whoever closes the page stops it: the last row is written, nothing is committed."""
    staged = uploaded(book(*MANY), cast.drafter, cast.round).staged
    steps = importing.confirm(staged, cast.drafter)
    assert next(share for share in steps if share == 1)
    steps.close()
    staged.refresh_from_db()
    assert (Submission.objects.count(), staged.state) == (0, "checked")
    confirmed(staged, cast.drafter)
    assert Submission.objects.count() == len(MANY)


def test_what_changed_after_the_look_is_not_imported_but_shown(cast):
    old = cast.draft(region=cast.places["松山区"], title="旧题")
    staged = uploaded(book(row_of(old, 项目名称="新题"), *MANY), cast.drafter, cast.round).staged
    drafts.edit(seen(old), cast.colleague, lead_unit="别人写的")
    assert "核对之后情况有变，未写入任何内容。" in confirmed(staged, cast.drafter)
    assert (titles(), staged.state) == (["旧题"], "checked")
    response = desk(cast.drafter).get(reverse("sheet_import", args=[staged.pk]))
    assert all_of(response, "p", 'role="alert"') == ["核对之后情况有变，未写入任何内容。请再看下面新的核对结果。"]
    assert shown(staged, cast.drafter)[0][3] == "E2 项目名称 旧题 → 新题 F2 牵头单位 别人写的 → （空）"
    confirmed(staged, cast.drafter)
    assert "新题" in titles()


def test_a_window_that_closed_after_the_look_keeps_all_out(cast):
    staged = uploaded(book(*MANY), cast.drafter, cast.round).staged
    cast.round.rules.closed = True
    cast.round.rules.save()
    confirmed(staged, cast.drafter)
    assert (Submission.objects.count(), staged.report["counts"]["refused"]) == (0, len(MANY))


def test_a_kept_file_that_was_altered_is_not_imported(cast):
    staged = uploaded(book(*MANY), cast.drafter, cast.round).staged
    staged.file.storage.delete(staged.file.name)
    staged.file.storage.save(staged.file.name, ContentFile(book(single("掉包"))))
    assert "保存的文件与上传时不一致，请重新上传。" in confirmed(staged, cast.drafter)
    assert Submission.objects.count() == 0


def test_a_check_that_broke_off_is_made_again(cast):
    staged = importing.stage(cast.drafter, cast.round, ContentFile(book(*MANY), name="申报.xlsx"))
    url = reverse("sheet_import", args=[staged.pk])
    assert page(desk(cast.drafter).get(url)).count("尚未核对完毕。") == 1
    assert "尚未核对完毕。" not in b"".join(desk(cast.drafter).post(f"{url}check/").streaming_content).decode()
    staged.refresh_from_db()
    assert staged.report["counts"]["create"] == len(MANY)


def test_what_is_put_aside_is_not_imported_any_more(cast):
    staged = uploaded(book(*MANY), cast.drafter, cast.round).staged
    client = desk(cast.drafter)
    discard = reverse("sheet_discard", args=[staged.pk])
    assert said(client.post(discard, follow=True)) == ["该文件不再导入，未写入任何内容。"]
    assert said(client.post(discard, follow=True)) == ["该文件现为“不再导入”。"]
    assert "该文件现为“不再导入”。" in confirmed(staged, cast.drafter)
    assert Submission.objects.count() == 0


def test_what_is_no_table_is_refused_on_the_page_and_not_kept(cast):
    response = uploaded(b"%PDF-1.7\n\x00\x01", cast.drafter, cast.round)
    assert errors(response) == ["填好的表格 · 文件内容不是表格。请选择 .xlsx、.xls、.et 或 .csv 文件。"]
    assert SheetImport.objects.count() == 0
    response = uploaded(b"", cast.drafter, cast.round)
    assert errors(response) == ["填好的表格 · 文件是空的。"]


def test_a_character_no_database_keeps_is_refused_with_its_cell(cast):
    content = patched(book(single("甲MARK")), "xl/sharedStrings.xml", b"MARK", b"_x0000_")
    staged = uploaded(content, cast.drafter, cast.round).staged
    assert [(row[1], row[5]) for row in staged.report["rows"]] == [
        ("refused", [["E2", "第 2 个字符\uff08U+FFFD\uff09无法保存和刊印\uff0c请删去。"]])
    ]


def test_an_import_belongs_to_the_unit(cast):
    staged = uploaded(book(*MANY), cast.drafter, cast.round).staged
    for who, status in {"colleague": 200, "other_drafter": 404, "far_drafter": 404, "city_office": 403}.items():
        client = desk(getattr(cast, who))
        assert client.get(reverse("sheet_import", args=[staged.pk])).status_code == status
    assert desk(cast.other_drafter).post(reverse("sheet_confirm", args=[staged.pk])).status_code == 404
    assert Submission.objects.count() == 0


def test_progress_is_told_in_parts_and_in_the_readers_language(cast):
    client = desk(cast.drafter)
    client.cookies["lang"] = "en"
    staged = importing.stage(cast.drafter, cast.round, ContentFile(book(*MANY), name="申报.xlsx"))
    response = client.post(reverse("sheet_check", args=[staged.pk]))
    parts = [part.decode() for part in response.streaming_content]
    assert parts[1:-1] == [
        '<li data-share="1.00">100 % done</li>\n',
        f'<li data-share="1" data-next="/workbench/sheets/{staged.pk}/">'
        f'<a href="/workbench/sheets/{staged.pk}/">Done: look at the result</a></li>\n',
    ]
    shares = list(importing.check(staged, cast.drafter, importing.read_table(BytesIO(book(*MANY * 50)), cast.round)))
    assert shares == [1 / 3, 2 / 3, 1]


def test_rows_are_shown_by_what_becomes_of_them_a_hundred_on_a_page(cast):
    staged = uploaded(book(*[single(f"第{number}件") for number in range(130)]), cast.drafter, cast.round).staged
    assert [len(shown(staged, cast.drafter, page=number)) for number in (1, 2)] == [100, 30]
    assert shown(staged, cast.drafter, show="refused") == [["没有这类行。"]]
    client, url = desk(cast.drafter), reverse("sheet_import", args=[staged.pk])
    asked = [{"page": "3"}, {"page": "0"}, {"page": "x"}, {"show": "no"}]
    assert [client.get(url, one).status_code for one in asked] == [404] * 4


@pytest.mark.parametrize("count", [3, 300])
def test_an_import_costs_the_same_for_few_rows_and_for_many(cast, django_assert_num_queries, count):
    old = Submission.objects.bulk_create(
        Submission(
            round=cast.round,
            unit=cast.drafter.unit,
            city=cast.drafter.city,
            category="single",
            region=cast.places["松山区"],
            title=f"旧{number}",
            created_by=cast.drafter,
        )
        for number in range(count)
    )
    rows = [row_of(one, 项目名称=f"改{one.title}") for one in old] + [single(f"新{number}") for number in range(count)]
    staged = uploaded(book(*rows), cast.drafter, cast.round).staged
    with django_assert_num_queries(14):
        list(importing.confirm(staged, cast.drafter))
    assert Submission.objects.filter(title__startswith="改旧").count() == count
    assert Submission.objects.filter(title__startswith="新").count() == count


# --- what goes out ---


def test_the_table_with_remarks_names_each_cell_keeps_words_and_can_be_uploaded_again(cast):
    rows = [single("=1+1", 牵头单位="@甲"), single("乙", 类别="双项"), single("丙", 申报地区="")]
    wrong = book(*rows, above=[["汇总表"], []])
    staged = uploaded(wrong, cast.drafter, cast.round, name="申报.xlsx").staged
    response = desk(cast.drafter).get(reverse("sheet_remarks", args=[staged.pk]))
    assert "formula" not in zipfile.ZipFile(BytesIO(response.content)).read("xl/worksheets/sheet1.xml").decode()
    told = read_back(response.content)
    assert told[2] == [*HEAD, "核对说明"]
    assert [row[:8] for row in told[3:]] == rows
    assert [row[8] for row in told[3:]] == [
        "新建",
        "不能导入；C5 没有“双项”这一类别，应为：综合示范、单项示范。",
        "不能导入；D6 “申报地区”必须填写。",
    ]
    again = uploaded(response.content, cast.drafter, cast.round).staged
    assert (again.report["counts"], again.report["notes"]) == (staged.report["counts"], [])


def sheet_of(content, number):
    return zipfile.ZipFile(BytesIO(content)).read(f"xl/worksheets/sheet{number}.xml").decode()


def test_the_template_locks_its_headings_offers_what_can_be_chosen_and_knows_its_round(cast):
    made = template(cast.round, cast.drafter)
    sheet = sheet_of(made, 1)
    assert sheet.count("<sheetProtection ") == 1
    assert 'password="' not in sheet
    assert sheet.count('type="list"') == 3
    assert sheet.count('type="textLength"') == 4
    assert '<pane ySplit="1"' in sheet
    lists = read_back(made, 3)
    assert lists[0][:2] == ["shifan-round", "2026"]
    assert [row[2] for row in lists[1:]][:3] == ["赤峰市", "红山区", "元宝山区"]
    assert read_back(made) == [["申报编号", "批次", "类别 *", "申报地区 *", *HEAD[4:]]]
    response = desk(cast.drafter).get(reverse("sheet_template", args=["2026"]))
    assert (response.status_code, response["Content-Type"].split(".")[-1]) == (200, "sheet")
    assert desk(cast.drafter).get(reverse("sheet_template", args=["1999"])).status_code == 404


@pytest.mark.office
@pytest.mark.once
def test_a_template_filled_in_and_saved_by_an_office_program_is_read(cast, tmp_path):
    cells = zip("CDE", ("单项示范", "松山区", "=甲"), strict=True)
    row = "".join(f'<c r="{column}2" t="inlineStr"><is><t>{words}</t></is></c>' for column, words in cells)
    filled = patched(
        template(cast.round, cast.drafter), SHEET, b"</sheetData>", f'<row r="2">{row}</row></sheetData>'.encode()
    )
    saved = converted(filled, "xls", tmp_path)
    check = checked(saved, cast.drafter, cast.round)
    assert [(str(one.outcome), one.content["title"]) for one in check.rows] == [("create", "=甲")]
    with pytest.raises(Unreadable, match="这是批次 2026 的模板，不是 2027 的。请改选该批次。"):
        checked(saved, cast.drafter, cast.make_round("2027"))


# --- two at once ---


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_of_an_import_and_an_edit_at_once_one_wins(cast):
    old = cast.draft(region=cast.places["松山区"], title="旧题")
    staged = uploaded(book(row_of(old, 项目名称="新题"), *MANY), cast.drafter, cast.round).staged
    looked = seen(old)
    answers = rivals(
        lambda: list(importing.confirm(staged, cast.drafter)),
        lambda: drafts.edit(looked, cast.colleague, title="别人的题"),
    )
    won = [not isinstance(answer, Exception) for answer in answers]
    assert sorted(won) == [False, True]
    assert isinstance(answers[won.index(False)], Changed if won[1] else Stale)
    expected = ["别人的题"] if won[1] else sorted(["新题", *(row[4] for row in MANY)])
    assert titles() == expected


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_of_two_imports_of_the_same_rows_one_wins(cast):
    first, second = (uploaded(book(*MANY), cast.drafter, cast.round).staged for _time in range(2))
    answers = rivals(
        lambda: list(importing.confirm(first, cast.drafter)), lambda: list(importing.confirm(second, cast.colleague))
    )
    assert sorted(type(answer).__name__ for answer in answers) == ["Changed", "list"]
    assert Submission.objects.count() == len(MANY)


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_the_button_pressed_twice_imports_once(cast):
    staged = uploaded(book(*MANY), cast.drafter, cast.round).staged
    answers = rivals(*[lambda: list(importing.confirm(staged, cast.drafter))] * 2)
    assert sorted(type(answer).__name__ for answer in answers) == ["ImportRefused", "list"]
    assert Submission.objects.count() == len(MANY)
