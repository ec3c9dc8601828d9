"""The public form for objections and its receipt: what it takes, what it refuses, and what it never tells."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone, translation

from submissions.models import Objection, RoundRules
from submissions.objections import questions, receipts

from . import made_files as made
from .desk import errors, form_of
from .objecting import REASONS, code_of, filled, nothing_taken, publish, right, send, take, url
from .reading import all_of, page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("aside", "in_no_hurry")]
FOLLOW = "/objections/follow/"


# --- taken ---


def test_an_objection_is_taken_and_its_receipt_follows_the_state_alone(cast, client, notice):
    response = send(client, notice, files=[SimpleUploadedFile("证据.pdf", made.pdf())])
    assert response.status_code == 200
    code = code_of(response)
    made_ = Objection.objects.get()
    assert (made_.reasons, made_.name, made_.channel, made_.release, made_.state) == (
        REASONS,
        "王五",
        "form",
        notice,
        "received",
    )
    assert [one.name for one in made_.files.all()] == ["证据.pdf"]
    assert made_.code_digest == receipts.digest_of(code.replace("-", ""))
    take(cast, made_, "assign")
    take(cast, made_, "note")
    told = client.post(FOLLOW, {"code": code.lower().replace("-", " ")})
    day = timezone.localdate()
    today = f"{day.year}年{day.month}月{day.day}日"
    assert dict(zip(all_of(told, "dt"), all_of(told, "dd"), strict=True)) == {
        "状态": "核查中",
        "状态更新日期": today,
        "收到日期": today,
    }
    words = page(told) + page(response)
    assert [text for text in (REASONS, "王五", "13900000000", "甲项目", "chaolu") if text in words] == []


def test_answers_are_confidential_and_no_cookie_is_set(client, notice):
    answers = [client.get(url(notice)), send(client, notice), client.get(FOLLOW), client.post(FOLLOW, {"code": "x"})]
    for answer in answers:
        assert answer["Cache-Control"].split(", ")[:2] == ["private", "no-store"]
        assert answer["Referrer-Policy"] == "no-referrer"
        assert answer["X-Robots-Tag"] == "noindex"
        assert answer.cookies == {}
    assert client.cookies == {}


def test_it_works_without_djangos_token_and_cookies_and_not_from_another_site(notice):
    client = Client(enforce_csrf_checks=True)
    data = filled(client, notice)
    for headers in ({"Sec-Fetch-Site": "cross-site", "Origin": "null"}, {"Origin": "https://elsewhere.example"}):
        response = client.post(url(notice), data, headers=headers)
        assert (response.status_code, nothing_taken()) == (403, (0, 0, 0))
    assert (
        client.post(url(notice), data, headers={"Sec-Fetch-Site": "same-origin", "Origin": "null"}).status_code == 200
    )
    assert Objection.objects.count() == 1


def test_the_form_stands_in_both_languages_and_its_question_too(client, notice):
    for language, words in {"zh-hans": "异议对象", "en": "Whom or what you object to"}.items():
        client.cookies["lang"] = language
        response = client.get(url(notice))
        with translation.override(language):
            asked = questions.read(form_of(response)["token"], notice.number)
            assert [label.count(str(asked)) for label in all_of(response, "label") if str(asked) in label] == [1]
        assert all_of(response, "legend") == [words]


# --- refused, and nothing lost ---


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"reasons": " "}, "事实和理由 · 该字段是必填项。"),
        ({"name": ""}, "姓名或单位名称 · 该字段是必填项。"),
        ({"contact": ""}, "联系方式 · 该字段是必填项。"),
        ({"entry": ""}, "异议对象 · 请从列表中选择。"),
        ({"entry": "00000000-0000-0000-0000-000000000000"}, "异议对象 · 请从列表中选择。"),
        ({"reasons": "机密★10年"}, "事实和理由 · 文字中带有密级标志“机密★10年”。本系统不得录入国家秘密，请删去。"),
        ({"website": "http://x"}, "“网址”一栏请留空，该栏用于识别自动程序。"),
        ({"token": "1:x:y:z"}, "表单打开时间过长或者并非本网站表单，请回答新的题目后再次提交。"),
        ({"token": ""}, "表单打开时间过长或者并非本网站表单，请回答新的题目后再次提交。"),
    ],
)
def test_what_is_wrong_is_told_and_what_was_typed_stays(client, notice, facts, sentence):
    response = send(client, notice, **facts)
    assert (response.status_code, errors(response)) == (422, [sentence])
    assert nothing_taken() == (0, 0, 0)
    kept = form_of(response)
    assert (kept["grounds"], kept["reasons"]) == ("见附件", facts.get("reasons", REASONS))


def test_a_wrong_answer_brings_another_question(client, notice):
    data = filled(client, notice, answer="99")
    response = client.post(url(notice), data)
    assert errors(response)[0].split(" · ")[1] == "回答不正确，请回答新的题目。"
    assert form_of(response)["token"] != data["token"]
    assert (form_of(response)["answer"], nothing_taken()) == ("", (0, 0, 0))
    again = form_of(response)["token"]
    assert client.post(url(notice), {**data, "token": again, "answer": right(again, notice)}).status_code == 200


def test_the_question_is_good_for_one_objection(client, notice):
    data = filled(client, notice)
    client.post(url(notice), data)
    response = client.post(url(notice), data)
    assert errors(response) == ["该表单已经提交，当时已显示回执。如需另提异议，请重新打开表单。"]
    assert Objection.objects.count() == 1


def test_the_question_belongs_to_its_notice(cast, client, notice):
    other = publish(cast, cast.at_last_stage(title="丙项目"))
    token = form_of(client.get(url(other)))["token"]
    response = client.post(url(notice), filled(client, notice, token=token))
    assert (response.status_code, Objection.objects.count()) == (422, 0)


def test_a_form_sent_at_once_or_after_half_a_day_is_not_taken(client, notice, monkeypatch):
    monkeypatch.setattr(questions, "SOONEST", timedelta(seconds=4))
    response = send(client, notice)
    assert errors(response) == ["提交过快，请核对后再次提交。"]
    token, _asked = questions.ask(notice.number)
    now = timezone.now()
    begun = questions.read(token, notice.number).begun_at
    cells = [begun + timedelta(seconds=3), begun + timedelta(seconds=4)]
    assert [questions.read(token, notice.number, now).too_soon(at) for at in cells] == [True, False]
    assert questions.read(token, notice.number, begun + timedelta(hours=12) - timedelta(seconds=1)) is not None
    assert questions.read(token, notice.number, begun + timedelta(hours=12)) is None


@pytest.mark.parametrize("said", ["{digits}", " {digits} ", "{wide}", "{english}", "{chinese}"])
def test_every_question_takes_its_answer_in_digits_and_words(notice, said):
    for _number in range(30):
        _token, asked = questions.ask(notice.number)
        number = next(one for one in range(21) if asked.is_answered_by(str(one)))
        words = {
            "digits": number,
            "wide": str(number).translate({48 + one: 0xFF10 + one for one in range(10)}),
            "english": questions.ENGLISH[number].upper(),
            "chinese": questions.CHINESE[number],
        }
        assert asked.is_answered_by(said.format(**words))
        assert not asked.is_answered_by(str(number + 1))


def test_what_is_asked_can_be_counted_by_hand():
    """The sums themselves, read from the sentence a visitor sees."""
    with translation.override("en"):
        for number in range(60):
            asked = questions.Question(f"key{number}", timezone.now())
            names = [word.strip(",?") for word in str(asked).split() if word.strip(",?") in questions.ENGLISH]
            first, second = map(questions.ENGLISH.index, names[-2:])  # “the two” is said too
            sums = {"plus": first + second, "less": second - first, "larger": max(first, second)}
            word = next((word for word in sums if word in str(asked)), None)
            assert asked.is_answered_by(str(sums[word] if word else min(first, second)))


def test_an_identity_number_is_flagged_before_it_is_sent(client, notice):
    number = "11010519491231002X"
    response = send(client, notice, reasons=f"他的号码是{number}")
    assert errors(response) == ["事实和理由 · 此处含有身份证号码，本公示不要求填写，建议删去。"]
    assert nothing_taken() == (0, 0, 0)
    assert response.content.decode().count('name="sure"') == 1
    assert client.get(url(notice)).content.decode().count('name="sure"') == 0
    assert send(client, notice, reasons=f"他的号码是{number}", sure="on").status_code == 200
    assert Objection.objects.get().reasons == f"他的号码是{number}"


def test_where_the_round_asks_an_identity_number_it_is_not_flagged(client, notice):
    RoundRules.objects.update(objections_ask_identity=True)
    assert send(client, notice, identity_number="").status_code == 422
    assert send(client, notice, identity_number="11010519491231002X").status_code == 200
    assert Objection.objects.get().identity_number == "11010519491231002X"


# --- files ---


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ([("程序.pdf", b"MZ" + b"\0" * 600)], "“程序.pdf”"),
        ([(f"{number}.pdf", made.pdf()) for number in range(4)], "随表单最多提交3个文件。"),
        ([("大.pdf", made.pdf() + b"x" * 6 * 1024 * 1024)], "“大.pdf”"),
        ([("机密★10年.pdf", made.pdf())], "“机密★10年.pdf”"),
    ],
)
def test_files_are_few_small_and_checked_and_a_refused_one_sends_nothing(client, notice, sent, sentence):
    files = [SimpleUploadedFile(name, content) for name, content in sent]
    response = send(client, notice, files=files)
    assert (response.status_code, [line.split("：")[0] for line in errors(response)]) == (422, [sentence])
    assert nothing_taken() == (0, 0, 0)
    assert all_of(response, "strong") == ["此前选择的文件需要重新选择，浏览器不会保留。"]
