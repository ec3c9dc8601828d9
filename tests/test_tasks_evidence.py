"""Evidence in a zip: folders with task codes, names from Windows, and archives made to do harm."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from submissions import tasks
from submissions.gathering import archive, evidence
from submissions.materials import Refused
from submissions.models import Material, StoredFile

from .desk import desk, errors
from .made_files import pdf, zipped
from .reading import all_of, rows


@pytest.fixture
def asked(cast):
    cast.requirement("A1", formats=["pdf"])
    cast.submission = cast.draft()
    content = [{"department": "财政局", "requirement": "A1"}, {"department": "公安局", "indicator": "执法"}]
    cast.tasks = tasks.add(cast.submission, cast.drafter, content)
    return cast


class Named(zipfile.ZipInfo):
    """An entry whose name is these bytes, as Windows writes it: with no word on their encoding."""

    def _encodeFilenameFlags(self):  # noqa: N802 - the library's own name
        return self.raw, self.flag_bits & ~0x800


def from_windows(entries):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for name, content in entries.items():
            info = Named(str(len(made.infolist())))
            info.raw = name.encode("gb18030") if isinstance(name, str) else name
            made.writestr(info, content)
    return out.getvalue()


def taken(asked, content, by="drafter"):
    """[(path, outcome, task)] of a zip."""
    results = evidence.take_all(asked.submission, getattr(asked, by), io.BytesIO(content))
    return [(one.path, one.outcome.value, one.task) for one in results]


def held():
    return list(Material.objects.order_by("pk").values_list("task__code", "requirement", "name"))


def test_files_become_materials_of_the_task_whose_code_their_folder_carries(asked):
    content = from_windows({"汇总/T01 财政局/经费.pdf": pdf(1), "汇总/Ｔ02-公安局/附件/乗車.pdf": pdf(2)})
    assert taken(asked, content) == [
        ("汇总/T01 财政局/经费.pdf", "taken", "T01"),
        ("汇总/Ｔ02-公安局/附件/乗車.pdf", "taken", "T02"),
    ]
    assert held() == [("T01", "A1", "经费.pdf"), ("T02", "", "乗車.pdf")]
    assert [one.pages for one in StoredFile.objects.order_by("pk")] == [1, 2]


# path in the zip: what is said of it and the task it was meant for; None: passed over without a word
PATHS = {
    "T01/a.pdf": ("taken", "T01"),
    "t1_财政/a.pdf": ("taken", "T01"),
    "T0001/x/y/a.pdf": ("taken", "T01"),
    "T01": ("unmatched", ""),
    "a.pdf": ("unmatched", ""),
    "财政局/a.pdf": ("unmatched", ""),
    "T09/a.pdf": ("unmatched", ""),
    "T012/a.pdf": ("unmatched", ""),
    "T01A/a.pdf": ("unmatched", ""),
    "T01/T02/a.pdf": ("unmatched", ""),
    "T01/../../a.pdf": ("refused", "T01"),
    "../T01/a.pdf": ("refused", "T01"),
    "/T01/a.pdf": ("refused", "T01"),
    "C:\\T01\\a.pdf": ("refused", "T01"),
    "T01\\子目录\\a.pdf": ("taken", "T01"),
    "__MACOSX/T01/._a.pdf": None,
    "T01/Thumbs.db": None,
    "T01/.DS_Store": None,
    "T01/~$a.docx": None,
    "T01/": None,
}


@pytest.mark.parametrize("path", PATHS)
def test_each_path_is_matched_refused_or_passed_over(asked, path):
    expected = PATHS[path]
    assert taken(asked, from_windows({path: pdf()})) == ([(path.replace("\\", "/"), *expected)] if expected else [])
    assert len(held()) == (expected or [""])[0].count("taken")


def test_names_are_read_in_each_way_zips_write_them(asked):
    extra = b"\x01" + bytes(4) + "T01/年报.pdf".encode()
    info = zipfile.ZipInfo("T01/____.pdf")
    info.extra = b"up" + len(extra).to_bytes(2, "little") + extra
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr("T01/统计.pdf", pdf(1))  # says that it is UTF-8
        made.writestr(info, pdf(2))  # says it beside
    silent = from_windows({"T01/决定.pdf".encode(): pdf(3), "T01/㐂䶮.pdf": pdf(4)})  # UTF-8 and GB18030 without a word
    assert [path for path, *_rest in taken(asked, out.getvalue()) + taken(asked, silent)] == [
        "T01/统计.pdf",
        "T01/年报.pdf",
        "T01/决定.pdf",
        "T01/㐂䶮.pdf",
    ]


def test_each_file_passes_every_check_by_itself_and_the_same_one_is_not_kept_twice(asked):
    files = {"T01/好.pdf": pdf(), "T01/表.docx": zipped({"x": b"y"}), "T01/空.pdf": b"", "T01/又.pdf": pdf()}
    assert taken(asked, zipped(files)) == [
        ("T01/好.pdf", "taken", "T01"),
        ("T01/表.docx", "refused", "T01"),
        ("T01/空.pdf", "refused", "T01"),
        ("T01/又.pdf", "again", "T01"),
    ]
    assert held() == [("T01", "A1", "好.pdf")]


def test_a_bomb_is_refused_whole_before_anything_is_kept(asked, monkeypatch):
    monkeypatch.setattr(archive, "GRACE", 1024 * 1024)
    flat = zipped({"T01/好.pdf": pdf(), "T01/零.pdf": bytes(8 * 1024 * 1024)})
    with pytest.raises(Refused):
        taken(asked, flat)
    assert (held(), StoredFile.objects.count()) == ([], 0)


def test_an_entry_that_lies_about_its_size_is_counted_as_it_is_read(asked, monkeypatch):
    monkeypatch.setattr(archive, "GRACE", 1024 * 1024)
    content = bytearray(zipped({"T01/零.pdf": bytes(8 * 1024 * 1024)}))
    for mark, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        at = content.index(mark) + offset
        content[at : at + 4] = (10).to_bytes(4, "little")
    assert taken(asked, bytes(content)) == [("T01/零.pdf", "refused", "T01")]
    assert held() == []


def test_too_many_files_no_zip_and_a_password_are_refused(asked, monkeypatch):
    monkeypatch.setattr(archive, "MOST_FILES", 3)
    for content in (zipped({f"T01/{one}.pdf": b"x" for one in range(4)}), b"Rar!\x1a\x07\x00", b"PK\x03\x04", b""):
        with pytest.raises(Refused):
            taken(asked, content)
    locked = bytearray(zipped({"T01/a.pdf": pdf()}))
    locked[locked.index(b"PK\x01\x02") + 8] |= 1
    [told] = evidence.take_all(asked.submission, asked.drafter, io.BytesIO(locked))
    assert (told.outcome, told.why) == ("refused", "设有密码，请取消密码后重新打包。")
    broken = bytearray(zipped({"T01/a.pdf": pdf(), "T02/b.pdf": pdf(2)}))
    broken[60] ^= 0xFF
    assert taken(asked, bytes(broken)) == [("T01/a.pdf", "refused", "T01"), ("T02/b.pdf", "taken", "T02")]


def test_what_may_not_be_changed_any_more_takes_nothing(asked):
    asked.material(asked.submission)
    asked.play(asked.submission, "submit")
    asked.submission.refresh_from_db()
    assert taken(asked, zipped({"T02/a.pdf": pdf()})) == [("T02/a.pdf", "refused", "T02")]
    assert len(held()) == 1


def test_the_result_page_lists_what_matched_what_did_not_and_who_sent_nothing(asked):
    client = desk(asked.drafter)
    address = reverse("task_evidence", args=[asked.submission.pk])
    content = zipped({"T01/a.pdf": pdf(), "b.pdf": pdf(2)})
    answer = client.post(address, {"file": SimpleUploadedFile("材料.zip", content)}, follow=True)
    assert rows(answer, 'class="stack"') == [
        ["T01/a.pdf", "T01", "已接收"],
        ["b.pdf", "—", "未对应任务 所在文件夹名未以任务编号（如 T01）开头。"],
    ]
    assert all_of(answer, "p", 'class="sum"') == ["已接收 1 未对应任务 1"]
    assert all_of(answer, "li").count("T02 公安局") == 1
    listed = client.get(reverse("task_list", args=[asked.submission.pk]))
    assert [row[4] for row in rows(listed, "stack tasks")][0].startswith("○ 未反馈 1 份")
    refused = client.post(address, {"file": SimpleUploadedFile("材料.zip", b"no zip")})
    assert len(errors(refused)) == 1
