"""The kept counts are what counting anew would find, after whatever was published."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.db.migrations.loader import MigrationLoader
from django.utils import translation

from regions.version import public_version
from registry.models import Category, Entry, NamedChange, Outcome, ReleaseKind, Round, Tally
from registry.pages import counts, regions
from registry.pages import rounds as pages_of_rounds
from registry.record import Statement, issue
from registry.tallies import COLUMNS, NUMBERS, are_right, numbers_of, recount
from registry.verification import verify

from .reading import rows
from .record import DECISION, PUBLISHED, again, ground, make_round, seed_round, synthetic_round

pytestmark = pytest.mark.django_db

# by, round, city, category -> recommended, entered, proposed, named, valid; of the seed's round and one of three
# projects in 2025
DRAWN = """
        -     -       -              9  7  0  8  8
k       -     -       comprehensive  4  4  0  2  2
k       -     -       single         5  3  0  6  6
c       -     150400  -              9  7  0  8  8
ck      -     150400  comprehensive  4  4  0  2  2
ck      -     150400  single         5  3  0  6  6
r       2023  -       -              9  7  0  5  5
r       2025  -       -              0  0  0  3  3
rk      2023  -       comprehensive  4  4  0  2  2
rk      2023  -       single         5  3  0  3  3
rk      2025  -       single         0  0  0  3  3
rc      2023  150400  -              9  7  0  5  5
rc      2025  150400  -              0  0  0  3  3
rck     2023  150400  comprehensive  4  4  0  2  2
rck     2023  150400  single         5  3  0  3  3
rck     2025  150400  single         0  0  0  3  3
"""


def drawn():
    """The tallies as the picture draws them."""
    found = Tally.objects.values_list("by", "round__code", "city__code", "category", *COLUMNS)
    return sorted(
        " ".join(str(one or "-") if place else one for place, one in enumerate(row[:4]))
        + " "
        + " ".join(map(str, row[4:]))
        for row in found
    )


def test_every_sum_is_kept():
    seed_round()
    synthetic_round(3)
    picture = [" ".join(line.split()) for line in DRAWN.replace("\n        -", "\n. -").strip().splitlines()]
    assert [line.strip() for line in drawn()] == sorted(line.removeprefix(". ") for line in picture)


def counted_by_hand(by):
    """{what `by` fixes: numbers}, entry by entry."""
    sums = {}
    for entry in Entry.objects.all():
        fixed = (
            entry.round_id if "r" in by else None,
            entry.city_id if "c" in by else None,
            entry.category if "k" in by else "",
        )
        stated = (entry.recommended_id, entry.entered_id, entry.proposed_id)
        facts = (*(one is not None for one in stated), entry.outcome == Outcome.NAMED, entry.state == "valid")
        sums[fixed] = tuple(map(sum, zip(sums.get(fixed, (0,) * 6), (1, *facts), strict=True)))
    return sums


def correct(entry, supersedes, outcome, **instead):
    told = Statement(
        instead.get("category", entry.category), instead.get("region", entry.region), outcome, "改", entry=entry
    )
    issue(entry.round, ReleaseKind.CORRECTION, DECISION, [told], PUBLISHED, supersedes=supersedes)


def without_a_division(seed):
    told = [Statement(Category.SINGLE, None, Outcome.NAMED, "未标明区划的项目")]
    issue(seed.round, ReleaseKind.NAMING, DECISION, told, PUBLISHED)


STORIES = {
    "a round as published": lambda seed: None,
    "a second round": lambda seed: synthetic_round(7, code="2027"),
    "one is moved to another category": lambda seed: correct(
        seed.entries["宁城县"], seed.decided, Outcome.NAMED, category=Category.SINGLE
    ),
    "one is moved to another city": lambda seed: correct(
        seed.entries["宁城县"], seed.decided, Outcome.NAMED, region=ground()["科尔沁区"]
    ),
    "a naming is taken back": lambda seed: correct(seed.entries["宁城县"], seed.decided, Outcome.ENTERED),
    "one that has no division": without_a_division,
    "four were proposed, of whom two are named": lambda seed: issue(
        seed.round,
        ReleaseKind.NOTICE,
        DECISION,
        [again(seed.entries[name], name, Outcome.PROPOSED) for name in ("元宝山区", "宁城县", "松山区", "克什克腾旗")],
        PUBLISHED,
    ),
    "a title is revoked and stays counted": lambda seed: issue(
        seed.round,
        ReleaseKind.REVOCATION,
        DECISION,
        [again(seed.entries["宁城县"], "宁城县", Outcome.REVOKED)],
        PUBLISHED,
    ),
}


@pytest.mark.parametrize("story", STORIES)
def test_the_counts_follow_whatever_is_published(story):
    seed = seed_round()
    synthetic_round(2)
    STORIES[story](seed)
    for by in ("", "r", "c", "k", "rc", "rk", "ck", "rck"):
        kept = Tally.objects.filter(by=by).values_list("round", "city", "category", *NUMBERS)
        assert {row[:3]: row[3:] for row in kept} == counted_by_hand(by), by
    assert verify().findings == []


def test_what_has_no_division_is_counted_in_the_table_of_its_round(client):
    without_a_division(seed_round())
    table = rows(client.get("/rounds/2023/"), "counts")
    assert table == [
        ["赤峰市", "4", "4", "2", "5", "3", "3"],
        ["未标明行政区划", "0", "0", "0", "0", "0", "1"],
    ]


@pytest.mark.parametrize(
    "damage",
    [
        lambda: Tally.objects.filter(by="rk", category="single").update(named=99),
        lambda: Tally.objects.filter(by="rk", category="single").update(proposed=99),
        lambda: Tally.objects.filter(by="rk", category="single").update(valid=2),
        lambda: Tally.objects.filter(by="").delete(),
        lambda: Tally.objects.create(by="", **dict(zip(NUMBERS, (9, 9, 7, 0, 5, 5), strict=True))),
        lambda: Tally.objects.filter(by="rck").update(place="7976"),
        lambda: NamedChange.objects.filter(category="single").update(named=4),
        lambda: NamedChange.objects.update(day="2023-11-02"),
        lambda: NamedChange.objects.update(place="7976"),
        lambda: NamedChange.objects.filter(category="single").delete(),
    ],
)
def test_a_damage_is_found_and_mended(damage):
    seed_round()
    damage()
    with translation.override("zh-hans"):
        assert verify().findings == ["保存的统计数与各条目不符；rebuild_record 可重新统计"]
        version, out = public_version(), StringIO()
        call_command("rebuild_record", stdout=out)
    assert out.getvalue() == "已重排 9 个条目的次序，重新保存 12 个统计数。\n"
    assert (verify().findings, public_version()) == ([], version + 1)


def test_counting_one_round_leaves_the_others_as_they_are():
    seed_round()
    synthetic_round(2)
    Tally.objects.filter(by="rk", round__code="2025").update(named=99)
    recount([Round.objects.get(code="2023")])
    assert Tally.objects.get(by="rk", round__code="2025").named == 99
    recount()
    assert are_right()


@pytest.mark.parametrize("count", [1, 3])
def test_publishing_counts_in_a_fixed_number_of_queries(count, django_assert_num_queries):
    round = make_round(code="2029")
    for place in list(ground().values())[:count]:
        told = [Statement(Category.SINGLE, place, Outcome.NAMED, "项目")]
        issue(round, ReleaseKind.NAMING, DECISION, told, PUBLISHED)
    with django_assert_num_queries(11):
        recount([round])


@pytest.fixture
def long_round(monkeypatch):
    """A round of more candidates than its page lists: the seed's nine, and three of 通辽市."""
    monkeypatch.setattr(counts, "LISTED", 5)
    seed = seed_round()
    told = [Statement(Category.SINGLE, ground()["科尔沁区"], Outcome.NAMED, f"项目{number}") for number in range(3)]
    issue(seed.round, ReleaseKind.NAMING, DECISION, told, PUBLISHED)


def test_a_long_round_shows_its_numbers_and_each_citys_candidates_on_a_page_of_their_own(client, long_round):
    whole = client.get("/rounds/2023/")
    assert [row[0] for row in rows(whole, "counts")] == ["赤峰市", "通辽市"]
    assert b'class="candidates' not in whole.content
    assert b'href="/rounds/2023/?city=150500#c150500"' not in whole.content  # no number of 通辽市 leads there but 0
    assert b'href="/rounds/2023/?city=150400#c150400"' in whole.content
    city = client.get("/rounds/2023/?city=150500")
    assert [row[0] for row in rows(city, "candidates")] == ["项目0", "项目1", "项目2"]


def test_the_candidates_of_a_city_come_in_pages(client, long_round, monkeypatch):
    monkeypatch.setattr(pages_of_rounds, "A_PAGE", 2)
    shown = [client.get(f"/rounds/2023/?city=150500&page={number}") for number in (1, 2, 3)]
    assert [answer.status_code for answer in shown] == [200, 200, 404]
    assert [[row[0] for row in rows(one, "candidates")] for one in shown[:2]] == [["项目0", "项目1"], ["项目2"]]
    assert b'href="?city=150500&amp;page=2"' in shown[0].content


@pytest.mark.parametrize("city", ["150100", "none", "x", "%00", "150400&city=150500", "%20"])
def test_a_city_without_candidates_in_the_round_is_refused(client, long_round, city):
    assert client.get(f"/rounds/2023/?city={city}").status_code == 400


def test_a_city_of_many_candidates_shows_its_numbers_round_by_round(client, monkeypatch):
    monkeypatch.setattr(regions, "LISTED", 5)
    seed_round()
    synthetic_round(2)
    page = client.get("/regions/150400/")
    assert rows(page, "counts") == [["赤峰市", "—", "—", "0", "—", "—", "2"]]  # of 2025; the seed's round stands below
    assert (page.content.count(b'<table class="counts'), b'class="candidates' in page.content) == (2, False)


def test_the_migration_that_first_counted_counts_what_it_knew():
    then = MigrationLoader(None).project_state(("registry", "0007_tallies")).apps
    assert numbers_of(then.get_model("registry", "Tally")) == ["entries", "recommended", "entered", "named"]
