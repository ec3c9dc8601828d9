"""There and back: what was exported comes back unchanged, whoever exported it and whatever stands in it."""

import pytest
from django.core.management import call_command
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import User
from registry.models import Category, Round
from submissions.models import Submission
from submissions.sheets.exporting import workbook

from .desk import desk
from .places import inner_mongolia
from .sheets import checked

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("who", ["drafter1", "drafter2", "city", "region1", "auditor"])
def test_what_the_demonstration_exports_changes_nothing_when_it_comes_back(settings, who):
    settings.DEBUG = True
    inner_mongolia()
    call_command("load_demo")
    user = User.objects.get(username=who)
    exported = desk(user).get(reverse("submission_export")).content
    many = Submission.objects.visible_to(user).count()
    for round in Round.objects.all():
        check = checked(exported, user, round)
        assert check.report["counts"] == {"refused": 0, "create": 0, "change": 0, "same": many}
        assert [list(row.notes) for row in check.rows] == [[]] * many


PRINTED = st.characters(exclude_categories=["Cc", "Cs", "Cn", "Zl", "Zp"])
LINE = st.text(PRINTED, max_size=40).map(str.strip) | st.sampled_from(
    [
        "=1+1",
        "+1",
        "-甲",
        "@SUM(A1)",
        '"甲","乙"',
        "#N/A",
        "1.0",
        "TRUE",
        "2026-11-15",
        "_x000D_",
        "名称未公开",
        "'0123",
        "１２",
        "\u200b甲\ufeff",
    ]
)
TEXT = st.lists(LINE, max_size=3).map("\n".join).map(str.strip)
FREE = settings(
    max_examples=60,
    deadline=None,
    database=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@FREE
@given(st.lists(st.tuples(LINE, LINE, TEXT, LINE), min_size=1, max_size=5))
def test_whatever_was_written_comes_back_unchanged(cast, contents):
    Submission.objects.all().delete()
    names = ("title", "lead_unit", "summary", "contact")
    Submission.objects.bulk_create(
        Submission(
            round=cast.round,
            unit=cast.drafter.unit,
            city=cast.places["赤峰市"],
            category=Category.SINGLE,
            region=cast.places["松山区"],
            created_by=cast.drafter,
            **dict(zip(names, content, strict=True)),
        )
        for content in contents
    )
    exported = workbook(Submission.objects.with_names(), cast.drafter)
    check = checked(exported, cast.drafter, cast.round)
    assert [str(row.outcome) for row in check.rows] == ["same"] * len(contents)
