"""Materials of a submission: put there by the plain form, limited by the requirement, closed when they are, handed
out and taken away; each content stored once."""

import hashlib
import io
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from submissions import materials
from submissions.materials import storing
from submissions.materials.receiving import incoming
from submissions.models import Material, StoredFile
from submissions.workflow import move

from . import made_files as made
from .desk import desk, errors, said
from .reading import all_of

pytestmark = pytest.mark.usefixtures("aside")


def address(name, submission, *more):
    return reverse(name, args=[submission.pk, *more])


def send(person, submission, *files, code="other"):
    """Files as (name, content), by the plain form, as the browser sends it."""
    sent = [SimpleUploadedFile(name, content, "application/octet-stream") for name, content in files]
    return desk(person).post(address("material_add", submission, code), {"files": sent})


def held(submission):
    return [(one.requirement, one.name, one.file.kind) for one in submission.materials.select_related("file")]


def nothing_kept():
    """Neither rows nor files nor anything left aside."""
    return (Material.objects.count(), StoredFile.objects.count(), list(incoming().iterdir())) == (0, 0, [])


def test_several_files_are_taken_at_once_and_listed_with_what_is_known_of_them(cast):
    draft = cast.draft()
    cast.requirement("A1", wanted="盖章扫描件", formats=["pdf", "docx"], largest_mb=5, most_pages=30)
    answer = send(cast.drafter, draft, ("申报书.pdf", made.pdf(3)), ("C:\\稿\\报告.docx", made.docx()), code="A1")
    assert (answer.status_code, answer.url) == (302, address("materials", draft))
    assert held(draft) == [("A1", "申报书.pdf", "pdf"), ("A1", "报告.docx", "docx")]
    kept = draft.materials.first().file
    assert (kept.sha256, kept.size) == (hashlib.sha256(made.pdf(3)).hexdigest(), len(made.pdf(3)))
    assert (kept.pages, kept.file.read()) == (3, made.pdf(3))

    shown = desk(cast.drafter).get(address("materials", draft))
    assert all_of(shown, "h2") == ["A1 材料A1", "其他材料"]
    pages = "不超过 5 MB\uff0c最多 30 页\uff08PDF\uff09"
    assert all_of(shown, "dd")[:3] == ["必交", "PDF、Word\uff08.docx\uff09", pages]
    facts = ["3 页", f"SHA-256 {kept.sha256[:12]}", "未经病毒扫描"]
    assert [one for one in all_of(shown, "span") if one in facts] == [*facts, "未经病毒扫描"]


def test_what_is_refused_is_named_and_the_rest_is_taken(cast):
    draft = cast.draft()
    answer = send(cast.drafter, draft, ("网页.pdf", b"<!doctype html>"), ("好.pdf", made.pdf()), ("空.pdf", b""))
    assert answer.status_code == 422
    assert errors(answer) == [
        "网页.pdf · 文件内容是网页\uff08HTML\uff09\uff0c与文件名无关。请将网页打印为 PDF 后上传。",
        "空.pdf · 文件是空的\uff080 字节\uff09。请检查原文件\uff0c可能没有保存或没有复制完整。",
    ]
    assert held(draft) == [("", "好.pdf", "pdf")]
    assert list(incoming().iterdir()) == []


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("表.docx", made.zipped({"一.txt": "x"})),
        ("宏.docx", made.docm()),
        ("锁.pdf", made.encrypted_pdf()),
        ("图.svg", b"<svg/>"),
        ("弹.xlsx", made.bomb()),
    ],
)
def test_nothing_is_kept_of_what_is_refused(cast, name, content):
    draft = cast.draft()
    assert send(cast.drafter, draft, (name, content)).status_code == 422
    assert nothing_kept()


def test_without_a_file_the_form_says_what_to_do(cast):
    answer = send(cast.drafter, cast.draft())
    assert (answer.status_code, errors(answer)) == (422, ["请先选择文件。"])


class Wire(io.RawIOBase):
    """A multipart form with one endless file, as it comes over the wire; counts what was read."""

    HEAD = (
        b"--frontier\r\nContent-Disposition: form-data; name=files; filename=a.pdf\r\n"
        b"Content-Type: application/pdf\r\n\r\n%PDF-1.7 "
    )

    def __init__(self):
        self.rest, self.count = self.HEAD, 0

    def read(self, size=-1):
        piece = (self.rest + bytes(size))[:size]
        self.rest, self.count = self.rest[size:], self.count + size
        return piece


def send_over(wire, person, submission, megabytes):
    return desk(person).request(
        REQUEST_METHOD="POST",
        PATH_INFO=address("material_add", submission, "other"),
        CONTENT_TYPE="multipart/form-data; boundary=frontier",
        CONTENT_LENGTH=str(megabytes * 1024**2),
        **{"wsgi.input": wire},
    )


def test_a_form_that_declares_500_mb_is_refused_before_it_is_read(cast):
    wire = Wire()
    answer = send_over(wire, cast.drafter, cast.draft(), 500)
    assert (answer.status_code, errors(answer)) == (422, ["一次上传的文件合计超过 60 MB\uff0c请分次上传。"])
    assert (wire.count, nothing_kept()) == (0, True)


def test_a_file_that_goes_on_past_its_limit_is_refused_there(cast):
    answer = send_over(Wire(), cast.drafter, cast.draft(), 50)
    assert (answer.status_code, errors(answer)) == (422, ["a.pdf · 文件超过 20 MB。请改用黑白扫描、压缩或拆分后上传。"])
    assert nothing_kept()


def test_who_may_not_change_materials_is_refused_before_the_file_is_read(cast):
    draft, wire = cast.draft(), Wire()
    assert send_over(wire, cast.city_office, draft, 50).status_code == 403
    assert send_over(wire, cast.other_drafter, draft, 50).status_code == 404
    assert (wire.count, nothing_kept()) == (0, True)


def test_a_form_without_its_token_adds_nothing(cast):
    draft, client = cast.draft(), Client(enforce_csrf_checks=True)
    client.force_login(cast.drafter, "accounts.backends.RoleBackend")
    sent = {"files": [SimpleUploadedFile("a.pdf", made.pdf())]}
    assert client.post(address("material_add", draft, "other"), sent).status_code == 403
    assert nothing_kept()


def test_more_than_twenty_files_at_once_are_refused_with_a_sentence(cast):
    answer = send(cast.drafter, cast.draft(), *[(f"{n}.pdf", made.pdf(1 + n)) for n in range(21)])
    assert (answer.status_code, errors(answer)) == (422, ["一次上传的文件超过 20 个\uff0c请分次上传。"])
    assert nothing_kept()


def test_the_same_file_is_recognised_linked_and_stored_once(cast):
    first, second = cast.draft(title="甲项目"), cast.draft(title="乙项目")
    send(cast.drafter, first, ("原件.pdf", made.pdf()))
    linked = desk(cast.drafter).get(send(cast.colleague, second, ("副本.pdf", made.pdf())).url)
    told = materials.add(second, cast.drafter, ContentFile(made.pdf()), "再来.pdf")
    assert (told.again, told.name) == (True, "副本.pdf")
    assert [one.file for one in Material.objects.order_by("pk")] == [StoredFile.objects.get()] * 2
    assert linked.status_code == 200


def test_the_message_names_only_what_one_may_see(cast):
    mine, theirs = cast.draft(title="甲项目"), cast.draft(cast.far_drafter, title="远方项目")
    send(cast.far_drafter, theirs, ("秘.pdf", made.pdf()))
    client = desk(cast.drafter)
    for name in ("一.pdf", "二.pdf"):
        sent = {"files": [SimpleUploadedFile(name, made.pdf())]}
        answer = client.post(address("material_add", mine, "other"), sent, follow=True)
        expected = "已添加“一.pdf”。" if name == "一.pdf" else "“一.pdf”已在此处\uff0c未重复保存。"
        assert said(answer) == [expected]
    other = cast.draft(title="乙项目")
    answer = client.post(
        address("material_add", other, "other"), {"files": [SimpleUploadedFile("三.pdf", made.pdf())]}, follow=True
    )
    assert said(answer) == ["此文件“三.pdf”与“甲项目”的“一.pdf”相同\uff0c已直接关联\uff0c未重复保存。"]
    assert StoredFile.objects.count() == 1


def test_a_file_left_by_a_crash_before_its_row_is_taken_over(cast):
    storage, sha256 = storing.material_storage(), hashlib.sha256(made.pdf(7)).hexdigest()
    left = storage.save(f"{sha256[:2]}/{sha256}", ContentFile(made.pdf(7)))
    kept = materials.take(ContentFile(made.pdf(7)), "a.pdf")
    assert (kept.file.name, storage.listdir(sha256[:2])[1].count(sha256)) == (left, 1)


def test_a_file_the_store_has_lost_comes_back_when_it_is_handed_in_again(cast):
    kept = materials.take(ContentFile(made.pdf(8)), "a.pdf")
    kept.file.storage.delete(kept.file.name)
    assert materials.take(ContentFile(made.pdf(8)), "b.pdf") == kept
    assert kept.file.storage.open(kept.file.name).read() == made.pdf(8)


def returned(cast, **parts):
    submission = cast.draft()
    for code in ("A1", "A2"):
        cast.requirement(code, required=False)
        cast.material(submission, code)
    cast.play(submission, "submit")
    inputs = {"corrections": "请补盖章", "due_at": timezone.now() + timedelta(days=3), "parts": parts["parts"]}
    move(submission, "return", cast.city_office, reason="不清", **inputs)
    return submission


def test_of_a_returned_submission_only_what_was_returned_is_open_with_its_remark(cast):
    submission = returned(cast, parts={"material:A1": "缺公章"})
    closed = submission.materials.get(requirement="A2")
    assert send(cast.drafter, submission, ("a.pdf", made.pdf()), code="A1").status_code == 302
    answers = [
        send(cast.drafter, submission, ("a.pdf", made.pdf()), code="A2"),
        send(cast.drafter, submission, ("a.pdf", made.pdf())),
        desk(cast.drafter).post(address("material_remove", submission, closed.pk)),
    ]
    assert [answer.status_code for answer in answers] == [422] * 3
    assert [errors(answer)[0].split(" · ")[-1] for answer in answers] == ["不在退回补正范围内\uff0c不能改动。"] * 3
    assert [one.requirement for one in submission.materials.order_by("pk")] == ["A1", "A2", "A1"]
    shown = desk(cast.drafter).get(address("materials", submission))
    assert [one for one in all_of(shown, "p") if "公章" in one] == ["需补正\uff1a 缺公章"]
    assert shown.content.decode().count('class="upload"') == 1


def test_under_review_only_what_the_stage_asks_is_open(cast):
    submission = cast.asked_for_more()
    cast.requirement("C1", from_stage=cast.field_evaluation, required=False)
    codes = {"B1": 302, "C1": 422, "other": 422}
    found = {code: send(cast.drafter, submission, ("a.pdf", made.pdf()), code=code).status_code for code in codes}
    assert found == codes


@pytest.mark.parametrize("status", ["submitted", "recommended", "named", "withdrawn"])
def test_what_was_handed_in_stays(cast, status):
    submission = cast.draft()
    kept = cast.material(submission, "")
    steps = {"submitted": ["submit"], "recommended": ["submit", "recommend"], "withdrawn": ["submit", "withdraw"]}
    cast.play(submission, *steps.get(status, ["submit", "recommend", "accept", "advance", "name"]))
    assert send(cast.drafter, submission, ("a.pdf", made.pdf())).status_code == 403
    with pytest.raises(materials.Refused):
        materials.add(submission, cast.drafter, ContentFile(made.pdf()), "a.pdf")
    with pytest.raises(materials.Refused):
        materials.remove(kept, cast.drafter)
    assert list(submission.materials.all()) == [kept]


def test_removing_leaves_versions_as_they_were(cast):
    submission = returned(cast, parts=None)
    version = submission.versions.get()
    before = (version.digest, [(one.name, one.file_id) for one in version.files.all()])
    for one in submission.materials.all():
        assert desk(cast.drafter).post(address("material_remove", submission, one.pk)).status_code == 302
    version.refresh_from_db()
    assert submission.materials.count() == 0
    assert (version.digest, [(one.name, one.file_id) for one in version.files.all()]) == before
    call_command("verify_materials")


def test_a_requirement_of_another_round_or_none_takes_nothing(cast):
    draft = cast.draft()
    cast.requirement("Z9", round=cast.make_round("2027"))
    answer = send(cast.drafter, draft, ("a.pdf", made.pdf()), code="Z9")
    assert (answer.status_code, errors(answer)) == (422, ["本批次没有\uff08或已不再有\uff09编号为 Z9 的材料要求。"])
    assert nothing_kept()


def test_files_under_a_requirement_no_longer_asked_can_be_seen_and_removed(cast):
    draft = cast.draft()
    asked = cast.requirement("A1")
    kept = cast.material(draft, "A1")
    asked.delete()
    shown = desk(cast.drafter).get(address("materials", draft))
    assert all_of(shown, "h2") == ["A1\uff08现已不要求\uff09", "其他材料"]
    assert send(cast.drafter, draft, ("a.pdf", made.pdf(2)), code="A1").status_code == 422
    assert desk(cast.drafter).post(address("material_remove", draft, kept.pk)).status_code == 302


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_of_materials_costs_the_same_for_few_and_many(cast, django_assert_num_queries, count):
    draft, client = cast.draft(), desk(cast.drafter)
    for number in range(count):
        cast.requirement(f"A{number}")
        cast.material(draft, f"A{number}", content=b"%%PDF %d" % number)
    with django_assert_num_queries(9):
        client.get(address("materials", draft))
