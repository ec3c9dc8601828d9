"""What was handed in, shown version by version: its page, its files, its receipt, and just what changed."""

import hashlib

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from submissions import changes, drafts, versions
from submissions.models import Material

from .desk import desk, move_url, said
from .reading import all_of, page, rows

pytestmark = pytest.mark.django_db

ONE, TWO, THREE = (b"%PDF-1.7 " + name for name in (b"one", b"two", b"three"))


def sha256(content):
    return hashlib.sha256(content).hexdigest()


def url(name, submission, number, *more):
    return reverse(name, args=[submission.pk, number, *more])


@pytest.fixture
def corrected(cast):
    """Handed in with three files, returned, handed in again: two words changed, a file exchanged, one gone, one new."""
    cast.requirement("A1", name="工作总结", required=False)
    cast.requirement("A2", name="制度文件", required=False)
    submission = cast.draft(summary="按月报送案卷。\n平台自动比对。", lead_unit="松山区司法局")
    cast.material(submission, "A1", ONE, "总结.pdf")
    cast.material(submission, "A2", TWO, "上册.pdf")
    cast.material(submission, "", THREE, "其他.pdf")
    cast.play(submission, "submit", "return")
    drafts.edit(submission, cast.drafter, summary="按季度报送案卷。\n平台自动比对。", contact="张三 0476-1234567")
    Material.objects.filter(submission=submission).exclude(requirement="A1").delete()
    cast.material(submission, "A2", ONE, "全册.pdf")
    cast.play(submission, "resubmit")
    return submission


# --- the version ---


def test_a_version_is_shown_as_it_was_handed_in_whatever_was_changed_since(cast, corrected):
    response = desk(cast.city_office).get(url("version", corrected, 1))
    version = corrected.versions.get(number=1)
    text = page(response)
    told = [version.digest, versions.grouped(version.code), "按月报送案卷。", sha256(TWO), sha256(THREE), "qiqige"]
    assert [text.count(one) >= 1 for one in told] == [True] * len(told)
    assert (text.count("按季度"), text.count("0476-1234567")) == (0, 0)
    assert all_of(response, "h3") == ["A1 工作总结", "A2 制度文件", "其他材料"]


def test_a_file_is_downloaded_from_its_version_though_the_draft_lost_it(cast, corrected):
    response = desk(cast.regional_office).get(url("version_file", corrected, 1, 3))
    assert (b"".join(response), response["X-Content-Type-Options"]) == (TWO, "nosniff")
    assert response["Content-Disposition"].startswith("attachment")
    assert desk(cast.regional_office).get(url("version_file", corrected, 1, 4)).status_code == 404


def test_what_is_infected_or_lost_is_refused_with_a_sentence(cast, corrected):
    infected, _one, lost = (one.file for one in corrected.versions.get(number=1).files.order_by("order"))
    infected.scan_state = "infected"
    infected.save()
    lost.file.storage.delete(lost.file.name)
    office = desk(cast.regional_office)
    answers = [office.get(url("version_file", corrected, 1, order), follow=True) for order in (1, 3)]
    assert [one.redirect_chain for one in answers] == [[(url("version", corrected, 1), 302)]] * 2
    assert [len(said(one)) for one in answers] == [1, 1]


def test_a_number_nobody_handed_in_does_not_exist(cast, corrected):
    client = desk(cast.drafter)
    for name in ("version", "version_changes", "receipt", "version_form"):
        assert client.get(url(name, corrected, 3)).status_code == 404
        assert client.get(url(name, cast.draft(), 1)).status_code == 404


# --- what changed ---


def test_just_what_changed_is_shown_with_the_words_that_differ_marked(cast, corrected):
    response = desk(cast.city_office).get(url("version_changes", corrected, 2))
    assert all_of(response, "h2") == ["退回意见", "联系人及电话", "主要内容", "申报材料"]
    assert all_of(response, "mark") == ["张三 0476-1234567", "月", "季度"]
    text = page(response)
    assert [text.count(same) for same in ("平台自动比对", "松山区司法局")] == [0, 0]
    assert [text.count(asked) for asked in ("理由充分", "请补充佐证材料")] == [1, 1]
    assert [row[:2] for row in rows(response)] == [["A2 制度文件", "替换"], ["其他材料", "删除"]]
    assert [(sha256(TWO) in row[2], sha256(ONE) in row[3]) for row in rows(response)] == [(True, True), (False, False)]


@pytest.mark.once
@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ([], [("A1", "一", "x")], [("added", None, "一")]),
        ([("A1", "一", "x")], [], [("removed", "一", None)]),
        ([("A1", "一", "x")], [("A1", "一", "y")], [("replaced", "一", "一")]),
        ([("A1", "一", "x")], [("A1", "二", "x")], [("renamed", "一", "二")]),
        ([("A1", "一", "x")], [("A1", "二", "y")], [("replaced", "一", "二")]),
        ([("", "一", "x")], [("", "二", "y")], [("removed", "一", None), ("added", None, "二")]),
        ([("", "一", "x")], [("", "一", "y")], [("replaced", "一", "一")]),
        ([("A1", "一", "x")], [("A2", "一", "x")], [("removed", "一", None), ("added", None, "一")]),
        ([("A1", "一", "x"), ("A1", "二", "y")], [("A1", "二", "y")], [("removed", "一", None)]),
        ([("A1", "一", "x"), ("A1", "二", "y")], [("A1", "一", "x"), ("A1", "二", "y")], []),
        (
            [("A1", "一", "x"), ("A1", "二", "y")],
            [("A1", "三", "y")],
            [("renamed", "二", "三"), ("removed", "一", None)],
        ),
    ],
)
def test_files_are_told_apart_by_digest(before, after, told):
    def content(files):
        return {"materials": [dict(zip(("requirement", "name", "sha256"), one, strict=True)) for one in files]}

    with translation.override("en"):
        found = changes.between(content(before), content(after)).files
        names = [(one.what, one.before and one.before.name, one.after and one.after.name) for one in found]
    assert names == told


@pytest.mark.once
def test_a_long_text_without_an_end_is_compared_at_once():
    """Five thousand characters without a full stop: shown whole, not compared character by character."""
    was, now = {"summary": "的" * 2500 + "一" * 2500}, {"summary": "一" * 2500 + "的" * 2500}
    [changed] = changes.between(was, now).fields
    assert [(line.difference.kind, len(line.ours), len(line.signed)) for line in changed.lines] == [
        ("extra", 1, 0),
        ("missing", 0, 1),
    ]


def test_a_third_version_is_compared_with_the_second_under_what_the_second_was_returned_with(cast, corrected):
    cast.play(corrected, "return", reason="第二次退回")
    drafts.edit(corrected, cast.drafter, lead_unit="松山区人民政府")
    cast.play(corrected, "resubmit")
    response = desk(cast.city_office).get(url("version_changes", corrected, 3))
    assert all_of(response, "h2") == ["退回意见", "牵头单位"]
    assert [page(response).count(reason) for reason in ("第二次退回", "理由充分")] == [1, 0]


def test_the_first_version_says_that_there_is_none_before_it(cast, corrected):
    response = desk(cast.drafter).get(url("version_changes", corrected, 1))
    assert all_of(response, "p", 'class="lead"') == ["这是第一版\uff0c此前没有版本。"]


def test_a_version_handed_in_again_unchanged_says_so(cast):
    submission = cast.submission_in("returned")
    cast.play(submission, "resubmit")
    response = desk(cast.city_office).get(url("version_changes", submission, 2))
    assert all_of(response, "p", 'class="empty"') == ["没有变化\uff1a内容和文件均相同。"]


# --- the receipt ---


def test_handing_in_answers_with_a_link_to_the_receipt(cast):
    draft = cast.draft()
    client = desk(cast.drafter)
    response = client.post(move_url(draft, "submit"), {"version": draft.version}, follow=True)
    version = draft.versions.get()
    [message] = said(response)
    assert message.endswith(f"第 1 版回执\uff1a{versions.grouped(version.code)}")
    assert response.content.decode().count(f'<a href="{url("receipt", draft, 1)}">第 1 版回执') == 1


def test_a_receipt_tells_number_version_second_digest_files_and_what_comes_next(cast, corrected):
    response = desk(cast.drafter).get(url("receipt", corrected, 2))
    version = corrected.versions.get(number=2)
    second = timezone.localtime(version.at)
    told = dict(rows(response, 'table class="ruled"'))
    day = f"{second.year}年{second.month}月{second.day}日"
    assert told["提交时间"] == f"{day} {second:%H:%M:%S}\uff08北京时间\uff09"
    assert (told["回执编码"], told["版本"]) == (versions.grouped(version.code), "第 2 版")
    assert told["整版摘要"] == f"SHA-256 {version.digest}"
    text = page(response)
    assert [text.count(f"SHA-256 {sha256(one)}") for one in (ONE, TWO)] == [2, 0]
    assert text.count("它回到退回它的单位") + text.count("提交后回到原退回单位") == 1
    assert "no-store" in response["Cache-Control"] or "no-cache" in response["Cache-Control"]


def test_the_history_names_the_version_each_step_handed_in(cast, corrected):
    text = page(desk(cast.city_office).get(reverse("submission", args=[corrected.pk])))
    for version in corrected.versions.all():
        assert text.count(f"版本\uff1a {version.number} · {versions.grouped(version.code)}") == 1


# --- what it costs ---


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    ("name", "queries"),
    [("version", 8), ("version_changes", 9), ("receipt", 7), ("version_form", 7), ("submission_form", 9)],
)
def test_pages_cost_the_same_for_one_file_and_for_three(cast, django_assert_num_queries, name, queries, count):
    submission = cast.draft()
    for number in range(count):
        cast.material(submission, f"A{number}", b"%PDF-1.7 " + bytes([65 + number]), f"{number}.pdf")
    cast.play(submission, "submit", "return", "resubmit")
    client = desk(cast.city_office)
    address = reverse(name, args=[submission.pk] if name == "submission_form" else [submission.pk, 2])
    client.get(address)
    with django_assert_num_queries(queries):
        client.get(address)
