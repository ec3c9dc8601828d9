"""Years of the working calendar entered by an administrator: what counts, what is refused, and that it is public."""

from datetime import date

import pytest
from django.urls import reverse

from accounts.models import Role, User
from regions.version import public_version
from registry.models import CalendarDay, CalendarYear
from registry.workdays import UnknownYear, WorkingDays

pytestmark = pytest.mark.django_db
SOURCE = "《国务院办公厅关于2027年部分节假日安排的通知》"
ADD = "admin:registry_calendaryear_add"


@pytest.fixture
def administrator(client):
    client.force_login(User.objects.create_user("administrator", role=Role.ADMINISTRATOR))
    return client


def form(year, *rows, source=SOURCE, stored=()):
    """What the admin's form sends: `rows` are (day, is it worked); `stored` are rows that exist and are kept."""
    data = {"year": year, "source": source, "days-TOTAL_FORMS": len(stored) + len(rows)}
    data["days-INITIAL_FORMS"] = len(stored)
    rows = [*((one.day.isoformat(), one.is_working) for one in stored), *rows]
    for number, (day, is_working) in enumerate(rows):
        data |= {f"days-{number}-day": day, f"days-{number}-name": "元旦" if day else ""}
        data |= {f"days-{number}-is_working": "on"} if is_working else {}
    for number, one in enumerate(stored):
        data |= {f"days-{number}-id": one.pk, f"days-{number}-year": one.year_id}
    return data


def enter(client, *facts, **more):
    return client.post(reverse(ADD), form(*facts, **more))


def worked(*days):
    works = WorkingDays.stored()
    return [works(date.fromisoformat(day)) for day in days]


def test_a_year_is_unknown_until_its_table_is_entered(administrator):
    with pytest.raises(UnknownYear):
        worked("2027-03-01")
    enter(administrator, 2027, ("2027-01-01", False), ("2027-02-06", True))
    assert worked("2027-01-01", "2027-02-06", "2027-02-07", "2027-03-01") == [False, True, False, True]
    assert public_version() == 1


def test_a_year_that_is_built_in_is_amended_by_a_document_that_is_told(administrator):
    """As in 2015, when 3 September became a holiday in May."""
    source = "国务院关于调整放假安排的通知"
    enter(administrator, 2026, ("2026-11-27", False), ("2026-11-28", True), source=source)
    assert worked("2026-11-26", "2026-11-27", "2026-11-28", "2026-11-29") == [True, False, True, False]
    works = WorkingDays.stored()
    assert works.sources_between(date(2026, 11, 20), date(2026, 12, 1)) == [source]
    assert works.sources_between(date(2025, 11, 20), date(2025, 12, 1)) == []


def test_new_year_may_move_days_of_the_december_before_it(administrator):
    enter(administrator, 2027, ("2026-12-31", False), ("2026-12-27", True), ("2027-01-01", False))
    assert worked("2026-12-27", "2026-12-30", "2026-12-31", "2027-01-01", "2027-01-04") == [
        True, True, False, False, True
    ]  # fmt: skip
    works = WorkingDays.stored()
    assert works.sources_between(date(2026, 12, 25), date(2026, 12, 31)) == [SOURCE]
    assert works.sources_between(date(2026, 12, 1), date(2026, 12, 24)) == []


# year  row                          the sentence
REFUSED = [
    (2027, ("2028-01-01", False), "日期应在2027年内，或在上一年12月。"),
    (2027, ("2026-11-30", False), "日期应在2027年内，或在上一年12月。"),
    (2027, ("2027-03-01", True), "周一至周五本为工作日，只需录入调休上班的周末。"),
    (2026, ("2026-10-01", False), "内置日历中该日已是如此，不必录入。"),
    (2026, ("2026-10-10", True), "内置日历中该日已是如此，不必录入。"),
    (2026, ("2026-11-27", True), "内置日历中该日已是如此，不必录入。"),
    (2027, ("2027-02-30", False), "输入一个有效的日期。"),
    (2027, ("", False), "请录入该年度的放假日期，否则无法计算工作日。"),
    (2027, ("2027-02-06", True), "请录入该年度的放假日期，否则无法计算工作日。"),
    (2003, ("2003-01-01", False), "确保该值大于或等于2004。"),
    (2101, ("2101-01-01", False), "确保该值小于或等于2100。"),
    ("明年", ("2027-01-01", False), "输入整数。"),
    ("", ("2027-01-01", False), "该字段是必填项。"),
]


@pytest.mark.parametrize(("year", "row", "sentence"), REFUSED)
def test_what_cannot_stand_in_a_calendar_is_refused_and_nothing_is_written(administrator, year, row, sentence):
    answer = enter(administrator, year, row)
    formset = answer.context["inline_admin_formsets"][0].formset
    errors = [*answer.context["adminform"].form.errors.values(), *(e for one in formset.errors for e in one.values())]
    said = [str(one) for found in [*errors, formset.non_form_errors()] for one in found]
    assert said[:1] == [sentence]
    assert (CalendarYear.objects.count(), CalendarDay.objects.count(), public_version()) == (0, 0, 0)


def test_a_day_stands_once_in_all_years(administrator):
    enter(administrator, 2027, ("2027-01-01", False), ("2027-12-31", False))
    answer = enter(administrator, 2028, ("2028-01-01", False), ("2027-12-31", False))
    assert answer.status_code == 200
    assert (CalendarYear.objects.count(), CalendarDay.objects.count(), public_version()) == (1, 2, 1)


def test_changing_and_deleting_a_year_are_public_writes_too(administrator):
    enter(administrator, 2027, ("2027-01-01", False))
    year = CalendarYear.objects.get()
    page = reverse("admin:registry_calendaryear_change", args=[year.pk])
    administrator.post(page, form(2027, ("2027-01-02", False), stored=year.days.all()))
    assert (year.days.count(), public_version()) == (2, 2)
    administrator.post(reverse("admin:registry_calendaryear_delete", args=[year.pk]), {"post": "yes"})
    assert (CalendarYear.objects.count(), CalendarDay.objects.count(), public_version()) == (0, 0, 3)


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_and_the_calendar_take_as_many_queries_for_three_years_as_for_one(
    administrator, count, django_assert_num_queries
):
    for year in range(2027, 2027 + count):
        CalendarDay.objects.create(year=CalendarYear.objects.create(year=year), day=date(year, 1, 1))
    with django_assert_num_queries(5):
        administrator.get(reverse("admin:registry_calendaryear_changelist"))
    with django_assert_num_queries(1):
        assert WorkingDays.stored()(date(2027, 1, 1)) is False
