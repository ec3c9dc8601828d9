"""Issuing the seed's round, and the phrases in which it is asked."""

import pytest

from registry.models import Entry, Outcome, Release, ReleaseKind, Round
from registry.record import Statement, issue

from .record import (
    DECISION,
    NAMED_REGIONS,
    PROJECTS,
    PUBLISHED,
    REGIONS,
    again,
    ground,
    make_round,
    seed_round,
    synthetic_round,
)

pytestmark = pytest.mark.django_db


def names(entries):
    return [entry.current.text.name for entry in entries.with_statements()]


def test_the_seeds_round_has_nine_candidates_and_five_of_them_are_named():
    seed_round()
    outcomes = sorted(Entry.objects.values_list("category", "outcome"))
    assert outcomes == [
        ("comprehensive", "named"),
        ("comprehensive", "named"),
        ("comprehensive", "not_named"),
        ("comprehensive", "not_named"),
        ("single", "named"),
        ("single", "named"),
        ("single", "named"),
        ("single", "recommended"),
        ("single", "recommended"),
    ]


def test_the_named_stand_in_official_order_regions_first():
    seed_round()
    assert names(Entry.objects.named().in_official_order()) == [*NAMED_REGIONS, *PROJECTS]


def test_every_step_points_at_the_statement_that_made_it():
    seed = seed_round()
    for name in REGIONS:
        entry = Entry.objects.get(pk=seed.entries[name].pk)
        steps = [entry.recommended.release, entry.entered.release, entry.decided.release]
        assert steps == [seed.recommended, seed.entered, seed.decided]


def test_a_round_is_public_only_once_something_was_released():
    make_round(code="2027")
    seed_round()
    assert list(Round.objects.published().values_list("code", flat=True)) == ["2023"]


def test_the_phrases_chain():
    seed_round()
    synthetic_round(3)
    found = Entry.objects.in_round("2023").in_city("150400").in_region("150429").of_category("comprehensive").named()
    assert names(found) == ["宁城县"]
    assert Entry.objects.with_outcome(Outcome.RECOMMENDED).in_region("150400").count() == 2


def test_an_entry_is_where_its_statement_in_force_says():
    seed, regions = seed_round(), ground()
    entry = seed.entries[PROJECTS[0]]
    moved = [Statement(entry.category, regions["红山区"], Outcome.NAMED, PROJECTS[0], entry=entry)]
    issue(seed.round, ReleaseKind.CORRECTION, DECISION, moved, PUBLISHED, supersedes=seed.decided)
    assert names(Entry.objects.in_region("150402").in_city("150400").named()) == [PROJECTS[0]]


def test_a_list_entered_late_takes_nothing_away():
    regions = ground()
    [entry] = synthetic_round(1)
    late = [again(entry, "合成项目1", Outcome.RECOMMENDED)]
    issue(entry.round, ReleaseKind.RECOMMENDATION, DECISION, late, PUBLISHED)
    entry.refresh_from_db()
    assert (entry.outcome, entry.recommended.release.number, entry.city) == ("named", 2, regions["赤峰市"])


def test_words_that_grow_when_folded_are_published_all_the_same():
    [entry] = synthetic_round(1, name="㍿" * 300, lead_unit="㍿" * 200)
    assert entry.searched.startswith("株式会社" * 300 + "\n")
    assert entry.current.text.name == "㍿" * 300


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("智慧+交通", [PROJECTS[1]]),
        ("“智慧+交通”助力", [PROJECTS[1]]),
        ("促改革持续提升", [PROJECTS[2]]),
        ("宁城", ["宁城县"]),
        ("赤峰市 宁城县", ["宁城县"]),
        ("宁%县", []),
        ("宁城_\\%", ["宁城县"]),
    ],
)
def test_search_ignores_spacing_width_and_punctuation_and_knows_no_wildcards(words, found):
    seed_round()
    assert names(Entry.objects.named().matching(words).in_official_order()) == found


def test_a_citizen_who_types_the_city_finds_all_of_it():
    seed_round()
    assert Entry.objects.matching("赤峰").count() == 9


@pytest.mark.parametrize("count", [1, 3])
def test_a_release_with_all_its_words_takes_three_queries(count, django_assert_num_queries):
    synthetic_round(count)
    with django_assert_num_queries(3):
        release = Release.objects.with_items().get()
        shown = [(item.text.name, item.region.name, hasattr(item, "withholding")) for item in release.items.all()]
    assert len(shown) == count
