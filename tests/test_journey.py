"""The whole story in a real browser, from an empty draft to the public list; the drafter's part without JavaScript."""

from datetime import date

import pytest
from django.contrib.auth.hashers import make_password

from registry.models import Release
from submissions.models import Submission

from .conftest import SCREENSHOTS
from .record import seed_round

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PASSWORD = "a pass-phrase for the browser"  # noqa: S105 - a test's own
TITLE = "松山区‘智慧+执法’ 推进严格规范公正文明执法"


class Person:
    """Somebody at a screen: signs in, clicks what is written on links and buttons, fills fields by their label."""

    def __init__(self, page, user=None):
        self.page = page
        if user:
            user.password = make_password(PASSWORD)
            user.save(update_fields=["password"])
            self.sign_in(user.username)

    def sign_in(self, username):
        self.page.goto("/workbench/")
        self.page.fill("[name=username]", username)
        self.page.fill("[name=password]", PASSWORD)
        self.page.click("main button")
        self.page.wait_for_url("**/workbench/")

    def go(self, path):
        self.page.goto(path)
        return self

    def follow(self, text):
        self.page.get_by_role("link", name=text, exact=True).first.click()
        return self

    def press(self, text):
        self.page.get_by_role("button", name=text, exact=True).first.click()
        return self

    def fill(self, **fields):
        for name, value in fields.items():
            control = self.page.locator(f"[name={name}]").first
            if control.evaluate("one => one.tagName") == "SELECT":
                control.select_option(value)
            elif control.get_attribute("type") == "radio":
                self.page.check(f"[name={name}][value={value}]")
            else:
                control.fill(value)
        return self

    def reads(self, text):
        """Whether the words stand in the main part of the page."""
        return text in self.page.inner_text("main")


@pytest.fixture
def people(cast, visitor):
    """Called with who and a browser's options: that person of the cast, signed in."""
    return lambda who, **options: Person(visitor(**options), getattr(cast, who))


def write_and_submit(drafter, cast):
    """The drafter's part, as clicked: a new draft, corrected once, submitted."""
    drafter.follow("填写申报").fill(category="single", region=str(cast.places["松山区"].pk), title="写错的题目")
    drafter.press("存为草稿").follow("修改").fill(title=TITLE).press("保存")
    assert drafter.reads(TITLE)
    drafter.follow("提交申报").press("提交申报")
    submission = Submission.objects.get()
    assert (submission.status, submission.title) == ("submitted", TITLE)
    return submission


def record(office, submission, step, **inputs):
    """One of the office's steps on the submission's page."""
    office.go(f"/workbench/submissions/{submission.pk}/").follow(step).fill(**inputs).press(step)
    submission.refresh_from_db()
    return submission.status


def test_a_candidate_goes_from_an_empty_draft_to_the_public_list(cast, people, page):
    submission = write_and_submit(people("drafter"), cast)
    city_office = people("city_office")
    assert city_office.reads(TITLE)
    assert record(city_office, submission, "推荐上报") == "recommended"

    office = people("regional_office")
    assert record(office, submission, "受理") == "under_review"
    assert record(office, submission, "进入下一阶段") == "under_review"
    decision = cast.document("关于2026年命名的决定", issued_on=date(2026, 11, 1))
    assert record(office, submission, "命名", document=str(decision.pk)) == "named"

    office.go("/workbench/releases/new/").fill(kind="naming_decision", document=str(decision.pk)).press("生成发布稿")
    assert office.reads("关于2026年命名的决定")
    office.fill(signed_text=TITLE.replace("严格", "严肃")).press("保存并比对")
    assert office.reads("第 1 行第 15 个字符不一致")
    office.fill(signed_text=TITLE).press("保存并比对")
    office.press("完成保密审查").press("完成审批")
    assert office.page.get_by_role("button", name="确认发布").is_disabled()
    address = office.page.url

    citizen = Person(page)
    citizen.go("/named/")
    assert not citizen.reads(TITLE)

    second = people("second_person")
    second.page.goto(address)
    second.press("确认发布")
    assert Release.objects.count() == 1

    citizen.go("/").fill(q="智慧").press("查询")
    citizen.follow(TITLE)
    assert citizen.reads("已命名")
    assert citizen.reads("《关于2026年命名的决定》")
    assert citizen.reads("2026年11月1日")


def test_a_drafter_files_without_javascript_on_a_small_screen(cast, people):
    drafter = people("drafter", java_script_enabled=False, viewport={"width": 1366, "height": 768})
    submission = write_and_submit(drafter, cast)
    assert drafter.reads("提交申报")
    assert [row.move for row in submission.transitions.all()] == ["submit"]


def test_the_picture_in_the_readme_is_the_page(visitor):
    """Leaves `region.png` among the screenshots; the README shows a copy of it (docs/screenshots/)."""
    seed_round()
    citizen = Person(visitor(viewport={"width": 1366, "height": 1000}, device_scale_factor=1))
    citizen.go("/regions/150400/")
    assert citizen.reads("全部入围实地评估")
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    citizen.page.screenshot(path=SCREENSHOTS / "region.png")
