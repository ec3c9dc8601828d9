"""Marks of state secrets are refused wherever a submission's text comes in; identity numbers are flagged."""

from io import BytesIO

import pytest
from django.forms import ValidationError
from hypothesis import example, given, settings
from hypothesis import strategies as st

from submissions import drafts, materials, secrecy
from submissions.forms.parts import parts_field
from submissions.forms.text import Line, Paragraphs
from submissions.materials import uploads
from submissions.models import StoredFile, Submission

from .made_files import pdf

once = pytest.mark.once

MARKS = {
    "秘密★": "秘密★",
    "机密★10年": "机密★10年",
    "绝密 ★ 长期": "绝密★长期",
    "见附件(机 密 ☆ 1 年)": "机密☆1年",
    "秘密\uff0a5年": "秘密*5年",
    "机\u200b密★": "机密★",
    "前文\n秘\n密★\n后文": "秘密★",
    "保守国家秘密": "",
    "商业秘密★★★": "秘密★",
    "机密*": "",
    "工作秘密": "",
    "★★★ 秘密行动": "",
    "": "",
}


@once
@pytest.mark.parametrize(("text", "mark"), MARKS.items())
def test_a_secrecy_mark_is_seen_however_it_is_set(text, mark):
    assert secrecy.mark(text) == mark


@once
@pytest.mark.parametrize("field", [Line(), Paragraphs()])
def test_a_field_of_any_form_refuses_a_secrecy_mark(field):
    with pytest.raises(ValidationError) as refused:
        field.clean("机密★5年 材料")
    assert refused.value.code == "secret"


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["title", "lead_unit", "summary", "contact"])
def test_no_text_of_a_draft_takes_a_secrecy_mark_and_nothing_is_written(cast, name):
    draft = cast.draft(summary="原稿")
    before = list(Submission.objects.values())
    with pytest.raises(drafts.Secret) as refused:
        drafts.edit(draft, cast.drafter, **{name: "秘密★1年"})
    assert list(refused.value.fields) == [name]
    with pytest.raises(drafts.Secret):
        cast.draft(**{"title": "题目", name: "绝密★"})
    assert list(Submission.objects.values()) == before


@pytest.mark.django_db
def test_no_remark_of_a_return_and_no_name_of_a_file_bears_a_secrecy_mark(cast):
    submitted, draft = cast.submission_in("submitted"), cast.draft()
    with pytest.raises(ValidationError, match="机密★"):
        parts_field(submitted).clean({"parts": "some", "parts-tick": ["title"], "parts-remark-title": "机密★10年"})
    with pytest.raises(materials.Refused, match="机密★"):
        materials.add(draft, cast.drafter, BytesIO(pdf()), "关于某案的报告（机密★10年）.pdf")
    upload = {"name": "机密★.pdf", "size": 10, "requirement": ""}
    with pytest.raises(materials.Refused, match="机密★"):
        uploads.begin(draft, cast.drafter, **upload)
    assert (StoredFile.objects.count(), draft.materials.count(), draft.uploads.count()) == (0, 0, 0)


def numbers():
    """17 digits with a possible place and day, and their check digit (GB 11643)."""
    days = st.dates().filter(lambda day: 1950 <= day.year <= 2020).map(lambda day: f"{day:%Y%m%d}")
    parts = st.tuples(st.sampled_from(["150402", "110101", "654221"]), days, st.integers(0, 999))
    return parts.map(lambda made: f"{made[0]}{made[1]}{made[2]:03}").map(lambda body: body + check_digit(body))


def check_digit(body):
    weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
    total = sum(int(digit) * weight for digit, weight in zip(body, weights, strict=True))
    return "10X98765432"[total % 11]


@once
@example("15040219600101000" + check_digit("15040219600101000"), "%s")  # older than its division's code
@settings(deadline=None)
@given(numbers(), st.sampled_from(["联系人身份证号%s。", "%s", "(%s)", "号码\n%s\n"]))
def test_a_valid_identity_number_is_seen_in_any_text(number, text):
    grouped = f"{number[:6]} {number[6:14]} {number[14:]}"
    assert [secrecy.holds_identity_number(text % shown) for shown in (number, grouped, number.lower())] == [True] * 3


@once
@settings(deadline=None)
@given(numbers(), st.integers(1, 9))
def test_a_number_whose_check_digit_does_not_fit_is_none(number, step):
    wrong = "0123456789"[(int(number[16]) + step) % 10]
    assert not secrecy.holds_identity_number(number[:16] + wrong + number[17])


@once
def test_a_longer_number_is_no_identity_number():
    number = "15040219900101001"
    number += check_digit(number)
    assert [secrecy.holds_identity_number(text) for text in (f"9{number}", f"{number}1", number)] == [
        False,
        False,
        True,
    ]
