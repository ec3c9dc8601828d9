"""A city office's day in a real browser, and its pages: accessible, within every screen, usable without a script."""

from datetime import timedelta

import pytest
from django.utils import timezone

from registry.models import Category
from submissions.models import Submission

from .axe import broken
from .test_journey import Person
from .test_public_pages_browser import LONG, SCREENS, TOO_WIDE, violations

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]
RANKING = "/workbench/ranking/2026/"


def in_city(cast, title, *moves, **inputs):
    one = cast.submission_in("submitted", title=title)
    cast.play(one, *moves, **inputs)
    return one


@pytest.fixture
def pages(cast):
    """The addresses of the city office's pages, full of the longest titles."""
    cast.quota(3)
    cast.requirement("A1", required=False, name=LONG[:100])
    leaving = in_city(cast, LONG, "recommend", rank=1)
    in_city(cast, LONG + "二", "recommend", "accept")
    in_city(cast, LONG + "三", "recommend", "withdraw")
    in_city(cast, LONG + "四", "reserve", reserve=1)
    whole = cast.submission_in("submitted", category=Category.COMPREHENSIVE, region=cast.places["松山区"], title="")
    returned = in_city(cast, LONG, "return", parts={"title": "题" * 200, "material:A1": ""})
    corrected = in_city(cast, LONG, "return", "resubmit")
    at = "/workbench/submissions/{}/{}".format
    return {
        "city_office": [
            *("/workbench/ranking/", RANKING, f"{RANKING}letter/", at(leaving.pk, "substitute/")),
            *(at(whole.pk, "moves/return/"), at(returned.pk, "moves/return/"), at(corrected.pk, "")),
        ],
        "drafter": [at(returned.pk, "")],
    }


@pytest.mark.parametrize("who", ["city_office", "drafter"])
def test_no_page_of_a_city_office_breaks_a_rule_of_accessibility_or_leaves_the_screen(cast, pages, visitor, who):
    person = Person(visitor(), getattr(cast, who))
    assert violations(person.page, pages[who]) == {}
    for screen in (SCREENS["office"], SCREENS["narrow"]):
        person.page.set_viewport_size(screen)
        for address in pages[who]:
            person.page.goto(address)
            assert (address, screen["width"], person.page.evaluate(TOO_WIDE)) == (address, screen["width"], 0)


def test_refused_pages_break_none_either(cast, pages, visitor):
    office = Person(visitor(), cast.city_office)
    for address, button in zip(pages["city_office"][3:5], ("递补", "退回补正"), strict=True):
        office.go(address).press(button)
        assert office.page.locator(".error-summary").count() == 1
        assert broken(office.page) == []


def return_for(office, submission, part, remark):
    """Returned on its page: only this part, with a remark."""
    office.go(f"/workbench/submissions/{submission.pk}/").follow("退回补正")
    office.fill(reason="题目与文件不一致", due_at=(timezone.localdate() + timedelta(days=7)).isoformat())
    office.page.get_by_label("只改下列勾选的部分").check()
    office.page.get_by_label(part, exact=True).check()
    office.page.get_by_label(f"意见\uff1a{part}").fill(remark)
    office.press("退回补正")


def correct(drafter, submission, wrong, right):
    """The drafter follows the notice on top to the field, mends it and hands in again."""
    drafter.go(f"/workbench/submissions/{submission.pk}/")
    assert drafter.page.locator(".to-correct").inner_text().count("少了“试点”二字") == 1
    drafter.page.locator(".to-correct").get_by_role("link", name="项目名称").click()
    assert drafter.page.locator("[name=title]").input_value() == wrong
    drafter.fill(title=right).press("保存")
    drafter.go(f"/workbench/submissions/{submission.pk}/").follow("重新提交").press("重新提交")


def recommend(office, submission, rank):
    office.go(f"/workbench/submissions/{submission.pk}/").follow("推荐上报").fill(rank=str(rank)).press("推荐上报")


def names_on_the_letter(office):
    office.go(f"{RANKING}letter/")
    return office.page.locator(".letter-table tbody td:nth-child(4)").all_inner_texts()


def test_a_city_office_works_through_its_day_without_a_script(cast, visitor):
    cast.quota(2)
    first, second, third = (cast.submission_in("submitted", title=title) for title in ("甲改革", "乙改革", "丙改革"))
    office, drafter = (Person(visitor(java_script_enabled=False), one) for one in (cast.city_office, cast.drafter))
    return_for(office, first, "项目名称", "少了“试点”二字")
    correct(drafter, first, "甲改革", "甲改革试点")
    office.go(f"/workbench/submissions/{first.pk}/").follow("只看改动的内容")
    assert office.reads("甲改革试点")

    recommend(office, first, 1)
    recommend(office, second, 2)
    office.go(f"/workbench/submissions/{third.pk}/").follow("列入备选").fill(reserve="1").press("列入备选")
    assert names_on_the_letter(office) == ["甲改革试点", "乙改革"]

    office.go(RANKING)
    for one, rank in ((first, "2"), (second, "1")):
        office.page.locator(f"[name='rank-{one.pk}']").focus()
        office.page.keyboard.press("Control+A")
        office.page.keyboard.type(rank)
    office.page.keyboard.press("Enter")
    office.page.wait_for_selector(".messages li")
    assert names_on_the_letter(office) == ["乙改革", "甲改革试点"]

    office.go(RANKING).page.get_by_role("link", name="递补“甲改革试点”").click()
    office.fill(reason="单位申请退出").press("递补")
    assert names_on_the_letter(office) == ["乙改革", "丙改革"]
    kept = {one.title: (one.status, one.rank) for one in Submission.objects.all()}
    expected = {"甲改革试点": ("withdrawn", None), "乙改革": ("recommended", 1), "丙改革": ("recommended", 2)}
    assert kept == expected
    for link, ending in (("推荐函\uff08.docx\uff09", ".docx"), ("项目汇总表\uff08.xlsx\uff09", ".xlsx")):
        with office.page.expect_download() as download:
            office.follow(link)
        assert download.value.suggested_filename.endswith(ending)
