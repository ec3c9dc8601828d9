"""What a text finds, drawn; what it is refused with; and that no text at all breaks the search."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from regions.loading import load
from regions.lookup import Ambiguous, NotFound, find, search
from regions.models import Region

from .division_tables import SHIPPED

pytestmark = pytest.mark.django_db
examples = settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])

# text → code
FOUND = """
150404                      → 150404
１５０４０４                → 150404
松山区                      → 150404
赤峰市松山区                → 150404
内蒙古自治区赤峰市松山区    → 150404
内蒙古自治区 赤峰市 松山区  → 150404
内蒙古自治区松山区          → 150404
内蒙古赤峰市松山区          → 150404
赤峰松山                    → 150404
莫力达瓦                    → 150722
内蒙古                      → 150000
hhht                        → 150100
HHHTS                       → 150100
huhehaote                   → 150100
Hu he hao te shi            → 150100
xilinguole                  → 152500
shangduxian                 → 150923
北京市                      → 110000
北京朝阳                    → 110105
朝阳市                      → 211300
石河子市                    → 659001
河南省济源市                → 419001
余杭区                      → 330110
xpcc08                      → XPCC08
第八师                      → XPCC08
八师                        → XPCC08
兵团第八师                  → XPCC08
兵团第八师石河子市          → XPCC08
新疆生产建设兵团第八师      → XPCC08
第八师石河子市              → XPCC08
兵团第十一师                → XPCC11
第十一师(建筑工程师)        → XPCC11
"""
# text → codes of the candidates
SEVERAL = """
青山区  → 150204 420107
新城区  → 150102 610102
吉林    → 220000 220200
朝阳    → 110105 211300 220104
海南    → 460000 632500
qingshanqu → 150204 420107
"""
# text → sentence
NOTHING = """
峰市松山区 → 没有区划“峰市松山区”。
松 → 没有区划“松”。
% → 没有区划“%”。
150499 → 没有区划“150499”。
1504 → 没有区划“1504”。
XPCC15 → 没有区划“XPCC15”。
莱芜市 → 山东省莱芜市（371200）已于 2018 撤销，其后为：山东省济南市。
371202 → 山东省莱芜市莱城区（371202）已于 2018 撤销，其后为：山东省济南市莱芜区。
' OR 1=1 → 没有区划“'OR1=1”。
"""


def drawn(text):
    return [tuple(part.strip() for part in line.split("→")) for line in text.strip().split("\n")]


def refusal(*args, **kwargs):
    with pytest.raises(LookupError) as refused:
        find(*args, **kwargs)
    return refused.value


@pytest.fixture(scope="module")
def china(shared):
    load(SHIPPED)


@pytest.mark.usefixtures("china")
def test_a_text_finds_the_one_division_it_means():
    assert [(text, find(text).code) for text, _code in drawn(FOUND)] == drawn(FOUND)


@pytest.mark.usefixtures("china")
def test_a_text_that_may_mean_several_is_refused_with_all_of_them():
    picture = []
    for text, _codes in drawn(SEVERAL):
        refused = refusal(text)
        assert type(refused) is Ambiguous
        picture.append((text, " ".join(region.code for region in refused.candidates)))
    assert picture == drawn(SEVERAL)
    assert str(refusal("青山区")) == (
        "“青山区”可能指 2 个区划：内蒙古自治区包头市青山区（150204）、湖北省武汉市青山区（420107）。请一并写明其上级。"
    )


@pytest.mark.usefixtures("china")
def test_a_text_that_means_nothing_today_is_refused_with_a_sentence():
    assert [(text, str(refusal(text))) for text, _sentence in drawn(NOTHING)] == drawn(NOTHING)


def test_what_cannot_be_a_name_is_refused_and_not_repeated():
    expected = {
        "": "请填写区划名称或代码。",
        " \u3000\n": "请填写区划名称或代码。",
        "松山区\0": "区划名称中不能有控制字符或不可见字符。",
        "\ud800": "区划名称中不能有控制字符或不可见字符。",
        "松\u200b山区": "区划名称中不能有控制字符或不可见字符。",
        "区" * 10_000: "区划名称不会这样长（10000 个字符）。",
    }
    assert {text: str(refusal(text)) for text in expected} == expected
    assert {type(refusal(text)) for text in expected} == {NotFound}


@pytest.mark.usefixtures("china")
def test_the_parent_decides_between_namesakes():
    assert find("青山区", parent="包头市").code == "150204"
    assert find("青山区", parent="湖北省").code == "420107"
    assert find("青山区", parent=Region.objects.get(code="150000")).code == "150204"
    assert find("第八师", parent="新疆").code == "XPCC08"
    assert str(refusal("青山区", parent="赤峰市")) == "内蒙古自治区赤峰市没有区划“青山区”。"
    assert str(refusal("赤峰市", parent="赤峰市")) == "内蒙古自治区赤峰市没有区划“赤峰市”。"


@pytest.mark.usefixtures("china")
def test_a_day_finds_the_holder_of_that_day():
    last, first = date(2021, 4, 8), date(2021, 4, 9)
    assert [find("余杭区", on=day).valid_to for day in (last, first)] == ["2021-04-09", ""]
    assert [find("130502", on=day).name for day in (date(2019, 12, 31), last)] == ["桥东区", "襄都区"]
    assert find("莱芜市莱城区", on=date(2017, 6, 1)).path == "山东省莱芜市莱城区"
    assert find("下城区", parent="杭州市", on=last).code == "330103"
    assert str(refusal("下城区", on=first)) == "2021-04-09 没有区划“下城区”。"


@pytest.mark.usefixtures("china")
def test_every_division_is_found_by_its_full_name_by_its_code_and_by_name_with_parent():
    regions = list(Region.objects.present().select_related("parent").in_order())

    @examples
    @given(st.sampled_from(regions))
    def each(region):
        assert find(region.path) == find(region.code) == find(region.name, parent=region.parent) == region

    each()


@pytest.mark.usefixtures("china")
def test_no_text_breaks_finding_or_searching():
    texts = st.text(st.characters(exclude_categories=()) | st.sampled_from("0123456789hmst%_'\\旗区县市师兵团松山"))

    @examples
    @given(texts)
    def each(text):
        list(search(text)[:3])
        try:
            assert isinstance(find(text), Region)
        except LookupError as refused:
            str(refused).encode()

    each()


@pytest.mark.usefixtures("china")
def test_a_picker_is_offered_parts_of_names_and_beginnings_of_codes_and_readings():
    def codes(text, **when):
        return list(search(text, **when).values_list("code", flat=True))

    assert codes("1504") == sorted(Region.objects.filter(code__startswith="1504").values_list("code", flat=True))
    assert codes("克什克") == codes("keshike") == codes("ksktq") == codes("Hexigten") == ["150425"]
    assert codes("hhht") == ["150100"]
    assert codes("石河子") == ["659001", "XPCC08"]
    assert codes("下城区") == []
    assert codes("下城区", on=date(2020, 1, 1)) == ["330103"]
    assert codes("\0") == codes("区" * 10_000) == codes("\ud800") == []
    assert len(codes("")) == 3228


@pytest.mark.usefixtures("china")
def test_finding_costs_the_same_queries_for_one_and_for_several_candidates(django_assert_num_queries):
    with django_assert_num_queries(1):
        find("150404")
    with django_assert_num_queries(2):
        find("松山区")
    with django_assert_num_queries(2):
        refusal("青山区")
