"""The life of a title: drawn as a grid, then told; statements count by their days, whenever they were entered."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from registry.models import Entry, Outcome, Release, ReleaseItem, ReleaseKind, SourceKind
from registry.record import Source, issue
from registry.titles import TITLE_MOVES, BrokenLife, after
from registry.verification import verify

from .grounds import built_once
from .record import PUBLISHED, again, seed_round

# From each state (rows: no title, 有效, 整改, 停止, 撤销, 注销) what each release leads to; a dot is refused.
COLUMNS = ("rectification", "suspension", "restoration", "revocation", "deregistration", "recheck_retention")
GRID = """
                     整改 停止 恢复 撤销 注销 保留
    -                 .    .    .    .    .    .
    valid             整   停   .    撤   注   有
    under_rectification . 停   有   撤   注   .
    suspended         .    .    有   撤   注   .
    revoked           .    .    .    .    .    .
    deregistered      .    .    .    .    .    .
"""
SHORT = {
    "有": "valid",
    "整": "under_rectification",
    "停": "suspended",
    "撤": "revoked",
    "注": "deregistered",
}
CASES = [
    ("" if state == "-" else state, kind, SHORT.get(cell))
    for state, *cells in (line.split() for line in GRID.strip().splitlines()[1:])
    for kind, cell in zip(COLUMNS, cells, strict=True)
]


def led_to(state, kind):
    try:
        return after(state, kind)
    except BrokenLife:
        return None


@pytest.mark.parametrize(("state", "kind", "target"), CASES)
def test_the_table_is_the_grid(state, kind, target):
    assert led_to(state, kind) == target


def test_the_grid_draws_every_kind():
    assert set(COLUMNS) == set(TITLE_MOVES)


@built_once
def seed():
    return seed_round()


NAME = "宁城县"


def tell(seed, kind, day, outcome=None, supersedes=None):
    """Publish a release of `kind` about 宁城县, issued on `day` (None: not known)."""
    outcome = outcome or TITLE_MOVES[kind].outcome
    source = Source(kind=SourceKind.DOCUMENT, title=f"关于{kind}的决定", issued_on=day)
    entry = Entry.objects.get(pk=seed.entries[NAME].pk)
    release, _items = issue(seed.round, kind, source, [again(entry, NAME, outcome)], PUBLISHED, supersedes=supersedes)
    return release


def stands(seed):
    entry = Entry.objects.select_related("titled__release").get(pk=seed.entries[NAME].pk)
    return entry.outcome, entry.state, entry.titled and entry.titled.release.kind


def test_what_is_named_has_a_valid_title_and_who_is_not_has_none(seed):
    states = {name: Entry.objects.get(pk=entry.pk).state for name, entry in seed.entries.items()}
    assert {name for name, state in states.items() if state == "valid"} == set(seed.entries) - {"克什克腾旗", "松山区"}
    assert {states["克什克腾旗"], states["松山区"]} == {""}


def test_a_title_lives_on(seed):
    lived = []
    for year, kind in enumerate(
        ("rectification", "suspension", "restoration", "recheck_retention", "revocation"), 2024
    ):
        tell(seed, kind, date(min(year, 2026), 1, year - 2023))
        lived.append(stands(seed))
    assert lived == [
        ("named", "under_rectification", "rectification"),
        ("named", "suspended", "suspension"),
        ("named", "valid", "restoration"),
        ("named", "valid", "recheck_retention"),
        ("named", "revoked", "revocation"),
    ]
    assert verify().findings == []


def test_what_cannot_follow_is_refused_and_writes_nothing(seed):
    tell(seed, "revocation", date(2024, 5, 1))
    before = Release.objects.count(), ReleaseItem.objects.count(), stands(seed)
    with pytest.raises(BrokenLife, match="suspension of a title|停止"):
        tell(seed, "suspension", date(2024, 6, 1))
    assert (Release.objects.count(), ReleaseItem.objects.count(), stands(seed)) == before


def test_a_document_entered_late_takes_its_place_by_its_day(seed):
    tell(seed, "revocation", date(2025, 5, 1))
    tell(seed, "rectification", date(2024, 5, 1))
    assert stands(seed) == ("named", "revoked", "revocation")


def test_a_document_entered_late_that_would_break_what_followed_is_refused(seed):
    tell(seed, "rectification", date(2025, 5, 1))
    with pytest.raises(BrokenLife):
        tell(seed, "revocation", date(2024, 5, 1))
    assert stands(seed) == ("named", "under_rectification", "rectification")


def test_a_title_cannot_be_taken_before_it_was_given(seed):
    with pytest.raises(BrokenLife):
        tell(seed, "revocation", date(2023, 10, 31))


def test_a_correction_takes_a_revocation_back(seed):
    revoked = tell(seed, "revocation", date(2024, 5, 1))
    tell(seed, "correction", date(2024, 6, 1), outcome=Outcome.NAMED, supersedes=revoked)
    assert stands(seed) == ("named", "valid", None)


def test_a_correction_of_the_name_alone_leaves_the_title_where_it_stands(seed):
    tell(seed, "suspension", date(2024, 5, 1))
    tell(seed, "correction", date(2024, 6, 1), outcome=Outcome.NAMED, supersedes=seed.decided)
    assert stands(seed) == ("named", "suspended", "suspension")


def test_a_correction_that_takes_the_naming_back_ends_the_title(seed):
    tell(seed, "suspension", date(2024, 5, 1))
    tell(seed, "correction", date(2024, 6, 1), outcome=Outcome.NOT_NAMED, supersedes=seed.decided)
    assert stands(seed) == ("not_named", "", None)


def test_a_correction_counts_from_its_day_and_never_before_what_it_corrects(seed):
    undated = tell(seed, "correction", None, outcome=Outcome.NAMED, supersedes=seed.decided)
    early = tell(seed, "correction", date(2023, 1, 1), outcome=Outcome.NAMED, supersedes=undated)
    assert (undated.effective_on, early.effective_on) == (date(2026, 11, 20), date(2026, 11, 20))


def test_what_is_entered_more_than_a_month_after_its_date_is_marked(seed):
    tell(seed, "rectification", date(2026, 10, 21))
    tell(seed, "restoration", date(2026, 10, 22))
    marks = {release.kind: release.is_backfilled for release in Release.objects.all()}
    assert marks == {
        "recommendation_list": False,  # its date is not known
        "field_evaluation_list": False,
        "naming_decision": True,
        "rectification": False,
        "restoration": False,
    }


DAYS = st.dates(date(2023, 11, 2), date(2026, 11, 20))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(told=st.lists(st.tuples(st.sampled_from(sorted(TITLE_MOVES)), DAYS), max_size=6))
def test_in_whatever_order_documents_are_entered_the_state_follows_their_days(seed, told):
    from django.db import transaction

    with transaction.atomic():
        taken = []
        for kind, day in told:
            try:
                with transaction.atomic():
                    tell(seed, kind, day)
                taken.append((day, len(taken), kind))
            except BrokenLife:
                pass
        state = "valid"
        for _day, _number, kind in sorted(taken):
            state = {
                "rectification": "under_rectification",
                "suspension": "suspended",
                "revocation": "revoked",
                "deregistration": "deregistered",
            }.get(kind, "valid")
        assert stands(seed)[1] == state
        assert verify().findings == []
        transaction.set_rollback(True)


def test_the_kinds_of_the_table_are_kinds_of_releases():
    assert set(TITLE_MOVES) < set(ReleaseKind.values)
