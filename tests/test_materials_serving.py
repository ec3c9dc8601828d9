"""Handing materials out to those who may have them, and reading every stored file again."""

import hashlib
from urllib.parse import quote

from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.urls import reverse

from submissions import materials
from submissions.models import Material, StoredFile

from . import made_files as made
from .desk import desk, errors
from .test_materials import address, send


def download(person, material):
    return desk(person).get(address("material", material.submission, material.pk))


def test_a_file_is_handed_out_as_an_attachment_that_nothing_runs(cast):
    draft = cast.draft()
    send(cast.drafter, draft, ("申报书 定稿.pdf", made.pdf()))
    answer = download(cast.drafter, draft.materials.get())
    assert b"".join(answer.streaming_content) == made.pdf()
    assert {name: answer[name] for name in ("Content-Type", "Content-Length", "X-Content-Type-Options")} == {
        "Content-Type": "application/pdf",
        "Content-Length": str(len(made.pdf())),
        "X-Content-Type-Options": "nosniff",
    }
    assert answer["Content-Disposition"] == f"attachment; filename*=utf-8''{quote('申报书 定稿.pdf')}"
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert "no-store" in answer["Cache-Control"].replace(",", " ").split()


def test_the_proxy_is_told_where_the_file_lies_when_it_may_hand_it_out(cast, settings):
    settings.ACCEL_PATH = "/protected/"
    kept = cast.material(cast.draft(), "")
    answer = download(cast.drafter, kept)
    assert (answer.content, answer["X-Accel-Redirect"]) == (b"", f"/protected/{kept.file.file.name}")


def test_an_infected_file_is_never_handed_out(cast):
    kept = cast.material(cast.draft(), "")
    StoredFile.objects.update(scan_state="infected", scan_note="Eicar-Test")
    answer = download(cast.drafter, kept)
    assert (answer.status_code, errors(answer)) == (
        422,
        ["材料.pdf · 病毒扫描发现 Eicar-Test。请先对来源计算机查杀病毒。"],
    )
    shown = desk(cast.drafter).get(address("materials", kept.submission))
    assert address("material", kept.submission, kept.pk) + '"' not in shown.content.decode()


def test_a_material_is_found_under_its_own_submission_alone(cast):
    kept, other = cast.material(cast.draft(), ""), cast.draft(title="另一项目")
    assert desk(cast.drafter).get(address("material", other, kept.pk)).status_code == 404
    assert desk(cast.drafter).post(address("material_remove", other, kept.pk)).status_code == 404
    assert Material.objects.count() == 1


def test_the_submissions_page_lists_its_materials_for_all_who_see_it(cast):
    draft = cast.draft()
    cast.requirement("A1")
    kept = cast.material(draft, "A1")
    for person, leads in ((cast.drafter, "上传、删除材料"), (cast.auditor, "查看材料要求")):
        shown = desk(person).get(reverse("submission", args=[draft.pk])).content.decode()
        assert [shown.count(f'href="{address("material", draft, kept.pk)}"'), shown.count(f">{leads}</a>")] == [1, 1]


def verified(capsys):
    try:
        call_command("verify_materials")
    except CommandError as found:
        return found.returncode, str(found).splitlines()
    return 0, capsys.readouterr().out.splitlines()


def test_every_stored_file_is_read_again_and_compared(cast, capsys):
    kept = [materials.take(ContentFile(made.pdf(pages)), "a.pdf") for pages in (1, 2, 3)]
    assert verified(capsys) == (0, ["# 已核对存储文件 3 个。"])
    storage = kept[0].file.storage
    storage.delete(kept[0].file.name)
    with open(storage.path(kept[1].file.name), "ab") as file:
        file.write(b"x")
    changed = hashlib.sha256(made.pdf(2) + b"x").hexdigest()
    assert verified(capsys) == (
        1,
        [
            f"{kept[0].sha256} 在存储中缺失",
            f"{kept[1].sha256} 内容已变\uff1a现为 {changed}\uff0c{kept[1].size + 1} 字节",
            "共发现 2 处问题。",
        ],
    )
