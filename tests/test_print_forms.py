"""The submission form on paper: which paper is shown where, and that each sheet proves its version."""

import re

import pytest
from django.urls import reverse

from registry.qr import drawn
from submissions import drafts, versions

from .cast import WAYS
from .desk import desk
from .reading import all_of, page

pytestmark = pytest.mark.django_db

# What the form of a submission shows, by where it stands and whether something was changed since it was handed in.
# A draft has the mark 草稿 across it and no code.
SHOWN = """
                  unchanged  changed
draft             draft      draft
submitted         1          -
returned          1          draft
recommended       1          -
under_review      1          draft
not_shortlisted   1          -
named             1          -
not_named         1          -
withdrawn         1          -
disqualified      1          -
"""


def shown(response):
    """draft, or the number of the version whose code the paper bears; anything else is a contradiction."""
    content = response.content.decode()
    marks, codes = content.count('class="watermark"'), content.count('class="qr"')
    version = re.findall(r"第 (\d+) 版 · 提交于", page(response))
    return {(1, 0, 0): "draft", (0, 1, 1): "".join(version)}[marks, codes, len(version)]


def form(user, submission):
    return desk(user).get(reverse("submission_form", args=[submission.pk]))


def change(cast, submission):
    """As its writers can: the text of what is being written, a material where its stage asks one."""
    if submission.status == "under_review":
        cast.material(submission, "B1")
    else:
        drafts.edit(submission, cast.drafter, summary="事后改的")


@pytest.mark.parametrize("status", WAYS)
def test_the_paper_is_a_draft_until_it_is_what_was_handed_in(cast, status):
    drawn = {row.split()[0]: row.split()[1:] for row in SHOWN.strip().splitlines()[1:]}
    submission = cast.submission_in(status)
    found = [shown(form(cast.regional_office, submission)), "-"]
    if drawn[status][1] != "-":
        change(cast, submission)
        found[1] = shown(form(cast.drafter, submission))
    assert found == drawn[status]


def test_a_draft_that_was_withdrawn_stays_one(cast):
    draft = cast.draft()
    cast.play(draft, "withdraw")
    assert shown(form(cast.drafter, draft)) == "draft"


def test_a_changed_draft_says_since_which_version_and_the_version_can_still_be_printed(cast):
    submission = cast.submission_in("returned")
    change(cast, submission)
    response = form(cast.drafter, submission)
    assert all_of(response, "strong") == ["草稿\uff1a第 1 版之后有改动\uff0c尚未提交。"]
    kept = desk(cast.drafter).get(reverse("version_form", args=[submission.pk, 1]))
    assert (shown(kept), page(kept).count("事后改的")) == ("1", 0)


def test_a_form_handed_in_again_bears_the_new_code(cast):
    submission = cast.submission_in("returned")
    change(cast, submission)
    cast.play(submission, "resubmit")
    response = form(cast.city_office, submission)
    first, second = submission.versions.order_by("number")
    text = page(response)
    assert (shown(response), text.count(versions.grouped(second.code)), text.count(versions.grouped(first.code))) == (
        "2",
        1,
        0,
    )


def test_the_code_leads_to_the_proof_at_the_address_the_page_was_asked_at(cast):
    submission = cast.submission_in("submitted")
    response = form(cast.drafter, submission)
    address = f"http://testserver{reverse('verified', args=[submission.versions.get().code])}"
    assert response.context["qr"] == drawn(address)


def test_the_form_is_laid_out_as_an_official_one(cast):
    submission = cast.draft(summary="第一段。\n第二段。", contact="张三 0476-1234567")
    cast.material(submission, "", name="其他.pdf")
    cast.play(submission, "submit")
    response = form(cast.drafter, submission)
    assert all_of(response, "h3") == ["一、基本情况", "二、主要内容", "三、申报材料", "四、单位意见"]
    assert all_of(response, "h4") == ["申报单位意见", "盟市意见"]
    assert all_of(response, "p", 'class="opinion-seal"') == ["\uff08盖章\uff09"] * 2
    assert all_of(response, "p", 'class="opinion-day"') == ["年 月 日"] * 2
    assert [all_of(response, "p", 'class="verbatim"')] == [["第一段。", "第二段。"]]


def test_nothing_on_the_page_breaks_the_policy_against_inline_style(cast):
    submission = cast.submission_in("submitted")
    content = form(cast.drafter, submission).content.decode()
    assert (content.count(" style="), content.count("<style"), content.count("<script>")) == (0, 0, 0)
