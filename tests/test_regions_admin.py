"""The division tables in the admin: every write is public at once, and keeps the derived columns right."""

import pytest
from django.urls import reverse

from accounts.models import Role, User
from regions.models import Region, RegionChange
from regions.version import public_version

from .places import inner_mongolia

pytestmark = pytest.mark.django_db


@pytest.fixture
def place():
    return inner_mongolia()


@pytest.fixture
def administrator(client):
    user = User.objects.create_user("administrator", role=Role.ADMINISTRATOR, is_staff=True)
    client.force_login(user)
    return client


def form(region, **changed):
    names = ("code", "name", "short_name", "name_en", "level", "kind", "sort_order", "valid_from", "valid_to")
    return {name: getattr(region, name) for name in names} | {"parent": region.parent_id or ""} | changed


def page(region=None, name="region"):
    url = f"admin:regions_{name}_"
    return reverse(url + "change", args=[region.pk]) if region else reverse(url + "add")


def test_a_new_name_reaches_the_full_names_below_and_the_public_version(administrator, place):
    administrator.post(page(place["赤峰市"]), form(place["赤峰市"], name="昭乌达盟", kind="盟"))
    place["松山区"].refresh_from_db()
    assert place["松山区"].path == "内蒙古自治区昭乌达盟松山区"
    changed = Region.objects.get(code="150400")
    assert (changed.path, changed.pinyin, changed.initials) == ("内蒙古自治区昭乌达盟", "zhaowudameng", "zwdm")
    assert public_version() == 1


def test_a_new_division_gets_its_full_name_and_readings(administrator, place):
    blank = Region(
        code="150405", name="新区", level="county", kind="市辖区", valid_from="2026-05", parent=place["赤峰市"]
    )
    administrator.post(page(), form(blank))
    made = Region.objects.get(code="150405")
    assert (made.path, made.pinyin, made.initials) == ("内蒙古自治区赤峰市新区", "xinqu", "xq")
    assert public_version() == 1


# field       value          what the form says
REFUSED = [
    ("code", "15040x", "代码为六位数字（GB/T 2260）；兵团各师形如 XPCC08。"),
    ("code", "150403", "该代码已有同日设立的区划。"),
    ("parent", "", "请选择其上级区划。"),
    ("parent", "itself", "该层级的区划不能隶属所选区划。"),
    ("valid_from", "2021-13", "日期写作 2021-04-09、2021-04 或 2021；不详的留空。"),
    ("valid_from", "２０２１", "日期写作 2021-04-09、2021-04 或 2021；不详的留空。"),
    ("valid_to", "yesterday", "日期写作 2021-04-09、2021-04 或 2021；不详的留空。"),
    ("name", "", "该字段是必填项。"),
    ("name", "松\0山区", "不允许是用空字符串。"),
    ("sort_order", "-1", "确保该值大于或等于0。"),
]  # fmt: skip


@pytest.mark.parametrize(("field", "value", "sentence"), REFUSED)
def test_a_wrong_value_is_refused_beside_its_field_and_nothing_is_written(administrator, place, field, value, sentence):
    before = list(Region.objects.values_list())
    value = place["松山区"].pk if value == "itself" else value
    answer = administrator.post(page(place["松山区"]), form(place["松山区"], **{field: value}))
    said = [error for errors in answer.context["adminform"].form.errors.values() for error in errors]
    assert said[0] == sentence
    assert list(Region.objects.values_list()) == before
    assert public_version() == 0


def test_a_division_cannot_end_before_it_begins(administrator, place):
    answer = administrator.post(page(place["松山区"]), form(place["松山区"], valid_from="2021-05", valid_to="2020"))
    assert answer.context["adminform"].form.errors == {"valid_to": ["撤销日期不能早于设立日期。"]}
    assert Region.objects.get(code="150404").valid_to == ""


def test_links_are_entered_and_removed_publicly(administrator, place):
    data = {
        "predecessor": place["松山区"].pk,
        "successor": place["红山区"].pk,
        "date": "2026-05",
        "kind": "合并",
        "source": "",
    }
    administrator.post(page(name="regionchange"), data)
    link = RegionChange.objects.get()
    assert (link.predecessor, link.successor, public_version()) == (place["松山区"], place["红山区"], 1)
    administrator.post(reverse("admin:regions_regionchange_delete", args=[link.pk]), {"post": "yes"})
    assert (RegionChange.objects.count(), public_version()) == (0, 2)


def test_deleting_several_at_once_is_public_too(administrator, place):
    chosen = [place["松山区"].pk, place["红山区"].pk]
    data = {"action": "delete_selected", "_selected_action": chosen, "post": "yes"}
    administrator.post(reverse("admin:regions_region_changelist"), data)
    assert not Region.objects.filter(pk__in=chosen).exists()
    assert public_version() == 1


def test_the_list_is_searched_like_a_picker(administrator, place):
    def found(**query):
        answer = administrator.get(reverse("admin:regions_region_changelist"), query)
        return [region.code for region in answer.context["cl"].result_list]

    assert found(q="hhht") == ["150100"]
    assert found(q="松山") == ["150404"]
    assert len(found(q="1504")) == 13
    assert found(q="区" * 999) == []
    assert len(found(level__exact="prefecture")) == 4
    Region.objects.filter(code="150404").update(valid_to="2026")
    assert found(exists="0") == ["150404"]
    assert len(found(exists="1")) == 20


def test_the_parent_is_picked_by_its_initials(administrator, place):
    query = {"app_label": "regions", "model_name": "region", "field_name": "parent"}
    for term, expected in {"cfs": ["内蒙古自治区赤峰市"], "\ud800": []}.items():
        answer = administrator.get(reverse("admin:autocomplete"), query | {"term": term.encode("utf-8", "replace")})
        assert [row["text"] for row in answer.json()["results"]] == expected


def test_the_list_of_links_is_searched_by_either_end(administrator, place):
    RegionChange.objects.create(predecessor=place["松山区"], successor=place["红山区"], date="2026", kind="合并")
    for text, count in {"": 1, "松山区": 1, "hsq": 1, "宁城县": 0}.items():
        answer = administrator.get(reverse("admin:regions_regionchange_changelist"), {"q": text})
        assert answer.context["cl"].result_count == count


@pytest.mark.parametrize("count", [1, 3])
def test_the_lists_cost_the_same_queries_for_one_row_and_for_three(
    administrator, place, django_assert_num_queries, count
):
    counties = list(Region.objects.filter(level="county")[: count + 1])
    for county in counties[1:]:
        RegionChange.objects.create(predecessor=counties[0], successor=county, date="2026", kind="合并")
    with django_assert_num_queries(6):
        administrator.get(reverse("admin:regions_regionchange_changelist"))
    with django_assert_num_queries(5):
        administrator.get(reverse("admin:regions_region_changelist"), {"q": "1504" if count == 3 else "150404"})
