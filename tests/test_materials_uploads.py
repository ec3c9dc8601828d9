"""Uploads in chunks: they go on where they stopped, and are refused as early as the plain form's files."""

import io
import os
import zlib
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from submissions.materials import uploads
from submissions.materials.receiving import incoming
from submissions.models import Material, StoredFile, Upload

from . import made_files as made
from .desk import desk

pytestmark = pytest.mark.usefixtures("aside")
CHUNK = 1000


def long_pdf(size=5000):
    return made.pdf()[:-6] + b"\n%" + os.urandom(size // 2).hex().encode() + b"\n%%EOF\n"


class Sender:
    """What static/js/upload.js does, request by request."""

    def __init__(self, person, submission, content, name="佐证.pdf", **facts):
        self.client, self.content = desk(person), content
        facts = {"name": name, "size": len(content), "requirement": "", **facts}
        self.begun = self.client.post(reverse("upload_new", args=[submission.pk]), facts)
        self.told = self.begun.json()
        self.address = self.told.get("address")

    def chunk(self, at, content=None):
        content = self.content[at : at + CHUNK] if content is None else content
        address = f"{self.address}chunk/?offset={at}"
        return self.client.post(address, content, content_type="application/octet-stream")

    def all(self):
        for at in range(self.told["received"], len(self.content), CHUNK):
            answer = self.chunk(at)
        return answer

    def finish(self, crc=None):
        return self.client.post(f"{self.address}finish/", {"crc": zlib.crc32(self.content) if crc is None else crc})


def left():
    """(rows of uploads, of materials, of stored files, files lying aside)."""
    return Upload.objects.count(), Material.objects.count(), StoredFile.objects.count(), len(list(incoming().iterdir()))


def commit(django_capture_on_commit_callbacks):
    return django_capture_on_commit_callbacks(execute=True)


def test_a_file_in_chunks_becomes_a_material(cast, django_capture_on_commit_callbacks):
    draft, content = cast.draft(), long_pdf()
    sender = Sender(cast.drafter, draft, content, name="C:\\稿\\佐证.pdf")
    assert (sender.begun.status_code, sender.told["received"], sender.told["crc"]) == (201, 0, 0)
    assert sender.all().json() == {"received": len(content)}
    with commit(django_capture_on_commit_callbacks):
        assert sender.finish().json() == {"said": "已添加“佐证.pdf”。"}
    [material] = draft.materials.all()
    assert (material.name, material.file.kind, material.file.file.read()) == ("佐证.pdf", "pdf", content)
    assert left() == (0, 1, 1, 0)


def test_a_broken_upload_goes_on_where_it_stopped(cast):
    draft, content = cast.draft(), long_pdf()
    first = Sender(cast.drafter, draft, content)
    for at in (0, 1000, 2000):
        first.chunk(at)
    again = Sender(cast.drafter, draft, content)
    assert (again.address, again.told["received"]) == (first.address, 3000)
    assert again.told["crc"] == zlib.crc32(content[:3000])
    assert again.client.get(again.address).json() == again.told
    again.all()
    assert again.finish().status_code == 200


def test_another_file_of_the_same_name_and_size_begins_anew(cast, django_capture_on_commit_callbacks):
    draft, content = cast.draft(), long_pdf()
    first = Sender(cast.drafter, draft, content)
    first.chunk(0)
    with commit(django_capture_on_commit_callbacks):
        anew = Sender(cast.drafter, draft, content, anew="1")
    assert (anew.told["received"], anew.address == first.address) == (0, False)
    assert first.chunk(1000).status_code == 404
    assert left() == (1, 0, 0, 0)


def test_a_chunk_in_the_wrong_place_is_told_where_to_go_on(cast):
    sender = Sender(cast.drafter, cast.draft(), long_pdf())
    sender.chunk(0)
    for wrong in (0, 500, 2000):
        answer = sender.chunk(wrong)
        assert (answer.status_code, answer.json()) == (409, {"received": 1000})
    assert (sender.finish().status_code, sender.finish().json()) == (409, {"received": 1000})


def test_what_a_killed_worker_wrote_beyond_is_cut_off(cast):
    content = long_pdf()
    sender = Sender(cast.drafter, cast.draft(), content)
    sender.chunk(0)
    path = uploads.path_of(Upload.objects.get())
    with open(path, "ab") as file:  # written, and killed before the row said so
        file.write(b"half a chunk")
    assert sender.client.get(sender.address).json()["received"] == 1000
    sender.told["received"] = 1000
    sender.all()
    assert sender.finish().status_code == 200
    assert Material.objects.get().file.file.read() == content


def test_if_the_disk_has_less_than_the_row_says_the_disk_is_believed(cast):
    sender = Sender(cast.drafter, cast.draft(), long_pdf())
    sender.chunk(0)
    sender.chunk(1000)
    path = uploads.path_of(Upload.objects.get())
    os.truncate(path, 700)
    assert sender.client.get(sender.address).json()["received"] == 700
    assert sender.chunk(2000).json() == {"received": 700}
    path.unlink()
    assert sender.chunk(0).json() == {"received": 1000}


def test_what_came_before_the_connection_broke_counts(cast):
    """The request announces 1000 bytes and ends after 300."""
    content = long_pdf()
    sender = Sender(cast.drafter, cast.draft(), content)
    wire = {"wsgi.input": io.BytesIO(content[:300]), "CONTENT_LENGTH": "1000", "QUERY_STRING": "offset=0"}
    sender.client.request(REQUEST_METHOD="POST", PATH_INFO=f"{sender.address}chunk/", **wire)
    assert sender.client.get(sender.address).json()["received"] == 300


def test_a_checksum_that_differs_at_the_end_means_once_more(cast, django_capture_on_commit_callbacks):
    sender = Sender(cast.drafter, cast.draft(), long_pdf())
    sender.all()
    with commit(django_capture_on_commit_callbacks):
        answer = sender.finish(crc=7)
    assert (answer.status_code, answer.json()) == (422, {"refusal": "文件没有传完整\uff0c请重新上传。"})
    assert left() == (0, 0, 0, 0)


EARLY = [b"<!doctype html>" + bytes(5000), made.docm() + bytes(5000), bytes(5000)]


@pytest.mark.parametrize("content", EARLY)
def test_it_is_refused_as_soon_as_its_head_is_there(cast, django_capture_on_commit_callbacks, content):
    sender = Sender(cast.drafter, cast.draft(), content, name="报告.docx")
    with commit(django_capture_on_commit_callbacks):
        answers = [sender.chunk(at, content[at : at + 2048]).status_code for at in (0, 2048)]
    assert (answers, sender.chunk(4096).status_code) == ([200, 422], 404)
    assert left() == (0, 0, 0, 0)


def test_what_stands_at_the_end_is_refused_at_the_end(cast, django_capture_on_commit_callbacks):
    sender = Sender(cast.drafter, cast.draft(), made.encrypted_pdf())
    with commit(django_capture_on_commit_callbacks):
        assert (sender.all().status_code, sender.finish().status_code) == (200, 422)
    assert left() == (0, 0, 0, 0)


def test_a_bomb_is_refused_in_the_first_half_megabyte(cast):
    bomb = made.bomb()[:50_000] + bytes(3 * uploads.CHUNK)
    sender = Sender(cast.drafter, cast.draft(), bomb, name="表.xlsx")
    assert sender.chunk(0, bomb[: uploads.CHUNK]).status_code == 422


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"size": 500 * 1024**2}, "文件超过 20 MB。请改用黑白扫描、压缩或拆分后上传。"),
        ({"size": 0}, "文件是空的\uff080 字节\uff09。请检查原文件\uff0c可能没有保存或没有复制完整。"),
        ({"requirement": "Q7"}, "本批次没有\uff08或已不再有\uff09编号为 Q7 的材料要求。"),
    ],
)
def test_it_is_refused_before_a_byte_is_sent(cast, facts, sentence):
    sender = Sender(cast.drafter, cast.draft(), b"%PDF", **facts)
    assert (sender.begun.status_code, sender.told) == (422, {"refusal": sentence})
    assert left() == (0, 0, 0, 0)


@pytest.mark.parametrize("facts", [{"size": "viel"}, {"size": -1}, {"name": ""}, {"name": "a" * 2001}, {"size": 2**60}])
def test_what_no_script_sends_is_refused(cast, facts):
    sender = Sender(cast.drafter, cast.draft(), b"%PDF", **facts)
    assert (sender.begun.status_code, left()) == (400, (0, 0, 0, 0))


def test_more_than_was_announced_or_than_a_chunk_holds_is_refused(cast):
    sender = Sender(cast.drafter, cast.draft(), made.pdf())
    assert sender.chunk(0, bytes(uploads.LARGEST_CHUNK + 1)).status_code == 400
    assert sender.chunk(0, made.pdf() + b"more").status_code == 422
    assert left() == (0, 0, 0, 0)


def test_an_upload_is_its_senders_alone(cast):
    sender = Sender(cast.drafter, cast.draft(), long_pdf())
    sender.chunk(0)
    for who in (cast.colleague, cast.city_office, cast.far_drafter):
        other = desk(who)
        answers = [
            other.get(sender.address),
            *(other.post(f"{sender.address}{act}/") for act in ("chunk", "finish", "drop")),
        ]
        assert [answer.status_code for answer in answers] == [404] * 4
    assert left() == (1, 0, 0, 1)


def test_what_was_handed_in_meanwhile_takes_no_more_chunks(cast):
    draft = cast.draft()
    sender = Sender(cast.drafter, draft, long_pdf())
    sender.all()
    cast.play(draft, "submit")
    assert (sender.chunk(0).status_code, sender.finish().status_code) == (403, 403)
    assert (Material.objects.count(), StoredFile.objects.count()) == (0, 0)


def test_finishing_twice_adds_it_once(cast, django_capture_on_commit_callbacks):
    sender = Sender(cast.drafter, cast.draft(), long_pdf())
    sender.all()
    upload = Upload.objects.get()
    with commit(django_capture_on_commit_callbacks):
        uploads.finish(upload, cast.drafter)
    with pytest.raises(uploads.Gone):
        uploads.finish(upload, cast.drafter)
    assert left() == (0, 1, 1, 0)


def test_cancelling_forgets_what_arrived(cast, django_capture_on_commit_callbacks):
    sender = Sender(cast.drafter, cast.draft(), long_pdf())
    sender.chunk(0)
    with commit(django_capture_on_commit_callbacks):
        assert sender.client.post(f"{sender.address}drop/").status_code == 200
    assert left() == (0, 0, 0, 0)


def test_the_page_names_what_did_not_arrive_whole_to_its_sender_alone(cast):
    draft = cast.draft()
    Sender(cast.drafter, draft, long_pdf()).chunk(0)
    told = "“佐证.pdf”没有传完。请重新选择同一文件\uff0c将从中断处继续。"
    shown = [
        desk(who).get(reverse("materials", args=[draft.pk])).content.decode() for who in (cast.drafter, cast.colleague)
    ]
    assert [page.count(told) for page in shown] == [1, 0]


def test_uploads_left_for_a_week_are_cleared_with_what_killed_workers_left(
    cast, capsys, django_capture_on_commit_callbacks
):
    draft = cast.draft()
    for name in ("一.pdf", "二.pdf"):
        Sender(cast.drafter, draft, long_pdf(), name=name).chunk(0)
    long_ago = timezone.now() - timedelta(days=8)
    Upload.objects.filter(name="一.pdf").update(updated_at=long_ago)
    orphan = incoming() / "receiving-orphan"
    orphan.write_bytes(b"x")
    os.utime(orphan, (long_ago.timestamp(),) * 2)
    (incoming() / "receiving-now").write_bytes(b"x")
    with commit(django_capture_on_commit_callbacks):
        call_command("clear_uploads")
    assert capsys.readouterr().out == "已清理未传完的上传 1 个、遗留文件 1 个。\n"
    assert [one.name for one in Upload.objects.all()] == ["二.pdf"]
    assert left() == (1, 0, 0, 2)
