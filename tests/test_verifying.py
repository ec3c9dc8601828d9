"""Is this paper what was handed in? Typed code or QR; who may not see it learns nothing; forgeries are named."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from registry import append_only
from submissions import versions
from submissions.forms import verifying
from submissions.models import Version

from .desk import desk, errors
from .reading import all_of, page, words

pytestmark = pytest.mark.django_db

CONTENT = b"%PDF-1.7 one"
NONE = ["回执编码 · 没有这个编码\uff0c请对照纸质件逐字核对。"]


@pytest.fixture
def handed_in(cast):
    submission = cast.draft()
    cast.material(submission, "A1", CONTENT, "一.pdf")
    cast.play(submission, "submit")
    return submission


def first(submission):
    return submission.versions.get(number=1)


def verdicts(response):
    [listed] = re.findall(r'<ul class="[^"]*verdicts">(.*?)</ul>', response.content.decode(), re.S)
    return [words(one) for one in re.findall(r"<li[^>]*>(.*?)</li>", listed, re.S)]


def proof(user, version):
    return desk(user).get(reverse("verified", args=[version.code]))


@pytest.mark.parametrize(
    "as_typed",
    [
        lambda code: code,
        lambda code: versions.grouped(code).lower(),
        lambda code: f"  {code[:8]} {code[8:]}\u3000",
        lambda code: code.translate({place: place + 0xFEE0 for place in range(0x21, 0x7F)}),
        lambda code: versions.grouped(code).replace("-", "\uff0d"),
    ],
)
def test_a_code_leads_to_the_proof_however_it_is_typed(cast, handed_in, as_typed):
    client = desk(cast.city_office)
    response = client.post(reverse("verify"), {"code": as_typed(first(handed_in).code)})
    assert (response.status_code, response.url) == (302, reverse("verified", args=[first(handed_in).code]))


@pytest.mark.parametrize("who", ["other_drafter", "far_city_office", "evaluator"])
def test_a_code_of_what_one_may_not_see_is_answered_like_one_that_does_not_exist(cast, handed_in, who):
    client = desk(getattr(cast, who))
    answers = [client.post(reverse("verify"), {"code": code}) for code in (first(handed_in).code, "0" * 16, "x")]
    assert [errors(one) for one in answers] == [NONE, NONE, NONE]
    proofs = [client.get(reverse("verified", args=[code])) for code in (first(handed_in).code, "0" * 16, "x")]
    assert [one.status_code for one in proofs] == [404, 404, 404]
    first_page, second_page = (one.content.decode() for one in proofs[:2])
    assert first_page.replace(first(handed_in).code, "0" * 16) == second_page


def test_who_scans_the_code_signs_in_first_and_lands_there(cast, handed_in):
    address = reverse("verified", args=[first(handed_in).code])
    visitor = Client()
    asked = visitor.get(address)
    assert (asked.status_code, asked.url) == (302, f"{reverse('login')}?next={address}")
    cast.drafter.set_password("a pass-phrase for the test")
    cast.drafter.save()
    answer = visitor.post(asked.url, {"username": cast.drafter.username, "password": "a pass-phrase for the test"})
    assert (answer.status_code, answer.url) == (302, address)


def test_the_proof_shows_every_field_and_digest_and_that_it_is_current(cast, handed_in):
    version = first(handed_in)
    response = proof(cast.auditor, version)
    assert verdicts(response)[0] == "✓ 这是现行版本。"
    assert verdicts(response)[2] == "✓ 现场重新计算的摘要一致\uff0c提交后未被改动。"
    text = page(response)
    told = [version.digest, version.content["materials"][0]["sha256"], handed_in.title, "150400", "qiqige"]
    assert [one for one in told if one not in text] == []


def test_an_earlier_version_says_which_is_current(cast, handed_in):
    cast.play(handed_in, "return", "resubmit")
    assert verdicts(proof(cast.drafter, first(handed_in)))[0] == "✗ 这已不是现行版本\uff0c现行为第 2 版。"


@pytest.mark.parametrize(
    ("forged", "sentence"),
    [
        ({"content": {"name": "事后改的", "number": 1}}, "第 1 版被改动\uff1a摘要与内容不符"),
        ({"digest": "0" * 64}, "第 1 版被改动\uff1a摘要与内容不符"),
        ({"by_name": "另一人"}, "第 1 版的提交时间或提交人与办理记录不符"),
    ],
)
def test_a_forged_version_does_not_fit(cast, handed_in, forged, sentence):
    append_only.lift()
    Version.objects.filter(submission=handed_in).update(**forged)
    append_only.install()
    told = verdicts(proof(cast.drafter, first(handed_in)))
    assert f"✗ {sentence}" in told
    assert [one for one in told if "现场重新计算" in one] == []


def test_a_transition_forged_with_its_version_is_named(cast, handed_in):
    append_only.lift()
    handed_in.transitions.update(reason="从未说过的理由")
    append_only.install()
    assert verdicts(proof(cast.drafter, first(handed_in)))[2:] == ["✗ 本申报的办理记录在提交处被改动过。"]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (CONTENT, "✓ “手头的.pdf”与第 1 版的文件逐字节一致\uff1a一.pdf。"),
        (CONTENT + b" ", "✗ “手头的.pdf”不在第 1 版的文件之中\uff1a没有相同的 SHA-256。"),
        (b"", "✗ “手头的.pdf”不在第 1 版的文件之中\uff1a没有相同的 SHA-256。"),
    ],
)
def test_a_file_at_hand_is_compared_byte_for_byte(cast, handed_in, content, told):
    address = reverse("verify_file", args=[first(handed_in).code])
    response = desk(cast.city_office).post(address, {"file": SimpleUploadedFile("手头的.pdf", content)})
    assert (response.status_code, verdicts(response)[0]) == (200, told)
    assert errors(desk(cast.city_office).post(address)) != []


def test_a_file_larger_than_any_that_can_be_handed_in_is_not_read(cast, handed_in, monkeypatch):
    monkeypatch.setattr(verifying, "LARGEST_MB", 0)
    address = reverse("verify_file", args=[first(handed_in).code])
    response = desk(cast.city_office).post(address, {"file": SimpleUploadedFile("手头的.pdf", CONTENT)})
    assert errors(response) == ["要比对的文件 · 超过 0 MB\uff1b提交的文件都没有这么大。"]


@pytest.mark.parametrize("name", ["verify_file", "task_check", "sheets", "task_evidence"])
def test_what_is_larger_than_any_page_takes_is_refused_before_it_is_read(cast, handed_in, name):
    asked = {"verify_file": [first(handed_in).code], "sheets": []}.get(name, [handed_in.pk])
    sent = {"file": SimpleUploadedFile("很大.pdf", CONTENT)}
    response = desk(cast.drafter).post(reverse(name, args=asked), sent, CONTENT_LENGTH=str(302 * 1024 * 1024))
    assert response.status_code == 400


@pytest.mark.parametrize("count", [1, 3])
def test_the_proof_costs_the_same_for_one_file_and_for_three(cast, django_assert_num_queries, count):
    submission = cast.draft()
    for number in range(count):
        cast.material(submission, "A1", b"%PDF-1.7 " + bytes([65 + number]), f"{number}.pdf")
    cast.play(submission, "submit")
    client = desk(cast.city_office)
    address = reverse("verified", args=[first(submission).code])
    client.get(address)
    with django_assert_num_queries(11):
        client.get(address)


def test_the_menu_leads_to_it(cast):
    response = desk(cast.drafter).get(reverse("verify"))
    assert all_of(response, "a", 'aria-current="page"') == ["核验"]
