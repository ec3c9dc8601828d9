"""The filters of the public side: what each finds, and that a value which means nothing is refused."""

import pytest
from django.http import QueryDict

from regions.models import Region
from registry import filters
from registry.filters import BadFilter, EntryFilter, NamedFilter, narrow
from registry.models import Entry
from registry.tallies import recount

from .record import NAMED_REGIONS, PROJECTS, make_round, seed_round

pytestmark = pytest.mark.django_db

UNDISCLOSED = ("名称未公开", "名称未公开")
IN_ORDER = ("元宝山区", "松山区", "克什克腾旗", "宁城县", *PROJECTS, *UNDISCLOSED)


def found(query, filter_class=EntryFilter):
    entries = Entry.objects.with_statements().in_official_order()
    return tuple(entry.current.text.name for entry in narrow(filter_class, entries, QueryDict(query)).qs)


def refusal(query):
    with pytest.raises(BadFilter) as refused:
        found(query)
    return refused.value.sentences


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", IN_ORDER),
        ("round=&city=&region=&category=&outcome=&q=%20", IN_ORDER),
        ("unknown=1&round=2023", IN_ORDER),
        ("city=150400", IN_ORDER),
        ("city=150100", ()),
        ("region=150429", ("宁城县",)),
        ("region=150400", (*PROJECTS, *UNDISCLOSED)),
        ("category=single&outcome=recommended", UNDISCLOSED),
        ("outcome=not_named", ("松山区", "克什克腾旗")),
        ("q=公安机关", PROJECTS[2:]),
        ("q=赤峰市 公安机关", PROJECTS[2:]),
        ("q=规范执法%E3%80%80“促改革”", PROJECTS[2:]),
        ("q=松山区 公安机关", ()),
        ("q=智慧交通", PROJECTS[1:2]),
        ("q=%EF%BC%8B智慧＋交通·助力", PROJECTS[1:2]),
        ("q=ningcheng", ("宁城县",)),
    ],
)
def test_each_filter_finds_what_it_says(query, names):
    seed_round()
    assert found(query) == names


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("as_of=2024-02-30", filters.NO_SUCH_DAY),
        ("as_of=yesterday", filters.NO_SUCH_DAY),
        ("as_of=20240630", filters.NO_SUCH_DAY),
        ("as_of=2999-01-01", filters.NOT_YET),
        ("as_of=2024-06-30&as_of=2024-07-01", filters.DOUBTFUL % {"name": "as_of"}),
        ("as_of=%20", filters.DOUBTFUL % {"name": "as_of"}),
        ("round=1999", filters.NO_SUCH_ROUND),
        ("round=2023&round=", filters.DOUBTFUL % {"name": "round"}),
        ("round=x&round=2023", filters.DOUBTFUL % {"name": "round"}),
        ("q=a&q=a", filters.DOUBTFUL % {"name": "q"}),
        ("city=%20", filters.DOUBTFUL % {"name": "city"}),
        ("round=2027", filters.NO_SUCH_ROUND),  # exists, but nothing is published: not to be told apart
        ("round=null", filters.NO_SUCH_ROUND),
        ("region=999999", filters.NO_SUCH_REGION),
        ("region=松山区", filters.NO_SUCH_REGION),
        ("city=150404", filters.NO_SUCH_CITY),
        ("city=150000", filters.NO_SUCH_CITY),
        ("city=" + "1" * 10_000, filters.NO_SUCH_CITY),
        ("category=both", filters.NO_SUCH_CATEGORY),
        ("outcome=draft", filters.NO_SUCH_OUTCOME),
        ("q=" + "法" * 101, filters.TOO_MANY_WORDS),
        ("q=" + "x" * 10_000, filters.TOO_MANY_WORDS),
        ("q=“”", filters.NOTHING_TO_SEARCH),
        ("q=%25", filters.NOTHING_TO_SEARCH),
        ("q=_ · +", filters.NOTHING_TO_SEARCH),
        ("q=%00", filters.UNREADABLE),
        ("q=a%0Ab", filters.UNREADABLE),
        ("round=%00", filters.UNREADABLE),
        ("region=1504%7F04", filters.UNREADABLE),
        ("q=%ED%A0%80", filters.UNREADABLE),  # half of a pair
        ("q=%C4%FA", filters.UNREADABLE),  # GBK
    ],
)
def test_a_value_that_means_nothing_is_refused_with_one_sentence(query, sentence):
    seed_round()
    make_round(code="2027")
    assert refusal(query) == [str(sentence)]


def test_an_unpaired_surrogate_is_refused_even_where_it_gets_through():
    asked = QueryDict(mutable=True)
    asked["q"] = "\ud800"
    with pytest.raises(BadFilter) as refused:
        narrow(NamedFilter, Entry.objects.all(), asked)
    assert refused.value.sentences == [str(filters.UNREADABLE)]


def test_two_mistakes_get_two_sentences():
    assert refusal("round=1999&category=x") == [str(filters.NO_SUCH_ROUND), str(filters.NO_SUCH_CATEGORY)]


def test_a_code_means_all_divisions_that_ever_held_it():
    seed = seed_round()
    old = Region.objects.get(code="150429")
    Region.objects.filter(pk=old.pk).update(valid_to="2026-01-01")
    Region.objects.create(code="150429", name="新宁城区", level="county", parent=old.parent, valid_from="2026-01-01")
    assert found("region=150429") == ("宁城县",)
    assert seed.entries["宁城县"].region_id == old.pk


def test_where_a_province_stands_in_the_place_of_a_city_its_code_is_a_city():
    seed = seed_round()
    province = Region.objects.get(code="150000")
    Entry.objects.filter(pk=seed.entries["宁城县"].pk).update(city=province)
    recount()
    assert found("city=150000") == ("宁城县",)


def test_the_page_offers_the_rounds_and_the_organisers_cities_by_name():
    seed_round()
    form = narrow(NamedFilter, Entry.objects.all(), QueryDict("city=150400")).form
    rounds = [str(label) for _value, label in form.fields["round"].choices]
    cities = [str(label) for _value, label in form.fields["city"].widget.choices]
    assert rounds == ["全部批次", "2023年全区法治政府建设示范创建"]
    assert cities == ["全部地区", "呼和浩特市", "包头市", "赤峰市", "通辽市"]


def test_the_page_knows_nothing_of_the_filters_of_the_api_alone():
    seed_round()
    assert found("q=宁城&region=nonsense", NamedFilter) == NAMED_REGIONS[1:]
    assert found("q=赤峰市", NamedFilter) == (*NAMED_REGIONS, *PROJECTS)
