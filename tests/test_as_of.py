"""The list as it stood on a day: told, and compared with a replay by hand, whatever was published in what order."""

from datetime import date, datetime, timedelta
from itertools import count

import pytest
from django.db import transaction
from django.http import QueryDict
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from registry.filters import NamedFilter, narrow
from registry.models import Category, Entry, Outcome, SourceKind
from registry.record import Source, Statement, issue, withhold
from registry.titles import TITLE_MOVES, BrokenLife
from registry.verification import verify

from .grounds import built_once
from .reading import rows, words
from .record import BEIJING, PUBLISHED, again, ground, make_round, seed_round
from .test_downloads import read

pytestmark = pytest.mark.django_db


def published(round, kind, day, statements, supersedes=None, at=PUBLISHED):
    source = Source(kind=SourceKind.DOCUMENT, title=f"关于{kind}的决定", organ="自治区办公室", issued_on=day)
    return issue(round, kind, source, statements, at, supersedes=supersedes)


def stood(day, **asked):
    """{printed name (None: withheld): (outcome, state)} of everything as of `day`."""
    entries = Entry.objects.as_of(day).filter(**asked).with_statements()
    return {getattr(getattr(one.current, "text", None), "name", None): (one.outcome, one.state) for one in entries}


def named_on(day, query=""):
    asked = QueryDict(f"as_of={day}&{query}")
    return [entry.current.text.name for entry in narrow(NamedFilter, Entry.objects.all(), asked).qs]


# --- told ---


@built_once
def seed():
    return seed_round()


def test_before_the_decision_nobody_is_named_and_from_its_day_on_they_are(seed):
    assert named_on("2023-10-31") == []
    assert named_on("2023-11-01") == named_on("2026-11-20") == list(seed.entries)[:2] + list(seed.entries)[4:]


def test_a_name_is_that_of_the_day_and_so_is_what_is_found_by_it(seed):
    entry = seed.entries["宁城县"]
    published(seed.round, "correction", date(2024, 5, 1), [again(entry, "宁城新县", "named")], seed.decided)
    assert [named_on(day, "category=comprehensive") for day in ("2024-04-30", "2024-05-01")] == [
        ["元宝山区", "宁城县"],
        ["元宝山区", "宁城新县"],
    ]
    assert [named_on(day, "q=新县") for day in ("2024-04-30", "2024-05-01")] == [[], ["宁城新县"]]


def test_a_naming_that_was_taken_back_stood_until_then(seed):
    entry = seed.entries["宁城县"]
    published(seed.round, "correction", date(2024, 5, 1), [again(entry, "宁城县", "not_named")], seed.decided)
    assert ["宁城县" in named_on(day) for day in ("2024-04-30", "2024-05-01")] == [True, False]


def test_a_title_stands_as_its_last_document_of_the_day_says(seed):
    entry = seed.entries["宁城县"]
    for kind, day in (
        ("suspension", date(2024, 3, 1)),
        ("restoration", date(2024, 6, 1)),
        ("revocation", date(2025, 1, 1)),
    ):
        published(seed.round, kind, day, [again(entry, "宁城县", TITLE_MOVES[kind].outcome)])
    days = [date(2023, 11, 1), date(2024, 3, 1), date(2024, 5, 31), date(2024, 6, 1), date(2025, 1, 1)]
    assert [stood(day)["宁城县"] for day in days] == [
        ("named", "valid"),
        ("named", "suspended"),
        ("named", "suspended"),
        ("named", "valid"),
        ("named", "revoked"),
    ]
    found = Entry.objects.as_of(date(2024, 5, 31)).get(pk=entry.pk)
    assert (found.titled.release.kind, found.title_since) == ("suspension", date(2024, 3, 1))


def test_the_present_list_is_the_list_as_of_today(seed):
    entry = seed.entries["宁城县"]
    published(seed.round, "suspension", date(2024, 3, 1), [again(entry, "宁城县", "suspended")])
    facts = ("pk", "outcome", "state", "title_since", "confirmed_on", "current_id", "region_id", "city_id")
    told = [
        [tuple(str(getattr(one, name)) for name in facts) for one in entries.order_by("pk")]
        for entries in (Entry.objects.all(), Entry.objects.as_of(date(2026, 11, 20)))
    ]
    assert told[0] == told[1]
    assert len(told[0]) == 9


@pytest.mark.parametrize("several", [1, 3])
def test_the_list_of_a_day_takes_one_query_however_long(seed, django_assert_num_queries, several):
    with django_assert_num_queries(1):
        found = list(Entry.objects.as_of(date(2023, 11, 1)).named().with_statements().in_official_order()[:several])
        for one in found:
            assert (one.round.code, one.city.name, one.current.release.number, one.current.text.name != "")[1:3] == (
                "赤峰市",
                3,
            )
            assert (one.region.code[:4], one.titled, hasattr(one.current, "withholding")) == ("1504", None, False)
    assert len(found) == several


# --- on the page, in the files and in the data ---


def test_page_files_and_data_give_the_same_list(client, seed):
    entry = seed.entries["宁城县"]
    published(seed.round, "correction", date(2024, 5, 1), [again(entry, "宁城新县", "named")], seed.decided)
    expected = ["元宝山区", "宁城县"]
    asked = "?as_of=2024-04-30&category=comprehensive"
    page = client.get("/named/" + asked)
    assert [row[0] for row in rows(page)] == expected
    assert [row["name"] for row in client.get("/named.json" + asked).json()] == expected
    api = client.get("/api/v1/entries/" + asked + "&outcome=named").json()
    assert sorted(row["name"] for row in api["results"]) == sorted(expected)
    assert [
        line.split(",")[2] for line in client.get("/named.csv" + asked).content.decode().splitlines()[1:]
    ] == expected


def test_what_was_published_here_only_later_is_marked_with_its_day(client, seed):
    page = client.get("/named/?as_of=2024-06-30").content.decode()
    assert words(page).count("补录：2026年11月20日录入") == 5
    assert "补录" not in words(client.get("/named/?as_of=2026-11-20").content.decode())
    assert "补录" not in words(client.get("/named/").content.decode())


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.parametrize(
    ("asked", "remark", "day"),
    [
        ("?as_of=2024-06-30", "补录：2026年11月20日录入", "2024-06-30"),
        ("?as_of=2026-11-20", "", "2026-11-20"),
        ("", "", None),
    ],
)
def test_so_it_is_in_the_files_whose_names_tell_the_day_of_the_list(client, seed, form, asked, remark, day):
    told = [again(seed.entries["宁城县"], "宁城县", Outcome.SUSPENDED)]
    published(seed.round, "suspension", date(2024, 5, 1), told)
    answer = client.get(f"/named.{form}{asked}")
    heading, *lines = read(answer, form)
    assert [line[heading.index("备注")] for line in lines] == [remark] * 5
    day = day or timezone.localdate().isoformat()
    assert f'filename="named_{day}.{form}"' in answer["Content-Disposition"]


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        ("2024-02-30", "请按2024-06-30的格式填写日期，且须为实际存在的日期。"),
        ("2999-01-01", "所填日期尚未到来，只能查询截至今天或者更早日期的名单。"),
    ],
)
@pytest.mark.parametrize("address", ["/named/", "/named.csv", "/api/v1/entries/"])
def test_a_day_that_means_nothing_is_refused_with_a_sentence(client, seed, address, day, sentence):
    refused = client.get(f"{address}?as_of={day}")
    assert (refused.status_code, sentence in refused.content.decode()) == (400, True)


# --- whatever was published in whatever order ---

STEP = {"recommended": 0, "entered_field_evaluation": 1, "proposed": 2}
MEANS = {
    "under_rectification": "under_rectification",
    "suspended": "suspended",
    "restored": "valid",
    "revoked": "revoked",
    "deregistered": "deregistered",
    "retained": "valid",
}


def by_hand(told, day):
    """(outcome, state, name) of one candidate as of `day`; None while nobody had spoken of it. `told` are tuples
    (counts from, number, kind, outcome, name, kind of what it corrects)."""
    steps, state = [None] * 4, ""
    for counts_from, _number, kind, outcome, name, corrects in sorted(told, key=lambda one: one[:2]):
        if counts_from > day:
            continue
        titled_before = steps[3] is not None and steps[3][0] == "named"
        if outcome in MEANS:
            state = MEANS[outcome] if titled_before else ""
            continue
        step = STEP.get(outcome, 3)
        steps[step] = (outcome, name)
        if kind == "correction":
            steps[step + 1 :] = [None] * (3 - step)
        if steps[3] is None or steps[3][0] != "named":
            state = ""
        elif not titled_before or corrects in TITLE_MOVES:
            state = "valid"
    last = [one for one in steps if one][-1:]
    return (*last[0][:1], state, last[0][1]) if last else None


KINDS = {
    "recommendation_list": ["recommended"],
    "field_evaluation_list": ["entered_field_evaluation"],
    "naming_notice": ["proposed"],
    "naming_decision": ["named", "named", "not_named"],
    "correction": [
        *("recommended", "entered_field_evaluation", "named", "not_named", "withdrawn"),
        *("suspended", "revoked", "restored"),
    ],
    **{str(kind): [str(move.outcome)] for kind, move in TITLE_MOVES.items()},
}
FIRST, LAST = date(2023, 11, 1), date(2024, 1, 31)
ACT = st.one_of(
    st.sampled_from([(kind, outcome) for kind, outcomes in KINDS.items() for outcome in outcomes]),
    st.sampled_from([("naming_decision", "named"), ("suspension", "suspended"), ("correction", "named")]),
)
TELLING = st.tuples(
    ACT,
    st.sampled_from([0, 1]),  # about whom
    st.one_of(st.none(), st.dates(FIRST, LAST)),  # date of issue
    st.integers(0, 20),  # which release a correction corrects
    st.integers(0, 9),  # 0: the words are withheld afterwards
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(tellings=st.lists(TELLING, min_size=1, max_size=9))
def test_for_any_sequence_of_releases_the_list_is_what_replaying_them_by_hand_gives(places, tellings):
    with transaction.atomic():
        told, gone = tell(places, tellings)
        for day in days_to_look_at(told):
            expected = {}
            for who, rows in told.items():
                stands = by_hand(rows, day)
                if stands:
                    expected[who] = (*stands[:2], None if stands[2] in gone else stands[2])
            found = {
                entry.pk: (entry.outcome, entry.state, getattr(getattr(entry.current, "text", None), "name", None))
                for entry in Entry.objects.as_of(day).with_statements()
            }
            assert found == expected
            named = {entry.pk for entry in Entry.objects.as_of(day).named()}
            assert named == {who for who, (outcome, *_rest) in expected.items() if outcome == "named"}
        assert verify().findings == []
        transaction.set_rollback(True)


@pytest.fixture
def places(db):
    return ground()


def days_to_look_at(told):
    days = {row[0] for rows in told.values() for row in rows}
    return sorted(
        {FIRST - timedelta(days=1), LAST, date(2099, 1, 1), *days, *(day - timedelta(days=1) for day in days)}
    )


def tell(places, tellings):
    """Publish them one after another, a day apart; returns ({id of an entry: rows for `by_hand`}, withheld names)."""
    round, told, gone, entries, releases, numbers = make_round(regions=places), {}, set(), {}, [], count(1)
    for days, ((kind, outcome), who, day, corrected, fate) in enumerate(tellings):
        at = datetime(2023, 12, 20, 9, tzinfo=BEIJING) + timedelta(days=days)
        supersedes = releases[corrected % len(releases)] if kind == "correction" and releases else None
        if kind == "correction" and supersedes is None or outcome in MEANS and who not in entries:
            continue
        number = next(numbers)
        name = f"项目{number}"
        entry = entries.get(who) and Entry.objects.get(pk=entries[who])
        statement = Statement(Category.SINGLE, places["松山区"], outcome, name, entry=entry)
        try:
            with transaction.atomic():
                release, [item] = published(round, kind, day, [statement], supersedes, at)
        except BrokenLife:
            continue
        counts_from = max(filter(None, [day or at.date(), supersedes and supersedes.effective_on]))
        entries[who] = item.entry_id
        row = (counts_from, release.number, kind, outcome, name, supersedes and supersedes.kind)
        told.setdefault(item.entry_id, []).append(row)
        releases.append(release)
        if fate == 0:
            withhold(item, "含有个人信息", "演示办公室", at)
            gone.add(name)
    return told, gone
