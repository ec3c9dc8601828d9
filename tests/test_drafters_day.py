"""A drafter's day in a real browser: from what was written before to a receipt, through a return to a second one."""

import pytest
from playwright.sync_api import expect

from registry.models import Category
from submissions.models import Submission

from .made_files import pdf
from .test_journey import Person

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]
RIGHT = "每件案件由两人办理，办理时限缩短到五日。"


@pytest.fixture
def asked(cast):
    """A round that asks for two materials, and what the drafter's unit wrote for the one before."""
    earlier = cast.submission_in("submitted", title="松山区智慧执法", lead_unit="松山区司法局", contact="其其格 0476")
    following = cast.make_round("2027")
    cast.round.rules.closed = True
    cast.round.rules.save()
    for code in ("A1", "A2"):
        cast.requirement(code, Category.SINGLE, round=following)
    return earlier


def missing(person):
    """Labels of what the panel says is missing."""
    return [one.strip() for one in person.page.locator(".line-missing > span:last-of-type").all_inner_texts()]


def upload(person, code):
    """A PDF of its own under a requirement, chosen as from a folder."""
    file = {"name": f"{code}.pdf", "mimeType": "application/pdf", "buffer": pdf(extra=f"% {code}".encode())}
    person.page.set_input_files(f"#files-{code}", [file])
    expect(person.page.locator(f"[data-files={code}] .file-name")).to_contain_text(f"{code}.pdf")


def begin(drafter):
    """From the earlier submission; what is typed is saved by itself."""
    drafter.go("/workbench/submissions/new/").press("据此生成草稿")
    drafter.fill(summary="每件案件由两人办理，办理时限缩短到十日。")
    expect(drafter.page.locator("[data-state]")).to_contain_text("已保存 ")
    return Submission.objects.get(round__code="2027")


def hand_in(drafter, submission, step):
    drafter.go(f"/workbench/submissions/{submission.pk}/").follow(step).press(step)
    submission.refresh_from_db()
    return submission.status


def receipt(drafter, submission, number):
    """The code on the receipt of a version, as it would be printed."""
    drafter.go(f"/workbench/submissions/{submission.pk}/versions/{number}/receipt/")
    return "".join(drafter.page.locator("td.paper-code").inner_text().split()).replace("-", "")


def test_a_drafter_hands_in_is_returned_one_part_and_hands_in_again(cast, asked, visitor):
    drafter = Person(visitor(), cast.drafter)
    submission = begin(drafter)
    assert (submission.title, submission.contact) == ("松山区智慧执法", "其其格 0476")

    here = f"/workbench/submissions/{submission.pk}/"
    assert missing(drafter.go(here)) == ["A1 材料A1", "A2 材料A2"]
    assert drafter.page.get_by_role("button", name="提交申报").first.is_disabled()
    drafter.go(f"{here}materials/")
    for code in ("A1", "A2"):
        upload(drafter, code)
    assert missing(drafter.go(here)) == []

    assert hand_in(drafter, submission, "提交申报") == "submitted"
    assert receipt(drafter, submission, 1) == submission.versions.get().code

    cast.play(submission, "return", parts={"summary": "时限与证明材料不符"})
    drafter.go(here).page.locator(".to-correct").get_by_role("link", name="主要内容").click()
    assert drafter.page.locator("#draft textarea, #draft input:not([type=hidden])").count() == 1
    drafter.fill(summary=RIGHT).press("保存")
    drafter.page.wait_for_url(f"**{here}")
    assert drafter.go(f"{here}materials/").page.locator("input[type=file]").count() == 0

    assert hand_in(drafter, submission, "重新提交") == "submitted"
    assert receipt(drafter, submission, 2) == submission.versions.get(number=2).code
    drafter.go(f"{here}versions/2/changes/")
    assert (drafter.reads("五日"), drafter.reads("A1.pdf"), drafter.reads("其其格")) == (True, False, False)
    assert submission.summary == RIGHT
