"""`verify_releases` of an empty record, and what it costs."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import translation

from registry.verification import verify

from .record import synthetic_round

pytestmark = pytest.mark.django_db


def test_an_empty_record_stands():
    out = StringIO()
    with translation.override("en"):
        call_command("verify_releases", stdout=out)
    assert out.getvalue().splitlines() == ["# 0 releases, 0 items, 0 of them withheld.", "# All as it was."]


@pytest.mark.parametrize("count", [1, 3])
def test_checking_takes_eighteen_queries_however_much_there_is(count, django_assert_num_queries):
    for number in range(count):
        synthetic_round(count, code=f"code-{number}")
    with django_assert_num_queries(18):
        assert len(verify().heads) == count
