"""Setting a round's rules in a real browser, and reading them: accessible, and within every screen."""

from datetime import datetime

import pytest
from django.utils import timezone

from registry.models import Category
from submissions.models import RoundRules

from . import made_files
from .test_journey import Person
from .test_public_pages_browser import LONG, SCREENS, TOO_WIDE, violations

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]
ROUND = "/workbench/rounds/2026/"


@pytest.fixture
def full(cast):
    """A round with everything, in the longest words."""
    by = {"by": cast.regional_office, "by_name": "tuya", "at": timezone.now()}
    later = datetime(2036, 3, 16, tzinfo=timezone.get_default_timezone())
    for city in ("赤峰市", "包头市", "赤峰市"):
        cast.round.rules.extensions.create(city=cast.places[city], closes_at=later, reason=LONG * 4, **by)
    for category in Category.values:
        cast.requirement("A1", category, name=LONG[:120], wanted=LONG * 5, most_pages=30, asks_seal=True)
        cast.requirement("A2", category, from_stage=cast.review, formats=["pdf", "ofd"], required=False)
    cast.quota(3)
    return cast


def pages_of(cast):
    asked = cast.round.requirements.first().pk
    forms = ("facts/", "window/", "extensions/new/", "asks/", "quotas/", f"stages/{cast.review.pk}/")
    office = [ROUND + form for form in (*forms, f"requirements/{asked}/", "requirements/new/")]
    return {"regional_office": ["/workbench/rounds/", ROUND, "/workbench/rounds/new/", *office], "drafter": [ROUND]}


@pytest.mark.parametrize("who", ["regional_office", "drafter"])
def test_no_page_of_a_rounds_rules_breaks_a_rule_of_accessibility_or_is_too_wide(full, visitor, who):
    person = Person(visitor(), getattr(full, who))
    addresses = pages_of(full)[who]
    assert violations(person.page, addresses) == {}
    too_wide = {}
    for screen in SCREENS.values():
        person.page.set_viewport_size(screen)
        for address in addresses:
            person.page.goto(address)
            excess = person.page.evaluate(TOO_WIDE)
            too_wide |= {(address, screen["width"]): excess} if excess > 0 else {}
    assert too_wide == {}


def test_the_office_begins_a_round_after_another_and_a_city_reads_it(cast, visitor, tmp_path):
    """Without JavaScript: every step is a form of its own."""
    cast.quota(3)
    template = tmp_path / "申报书.docx"
    template.write_bytes(made_files.docx())
    office = Person(visitor(java_script_enabled=False), cast.regional_office)
    office.follow("批次规则").follow(cast.round.name).follow("沿用本批次新建")
    office.fill(code="2037", name="2037年全区法治政府建设示范创建", year="2037").press("建立批次")
    office.follow("修改申报期限").fill(opens_on="2037-03-01", closes_on="2037-03-15").press("保存")
    office.follow("为盟市延期").fill(city="150400", closes_on="2037-03-18", reason="暴雪停电").press("确认延期")
    office.follow("新增材料要求·单项示范").fill(code="A1", name="申报书")
    office.page.set_input_files("[name=template_file]", template)
    office.press("添加材料要求")
    assert office.reads("材料要求已添加。")

    drafter = Person(visitor(java_script_enabled=False), cast.drafter)
    drafter.follow("批次规则").follow("2037年全区法治政府建设示范创建")
    assert [drafter.reads(words) for words in ("2037年3月15日24:00", "2037年3月18日24:00", "暴雪停电")] == [True] * 3
    with drafter.page.expect_download() as download:
        drafter.follow("申报书.docx")
    assert download.value.suggested_filename == "申报书.docx"
    rules = RoundRules.objects.get(round__code="2037")
    assert timezone.localtime(rules.closes_at).isoformat() == "2037-03-16T00:00:00+08:00"
    assert list(rules.round.quotas.values_list("city__code", "limit", "used")) == [("150400", 3, 0)]
