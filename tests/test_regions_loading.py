"""What the shipped tables become, drawn; then what a second, changed or bad table does."""

from collections import Counter
from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from regions.loading import load
from regions.models import Region, RegionChange
from regions.version import public_version

from .division_tables import SHIPPED, everything, folder, rows

pytestmark = pytest.mark.django_db
HANGZHOU = ("330000", "330100", "3301")

# code    from         to           kind   full name
LIVES = """
330102    -            -            市辖区 浙江省杭州市上城区
330103    -            2021-04-09   市辖区 浙江省杭州市下城区
330104    -            2021-04-09   市辖区 浙江省杭州市江干区
330105    -            2021-04-09   市辖区 浙江省杭州市拱墅区
330105    2021-04-09   -            市辖区 浙江省杭州市拱墅区
330110    -            2021-04-09   市辖区 浙江省杭州市余杭区
330110    2021-04-09   -            市辖区 浙江省杭州市余杭区
330113    2021-04-09   -            市辖区 浙江省杭州市临平区
330383    2019         -            县级市 浙江省温州市龙港市
330327    -            -            县     浙江省温州市苍南县
320602    -            2020         市辖区 江苏省南通市崇川区
320611    -            2020         市辖区 江苏省南通市港闸区
320613    2020         -            市辖区 江苏省南通市崇川区
320684    -            2020         县级市 江苏省南通市海门市
370100    -            -            地级市 山东省济南市
370116    2018         -            市辖区 山东省济南市莱芜区
371200    -            2018         地级市 山东省莱芜市
371202    -            2018         市辖区 山东省莱芜市莱城区
371203    -            2018         市辖区 山东省莱芜市钢城区
130502    -            2020         市辖区 河北省邢台市桥东区
130502    2020         -            市辖区 河北省邢台市襄都区
130503    -            2020         市辖区 河北省邢台市桥西区
130503    2020         -            市辖区 河北省邢台市信都区
130521    -            2020         县     河北省邢台市邢台县
360105    -            2019         市辖区 江西省南昌市湾里区
360112    -            -            市辖区 江西省南昌市新建区
360113    2019         -            市辖区 江西省南昌市红谷滩区
511502    -            -            市辖区 四川省宜宾市翠屏区
511504    2018         -            市辖区 四川省宜宾市叙州区
511521    -            2018         县     四川省宜宾市宜宾县
220381    -            2020         县级市 吉林省四平市公主岭市
220184    2020         -            县级市 吉林省长春市公主岭市
500109    -            -            市辖区 重庆市北碚区
500112    -            2025-11-06   市辖区 重庆市渝北区
500157    2025-11-06   -            市辖区 重庆市两江新区
653132    2026-03      -            县     新疆维吾尔自治区喀什地区岑岭县
659001    -            -            县级市 新疆维吾尔自治区石河子市
659010    2019-12-06   -            县级市 新疆维吾尔自治区胡杨河市
XPCC08    -            -            兵团师 兵团第八师石河子市
XPCC11    -            -            兵团师 兵团第十一师
150404    -            -            市辖区 内蒙古自治区赤峰市松山区
110101    -            -            市辖区 北京市东城区
"""

# predecessor (code from)   successor (code from)   day        kind
LINKS = """
330110 -                    330110 2021-04-09       2021-04-09 缩小(沿用原代码)
330110 -                    330113 2021-04-09       2021-04-09 析置新设(原单位保留)
330105 -                    330105 2021-04-09       2021-04-09 合并(沿用原代码)
330103 -                    330105 2021-04-09       2021-04-09 合并
330104 -                    330102 -                2021-04-09 拆分
330104 -                    330114 2021-04-09       2021-04-09 拆分
330109 -                    330114 2021-04-09       2021-04-09 析置新设(原单位保留)
371200 -                    370100 -                2018       地级市撤销并入
371202 -                    370116 2018             2018       更名并隶属变更(代码变更)
130502 -                    130502 2020             2020       更名
130521 -                    130502 2020             2020       撤县并入(拆分)
130521 -                    130503 2020             2020       撤县并入(拆分)
511521 -                    511502 -                2018       拆分
511521 -                    511504 2018             2018       拆分
360105 -                    360112 -                2019       撤销并入
360112 -                    360113 2019             2019       析置新设(原单位保留)
500112 -                    500109 -                2025-11-06 拆分(5镇划入)
500109 -                    500157 2025-11-06       2025-11-06 部分划出(原单位保留)
~      ~                    659010 2019-12-06       2019-12-06 新设
"""


def drawn(text):
    """The cells of a drawn table; a lone `-` is an empty one."""
    lines = filter(None, text.split("\n"))
    return [tuple("" if cell == "-" else cell for cell in line.split()) for line in lines]


def run(path=SHIPPED, **options):
    out = StringIO()
    call_command("load_regions", data=str(path), stdout=out, **options)
    return out.getvalue()


def test_the_shipped_tables_become_divisions_with_days():
    load(SHIPPED)
    expected = drawn(LIVES)
    codes = {code for code, *_ in expected}
    found = Region.objects.filter(code__in=codes).values_list("code", "valid_from", "valid_to", "kind", "path")
    assert sorted(found) == sorted(expected)
    assert Counter(Region.objects.present().values_list("level", flat=True)) == {
        "province": 34,
        "prefecture": 333,
        "county": 2847,
        "division": 14,
    }
    assert Region.objects.present().values("path").distinct().count() == 3228
    assert Region.objects.get(code="150404").name_en == "Songshan District"


def test_the_shipped_tables_become_links_between_divisions():
    load(SHIPPED)
    found = set()
    for link in RegionChange.objects.select_related("predecessor", "successor"):
        ends = [(end.code, end.valid_from) if end else ("~", "~") for end in (link.predecessor, link.successor)]
        found.add((*ends[0], *ends[1], link.date, link.kind))
    assert set(drawn(LINKS)) - found == set()
    assert len(found) == 113


def test_divisions_are_listed_in_official_order_the_corps_after_the_rest_of_xinjiang():
    load(SHIPPED)
    order = list(Region.objects.in_order().values_list("code", flat=True))
    assert order == sorted(order, key=lambda code: "659999" + code if code.startswith("XPCC") else code)
    assert [region.parent.code for region in Region.objects.filter(level="division")] == ["650000"] * 14


def test_as_of_a_day_each_code_has_one_holder():
    load(SHIPPED)
    picture = {}
    for day in (date(2018, 1, 1), date(2021, 4, 8), date(2021, 4, 9)):
        held = Region.objects.as_of(day)
        codes = held.values("code").distinct()
        picture[day.isoformat()] = (held.count(), codes.count(), held.get(code="330110").valid_to)
    assert picture == {
        "2018-01-01": (3232, 3232, "2021-04-09"),
        "2021-04-08": (3224, 3224, "2021-04-09"),
        "2021-04-09": (3224, 3224, ""),
    }


def test_a_second_load_changes_nothing_and_says_so():
    first = run()
    before = everything()
    assert first == "新增区划 3228 个\n新增已撤销的区划 93 个\n区划沿革 113 条\n"
    assert run() == "没有变化：现有区划 3228 个。\n"
    assert everything() == before
    assert public_version() == 1


def test_what_was_renamed_merged_or_founded_since_keeps_the_rows_others_point_at(tmp_path):
    old = [row for row in rows("china.csv", *HANGZHOU) if row["code"] not in ("330113", "330114")]
    gone = dict(old[-1], code="330103", name="下城区", short_name="下城", parent_code="330100")
    load(folder(tmp_path, china=[*old, gone, dict(gone, code="330104", name="江干区", short_name="江干")]))
    keys = dict(Region.objects.values_list("code", "pk"))
    said = run(folder(tmp_path, china=rows("china.csv", *HANGZHOU), changes=rows("changes.csv", "3301")))
    assert said == (
        "新增区划 4 个\n    330105 浙江省杭州市拱墅区\n    330110 浙江省杭州市余杭区\n    330113 浙江省杭州市临平区\n"
        "    330114 浙江省杭州市钱塘区\n"
        "撤销区划 4 个\n    330103 浙江省杭州市下城区\n    330104 浙江省杭州市江干区\n    330105 浙江省杭州市拱墅区\n"
        "    330110 浙江省杭州市余杭区\n"
        "区划沿革 7 条\n"
    )
    assert {code: Region.objects.get(pk=pk).code for code, pk in keys.items()} == {code: code for code in keys}
    assert Region.objects.get(pk=keys["330110"]).valid_to == "2021-04-09"
    assert public_version() == 2


def test_a_day_that_became_better_known_moves_the_same_row(tmp_path):
    china, changes = rows("china.csv", "330000", "3303"), rows("changes.csv", "330383")
    load(folder(tmp_path, china=china, changes=changes))
    before = Region.objects.get(code="330383")
    changes[0]["date"] = "2019-08-16"
    assert run(folder(tmp_path, china=china, changes=changes)) == (
        "变更区划 1 个\n    330383 浙江省温州市龙港市\n区划沿革 1 条\n"
    )
    after = Region.objects.get(code="330383")
    assert (after.pk, after.valid_from) == (before.pk, "2019-08-16")
    assert list(RegionChange.objects.values_list("date", flat=True)) == ["2019-08-16"]


def test_a_rename_under_one_code_keeps_the_present_name_on_the_present_row(tmp_path):
    china = rows("china.csv", "130000", "1305")
    load(folder(tmp_path, china=china))
    before = Region.objects.get(code="130502")
    load(folder(tmp_path, china=china, changes=rows("changes.csv", "1305")))
    after = Region.objects.get(pk=before.pk)
    assert (after.name, after.valid_from) == ("襄都区", "2020")
    assert Region.objects.get(code="130502", valid_from="").name == "桥东区"


def test_a_division_the_tables_no_longer_name_is_retired_only_on_a_day_somebody_gives(tmp_path):
    china = rows("china.csv", "150000", "1504")
    load(folder(tmp_path, china=china))
    before = everything()
    folder(tmp_path, china=[row for row in china if row["code"] != "150404"])
    with pytest.raises(CommandError) as refusal:
        run(tmp_path)
    assert str(refusal.value) == (
        "未作任何更改。china.csv 不再列有 150404 内蒙古自治区赤峰市松山区，changes.csv 也未说明其去向。"
        "请在 changes.csv 中写明，或用 --ended 给出撤销日期。"
    )
    assert everything() == before
    assert run(tmp_path, ended="2026-05") == "撤销区划 1 个\n    150404 内蒙古自治区赤峰市松山区\n"
    assert Region.objects.get(code="150404").valid_to == "2026-05"
    assert run(tmp_path) == "没有变化：现有区划 13 个。\n"


def test_a_division_of_the_corps_left_out_is_missed_in_its_own_table(tmp_path):
    china, corps = rows("china.csv", "6500", "6590"), rows("xpcc.csv", "6590", "")
    load(folder(tmp_path, china=china, xpcc=corps))
    before = everything()
    folder(tmp_path, china=china, xpcc=[row for row in corps if row["division_no"] != "8"])
    with pytest.raises(CommandError) as refusal:
        run(tmp_path)
    assert str(refusal.value).startswith("未作任何更改。xpcc.csv 不再列有 XPCC08 兵团第八师石河子市，")
    assert everything() == before


def test_what_an_office_entered_by_hand_stays(tmp_path):
    folder(tmp_path, china=rows("china.csv", "330000", "3303"))
    load(tmp_path)
    Region.objects.filter(code="330383").update(name_en="Longgang City")
    old = Region.objects.create(code="330399", name="旧县", level="county", valid_to="1990")
    RegionChange.objects.create(predecessor=old, date="1990", kind="撤销")
    before = everything()
    load(tmp_path)
    assert everything() == before


def test_a_folder_without_tables_is_refused(tmp_path):
    with pytest.raises(CommandError) as refusal:
        run(tmp_path)
    assert str(refusal.value) == (f"未作任何更改。无法读取 {tmp_path} 中的 china.csv:No such file or directory")


def test_a_day_that_is_none_is_refused(tmp_path):
    with pytest.raises(CommandError) as refusal:
        run(SHIPPED, ended="yesterday")
    assert str(refusal.value) == "日期写作 2021-04-09、2021-04 或 2021；不详的留空。"
    assert not Region.objects.exists()
