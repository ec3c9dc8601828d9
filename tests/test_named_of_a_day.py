"""The named list of any day, narrowed in any way, at any page, is what replaying the statements by hand gives."""

import re
from datetime import date, datetime, timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.db import transaction
from django.http import QueryDict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from registry.models import Category, Entry, NamedChange, SourceKind, Tally
from registry.pages import named
from registry.pages.days import reach
from registry.pages.named_rows import Rows
from registry.record import Source, Statement, issue
from registry.tallies import are_right
from registry.verification import verify

from .reading import all_of, rows
from .record import BEIJING, ground, make_round, seed_round
from .test_as_of import by_hand, published

pytestmark = pytest.mark.django_db
FIRST, LAST = date(2023, 11, 1), date(2024, 1, 31)
PLACES = ("元宝山区", "宁城县", "科尔沁区", "赤峰市", None)
CITY_OF = {"元宝山区": "150400", "宁城县": "150400", "科尔沁区": "150500", "赤峰市": "150400", None: None}
ROUNDS = (("2021", 2021), ("2023", 2023))
TELLING = st.tuples(
    st.sampled_from(
        [
            *[("naming_decision", "named")] * 3,
            ("naming_decision", "not_named"),
            ("correction", "named"),
            ("correction", "recommended"),
        ]
    ),
    st.integers(0, 5),  # about whom; the even ones are of the first round
    st.sampled_from(PLACES),
    st.sampled_from(Category.values),
    st.one_of(st.none(), st.dates(FIRST, LAST)),  # date of issue
    st.integers(0, 20),  # which release a correction corrects
)
CHOSEN = st.fixed_dictionaries(
    {},
    optional={
        "round": st.sampled_from([code for code, _year in ROUNDS]),
        "city": st.sampled_from(["150400", "150500"]),
        "category": st.sampled_from(Category.values),
    },
)


def tell(regions, tellings):
    """Publish them a day apart. Returns {id of an entry: rows for `by_hand`} and, by name, the codes of what it is
    told of."""
    rounds = [make_round(code=code, year=year, regions=regions) for code, year in ROUNDS]
    told, codes, entries, releases = {}, {}, {}, {0: [], 1: []}
    for number, ((kind, outcome), who, place, category, day, corrected) in enumerate(tellings):
        which = who % 2
        if kind == "correction" and not releases[which]:
            continue
        supersedes = releases[which][corrected % len(releases[which])] if kind == "correction" else None
        at, name = datetime(2023, 12, 20, 9, tzinfo=BEIJING) + timedelta(days=number), f"项目{number:02}"
        entry = entries.get(who) and Entry.objects.get(pk=entries[who])
        statement = Statement(category, regions.get(place), outcome, name, entry=entry)
        release, [item] = published(rounds[which], kind, day, [statement], supersedes, at)
        counts_from = max(filter(None, [day or at.date(), supersedes and supersedes.effective_on]))
        entries[who] = item.entry_id
        corrects = supersedes and supersedes.kind
        told.setdefault(item.entry_id, []).append((counts_from, release.number, kind, outcome, name, corrects))
        codes[name] = {"round": ROUNDS[which][0], "city": CITY_OF[place], "category": category}
        releases[which].append(release)
    return told, codes


def named_by_hand(told, codes, day):
    """[(id of an entry, its name as of `day`, the codes of that statement)] of the named, in today's order."""
    stood = {who: by_hand(statements, day) for who, statements in told.items()}
    named_then = {who: one[2] for who, one in stood.items() if one and one[0] == "named"}
    entries = sorted(Entry.objects.filter(pk__in=named_then), key=lambda one: (*_printed(one), str(one.pk)))
    return [(one.pk, named_then[one.pk], codes[named_then[one.pk]]) for one in entries]


def _printed(entry):
    places = [place.sort_order if place else 10**9 for place in (entry.city, entry.region)]
    return -entry.round.year, entry.round.code, Category.values.index(entry.category), *places, entry.current.order


def fitting(everyone, **chosen):
    return [one for one in everyone if all(one[2][name] == code for name, code in chosen.items())]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    tellings=st.lists(TELLING, min_size=1, max_size=12),
    day=st.dates(FIRST - timedelta(days=1), LAST + timedelta(days=1)),
    chosen=CHOSEN,
)
def test_for_any_sequence_of_releases_every_page_of_every_day_is_what_replaying_by_hand_gives(
    places, monkeypatch, tellings, day, chosen
):
    monkeypatch.setattr(named, "A_PAGE", 2)
    with transaction.atomic():
        everyone = named_by_hand(*tell(places, tellings), day)
        asked = QueryDict(mutable=True)
        asked.update({**chosen, "as_of": str(day)})
        known = named.known_choices(asked)
        if known is None:  # a code of which the record holds nothing, now or ever: nothing of it is offered
            assert fitting(everyone, **chosen) == []
        else:
            assert counts_told(known) == counts_by_hand(everyone, chosen)
            assert pages_told(asked, known) == [list(one[:2]) for one in fitting(everyone, **chosen)]
        assert verify().findings == []
        transaction.set_rollback(True)


def counts_told(known):
    return {
        (name, code): one.count for name, choices in known.choices.items() for code, one in choices.items() if one.count
    }


def counts_by_hand(everyone, chosen):
    found = {}
    for name in ("round", "city", "category"):
        others = {other: code for other, code in chosen.items() if other != name}
        for _who, _name, codes in fitting(everyone, **others):
            if codes[name]:
                found[name, codes[name]] = found.get((name, codes[name]), 0) + 1
    return found


def pages_told(asked, known):
    """[[id, name]] of all pages, one after the other; each is compared with its rows made of the entries."""
    found, number = [], 1
    while number <= max(1, -(-known.total // named.A_PAGE)):
        asked["page"] = str(number)
        told = named.day_context(asked, known)
        keys = re.findall('<th scope="row"><a href="/entries/([^/]+)/', told["rows"])
        entries = Entry.objects.as_of(known.day).with_statements().filter(pk__in=keys).in_official_order()
        assert told["rows"] == Rows(known.day).of_entries(entries)
        assert (len(keys), told["page"].total) == (min(named.A_PAGE, known.total - len(found)), known.total)
        found += [[one.pk, one.current.text.name] for one in entries]
        number += 1
    return found


@pytest.fixture
def places(db):
    return ground()


# parts of the order and how many each has · from · so many -> the parts to read, and how many to pass over first
REACHES = """
a5 b3 c9   0  4   a       0
a5 b3 c9   0  5   a       0
a5 b3 c9   0  6   a b     0
a5 b3 c9   4  4   a b     4
a5 b3 c9   5  3   b       0
a5 b3 c9   4  5   a b c   4
a5 b3 c9   9  9   c       1
a5 b0 c9   4  2   a c     4
a5 b0 c9   5  2   c       0
a5 b3 c9  17  4   -       0
-          0  4   -       0
"""


@pytest.mark.parametrize("line", REACHES.strip().splitlines())
def test_a_page_is_read_from_the_parts_of_the_order_in_which_it_lies(line):
    drawn, offset, most, expected, skipped = re.split(r"\s{2,}", line.strip())
    parts = {one[0]: int(one[1:]) for one in drawn.split() if one != "-"}
    found, passed = reach(parts, int(offset), int(most))
    assert (found, passed) == ([one for one in expected.split() if one != "-"], int(skipped))


def moved():
    """A project of 赤峰市, named on 1 November 2023, that a correction of May 2024 says to be of 通辽市."""
    seed, regions = seed_round(), ground()
    entry = next(one for name, one in seed.entries.items() if name.startswith("赤峰市公安"))
    source = Source(kind=SourceKind.DOCUMENT, title="关于更正的决定", organ="办公室", issued_on=date(2024, 5, 1))
    statement = Statement(Category.SINGLE, regions["科尔沁区"], "named", "公安项目", entry=entry)
    issue(seed.round, "correction", source, [statement], seed.decided.published_at, supersedes=seed.decided)


@pytest.mark.parametrize(
    ("day", "city", "expected"),
    [
        ("2023-10-31", "150400", 0),
        ("2023-11-01", "150400", 5),
        ("2024-04-30", "150400", 5),
        ("2024-04-30", "150500", 0),
        ("2024-05-01", "150400", 4),
        ("2024-05-01", "150500", 1),
    ],
)
def test_what_was_moved_is_listed_where_it_was_on_that_day(client, db, day, city, expected):
    moved()
    page = client.get(f"/named/?as_of={day}&city={city}")
    assert re.findall("[0-9]+", all_of(page, "h2")[0]) == [str(expected)]
    assert (len(rows(page)) if expected else 0) == expected


def test_the_page_of_a_day_keeps_the_day_and_tells_what_each_choice_would_leave(client, db):
    moved()
    page = client.get("/named/?as_of=2024-05-01&category=single").content.decode()
    told = dict(re.findall(r'<option value="([^"]+)"[^>]*>[^<]*（([0-9]+)）</option>', page))
    assert told == {"2023": "3", "150400": "2", "150500": "1", "comprehensive": "2", "single": "3"}
    assert re.findall('<input type="date" name="as_of" value="([^"]*)"', page) == ["2024-05-01"]
    assert page.count("截至2024年5月1日的名单") == 1


def test_a_city_that_has_nobody_any_more_can_still_be_chosen_for_its_day(client, db):
    moved()
    Tally.objects.filter(city__code="150400").delete()  # as if all had been said to be elsewhere since
    page = client.get("/named/?as_of=2024-04-30&city=150400")
    assert (len(rows(page)), b'value="150400" selected' in page.content) == (5, True)


@pytest.mark.parametrize("query", ["page=2", "page=x", "round=2023&page=9"])
def test_a_page_that_a_day_has_not_is_refused(client, db, query):
    seed_round()
    assert client.get(f"/named/?as_of=2024-04-30&{query}").status_code == 404


def test_words_of_a_day_are_counted_up_to_a_bound(client, db, monkeypatch):
    monkeypatch.setattr(named, "A_PAGE", 2)
    monkeypatch.setattr(named, "MOST_FOUND", 2)
    seed_round()
    many, few = (client.get(f"/named/?as_of=2024-04-30&q={words}") for words in ("赤峰市", "宁城县"))
    assert [re.findall("[0-9]+[+]?", all_of(one, "h2")[0]) for one in (many, few)] == [["2+"], ["1"]]
    assert (len(rows(many)), len(rows(few))) == (2, 1)


def test_the_migration_counts_what_was_published_before(db):
    moved()
    kept = NamedChange.objects.count()
    NamedChange.objects.all().delete()
    assert not are_right()
    import_module("registry.migrations.0013_changes_of_the_named").count(apps, None)
    assert (are_right(), NamedChange.objects.count()) == (True, kept)
