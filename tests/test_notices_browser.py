"""A public notice in a real browser: the office publishes, pauses and resumes it, the public reads its clock."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.formats import date_format

from registry.models import NoticeChange, ReleaseKind
from submissions import publishing
from submissions.models import Stage

from .test_journey import Person
from .test_public_pages_browser import SCREENS, TOO_WIDE, violations

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]
DAY = timedelta(days=1)


@pytest.fixture
def ground(cast):
    """One candidate on a notice that was extended, one in the draft of another."""
    Stage.objects.filter(pk=cast.field_evaluation.pk).update(needs_notice=True)
    cast.on_notice, other = cast.at_last_stage(), cast.at_last_stage(title="另一个项目")
    cast.release = cast.publish(ReleaseKind.NOTICE, cast.on_notice)
    cast.on_notice.refresh_from_db()
    publishing.extend(cast.release.notice, cast.regional_office, 3, "应多个单位请求，" * 30)
    facts = {"submissions": [other], "starts_on": timezone.localdate(), "days": 5, "counting": "calendar"}
    cast.draft_of_another = publishing.start(
        cast.round, ReleaseKind.NOTICE, cast.document(), cast.regional_office, **facts
    )
    return cast


def of_the_office(cast):
    published = f"/workbench/releases/{cast.release.number}/"
    return [
        published,
        *(f"{published}notice/{name}/" for name in ("extend", "pause", "resume")),
        f"/workbench/releases/drafts/{cast.draft_of_another.pk}/",
        "/workbench/releases/new/",
        f"/workbench/submissions/{cast.on_notice.pk}/",
    ]


def of_the_public(cast):
    return ["/", f"/releases/{cast.release.number}/", f"/entries/{cast.on_notice.entry_id}/"]


@pytest.mark.parametrize("screen", SCREENS)
def test_its_pages_break_no_rule_and_fit_every_screen(ground, visitor, screen):
    office, reader = (
        Person(visitor(viewport=SCREENS[screen]), ground.regional_office),
        visitor(viewport=SCREENS[screen]),
    )
    assert violations(office.page, of_the_office(ground)) == {}
    assert violations(reader, of_the_public(ground)) == {}
    for page, addresses in ((office.page, of_the_office(ground)), (reader, of_the_public(ground))):
        for address in addresses:
            page.goto(address)
            assert (address, page.evaluate(TOO_WIDE)) == (address, 0)


def test_the_public_pages_break_no_rule_in_english_and_large_text(ground, visitor):
    page = visitor(viewport=SCREENS["telephone"])
    page.goto("/display/?lang=en&mode=large")
    assert violations(page, of_the_public(ground)) == {}


def test_the_office_pauses_and_resumes_it_and_the_public_reads_so(ground, visitor):
    office, reader = Person(visitor(), ground.regional_office).page, visitor()
    today = timezone.localdate()
    office.goto(f"/workbench/releases/{ground.release.number}/")
    office.get_by_role("link", name="暂停").click()
    office.get_by_label("暂停起始日").fill(today.isoformat())
    office.get_by_label("理由").fill("核实异议")
    office.get_by_role("button", name="暂停公示").click()
    reader.goto(f"/releases/{ground.release.number}/")
    told = date_format(today, "DATE_FORMAT")
    assert reader.locator(".clock-standing").inner_text() == f"公示自{told}起暂停，恢复后另行确定截止日。"
    office.get_by_role("link", name="恢复").click()
    office.get_by_label("恢复起始日").fill((today + DAY).isoformat())
    office.get_by_label("理由").fill("核实完毕")
    office.get_by_role("button", name="恢复公示").click()
    reader.reload()
    last = date_format(today + 10 * DAY, "DATE_FORMAT")
    assert reader.locator(".clock-standing").inner_text().endswith(f"至{last}24:00止。")
    assert [one.kind for one in NoticeChange.objects.order_by("number")] == ["extension", "pause", "resumption"]
