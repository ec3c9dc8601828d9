"""How long a title is valid and when it is due for a re-check: dated cases, then the list at the desk."""

from datetime import date

import pytest
from django.urls import reverse

from registry.models import Category, Entry, Outcome, ReleaseKind, Round, SourceKind
from registry.rechecks import months_after, recheck_on, valid_until
from registry.record import Source, Statement, issue
from registry.titles import TITLE_MOVES
from submissions import rechecks

from .desk import desk
from .reading import all_of, page, rows
from .record import PUBLISHED, again

# Day, months, the same day so many months later.
MONTHS = """
    2023-11-01  24  2025-11-01
    2023-11-01  36  2026-11-01
    2023-11-30   3  2024-02-29
    2022-11-30   3  2023-02-28
    2024-02-29  12  2025-02-28
    2023-12-31   1  2024-01-31
    2023-10-31   1  2023-11-30
    2023-01-15  11  2023-12-15
    2023-01-15  12  2024-01-15
"""


@pytest.mark.once
@pytest.mark.parametrize("case", MONTHS.strip().splitlines())
def test_months_are_counted_to_the_same_day_or_the_last(case):
    day, months, later = case.split()
    assert months_after(date.fromisoformat(day), int(months)) == date.fromisoformat(later)


def name(cast, place, name, day, round=None):
    source = Source(kind=SourceKind.DOCUMENT, title="关于命名的决定", organ="自治区办公室", issued_on=day)
    told = [Statement(Category.SINGLE, cast.places[place], Outcome.NAMED, name)]
    _release, [item] = issue(round or cast.round, ReleaseKind.NAMING, source, told, PUBLISHED)
    return item.entry


def decree(entry, kind, day):
    source = Source(kind=SourceKind.DOCUMENT, title="关于称号的决定", issued_on=day)
    known = Entry.objects.get(pk=entry.pk)
    issue(known.round, kind, source, [again(known, "项目", TITLE_MOVES[kind].outcome)], PUBLISHED)


def of_titles(round, **months):
    Round.objects.filter(pk=round.pk).update(**months)


@pytest.mark.parametrize(("months", "remarks"), [(None, 0), (1, 1), (1200, 0)])
def test_an_entry_whose_term_has_passed_says_why_its_title_is_still_told_to_be_valid(cast, client, months, remarks):
    entry = name(cast, "松山区", "甲", date(2024, 3, 1))
    of_titles(cast.round, valid_months=months)
    shown = page(client.get(f"/entries/{entry.pk}/"))
    assert shown.count("有效期已满；尚无发布对称号作出处理，称号状态不变。") == remarks


@pytest.mark.django_db
def test_validity_and_recheck_count_from_the_naming_or_the_last_retention(cast):
    entry = name(cast, "松山区", "甲", date(2024, 3, 1))
    dates = lambda: (valid_until(Entry.objects.get(pk=entry.pk)), recheck_on(Entry.objects.get(pk=entry.pk)))  # noqa: E731
    told = [dates()]
    of_titles(cast.round, valid_months=36, recheck_months=24)
    told.append(dates())
    for kind, day in (("recheck_retention", date(2026, 2, 1)), ("rectification", date(2026, 3, 1))):
        decree(entry, kind, day)
        told.append(dates())
    decree(entry, "revocation", date(2026, 4, 1))
    told.append(dates())
    assert told == [
        (None, None),
        (date(2027, 2, 28), date(2026, 3, 1)),
        (date(2029, 1, 31), date(2028, 2, 1)),
        (date(2029, 1, 31), date(2028, 2, 1)),
        (None, None),
    ]


@pytest.fixture
def due(cast):
    """Two titles in 赤峰市 (one overdue, one due in a year), one in 呼和浩特市; one of a round without re-checks."""
    of_titles(cast.round, recheck_months=24)
    return {
        "overdue": name(cast, "松山区", "甲 逾期", date(2024, 1, 1)),
        "far": name(cast, "宁城县", "乙 尚早", date(2025, 11, 1)),
        "other_city": name(cast, "新城区", "丙 外市", date(2024, 12, 1)),
        "unlimited": name(cast, "松山区", "丁 不限", date(2020, 1, 1), cast.make_round("2027")),
    }


TODAY = date(2026, 11, 27)
# Who sees which titles as due within so many months.
SEEN = """
    who              | 1 month  | 12 months
    city_office      | 甲       | 甲 乙
    far_city_office  | 丙       | 丙
    regional_office  | 甲 丙    | 甲 乙 丙
    auditor          | 甲 丙    | 甲 乙 丙
"""


@pytest.mark.django_db
@pytest.mark.parametrize("line", SEEN.strip().splitlines()[1:])
def test_each_office_sees_what_is_due_in_its_cities(cast, due, line):
    who, one_month, one_year = line.split("|")
    user = getattr(cast, who.strip())
    told = [
        sorted(one.entry.current.text.name[0] for one in rechecks.due_for_recheck(user, months, TODAY))
        for months in (1, 12)
    ]
    assert told == [sorted(one_month.split()), sorted(one_year.split())]


@pytest.mark.django_db
def test_the_first_screen_tells_what_is_overdue_and_leads_there(cast, due):
    told = {}
    for who in ("city_office", "far_city_office", "regional_office", "auditor", "drafter"):
        response = desk(getattr(cast, who)).get(reverse("workbench"))
        told[who] = [words for words in all_of(response, "h2") if words.startswith("复核")]
    assert told == {
        "city_office": ["复核 · 1"],
        "far_city_office": [],
        "regional_office": ["复核 · 1"],
        "auditor": ["复核 · 1"],
        "drafter": [],
    }
    response = desk(cast.city_office).get(reverse("workbench"))
    assert response.content.decode().count('<a href="/workbench/rechecks/">待复核的称号</a>') == 1


@pytest.mark.django_db
def test_a_wrong_time_does_not_say_that_nothing_is_due(cast, due):
    assert all_of(desk(cast.regional_office).get(reverse("recheck_list"), {"months": "x"}), "p", 'class="empty"') == []
    none = desk(cast.far_city_office).get(reverse("recheck_list"), {"months": "0"})
    assert all_of(none, "p", 'class="empty"') == ["该期限内没有待复核的称号。"]


@pytest.mark.django_db
def test_the_list_says_until_when_and_who_is_late_and_leads_to_a_draft(cast, due):
    response = desk(cast.regional_office).get(reverse("recheck_list"), {"months": "60", "city": "150400"})
    told = [[cell for cell in row if cell] for row in rows(response, "dense")]
    assert told == [
        ["甲 逾期", "赤峰市", "2026年全区法治政府建设示范创建", "● 有效", "2024年1月1日", "2026年1月1日 已逾期"],
        ["乙 尚早", "赤峰市", "2026年全区法治政府建设示范创建", "● 有效", "2025年11月1日", "2027年11月1日"],
    ]
    document = cast.document(issued_on=date(2026, 11, 1))
    asked = {"entry": [str(due["overdue"].pk)], "kind": "recheck_retention", "document": document.pk}
    following = desk(cast.regional_office).get(reverse("draft_about"), asked).content.decode()
    assert following.count(" checked>") == 1
    assert f'value="{due["overdue"].pk}" checked>' in following


@pytest.mark.django_db
def test_a_city_office_may_look_and_not_begin(cast, due):
    response = desk(cast.city_office).get(reverse("recheck_list"), {"months": "60"})
    assert ("甲 逾期" in page(response), "对勾选的称号起草发布" in page(response)) == (True, False)
    assert desk(cast.city_office).get(reverse("draft_about")).status_code == 403


@pytest.mark.django_db
@pytest.mark.parametrize("months", ["", "-1", "61", "x"])
def test_a_time_that_means_nothing_is_refused(cast, due, months):
    response = desk(cast.regional_office).get(reverse("recheck_list"), {"months": months})
    assert (response.status_code, "<table" in response.content.decode()) == (400, False)


@pytest.mark.django_db
@pytest.mark.parametrize("several", [1, 3])
def test_the_list_takes_one_query_however_long(cast, django_assert_num_queries, several):
    of_titles(cast.round, recheck_months=24)
    for number in range(several):
        name(cast, "松山区", f"项目{number}", date(2024, 1, 1))
    with django_assert_num_queries(1):
        found = rechecks.due_for_recheck(cast.regional_office, 1, TODAY)
        assert {(one.entry.city.name, one.entry.round.code, one.entry.titled) for one in found} == {
            ("赤峰市", "2026", None)
        }
    assert len(found) == several


@pytest.mark.django_db
def test_months_of_validity_are_facts_of_the_round(cast):
    client, address = desk(cast.regional_office), reverse("rules_facts", args=["2026"])
    form = client.get(address).context["form"]
    sent = {field.html_name: "" if field.value() is None else field.value() for field in form}
    assert (sent["valid_months"], sent["recheck_months"]) == ("", "")
    assert client.post(address, sent | {"valid_months": "36", "recheck_months": "0"}).status_code == 200
    assert client.post(address, sent | {"valid_months": "36", "recheck_months": "24"}).status_code == 302
    round = Round.objects.get(code="2026")
    assert (round.valid_months, round.recheck_months) == (36, 24)
