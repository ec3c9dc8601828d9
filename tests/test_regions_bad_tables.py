"""Tables that cannot be loaded: each says where and what, and leaves everything as it was."""

import random
import tempfile
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from regions.loading import BadTable, load
from regions.models import Region

from .division_tables import everything, folder, rows

pytestmark = pytest.mark.django_db
# The database of a test is one for all its examples; each of them is rolled back, so nothing carries over.
examples = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def good():
    """Lines 2–: 赤峰's 13 and above, 邢台's, 新疆's; the six changes of 邢台; all divisions of the Corps."""
    china = rows("china.csv", "150000", "1504") + rows("china.csv", "130000", "1305")
    china += rows("china.csv", "650000", "6590")
    return {"china": china, "changes": rows("changes.csv", "1305"), "xpcc": rows("xpcc.csv", "6590", "")}


# table: what stands there → what is written instead, and below it the refusal (␤ and × stand for a line break and
# for too many characters)
BAD = """
china.csv: 150404, → 15040x,
    china.csv 第 6 行：代码“15040x”有误。代码为六位数字（GB/T 2260）；兵团各师形如 XPCC08。
china.csv: 150404, → XPCC21,
    china.csv 第 6 行：代码“XPCC21”有误：应为六位数字。
china.csv: 150404, → 150403,
    china.csv 第 6 行：150403 已见于第 5 行。
china.csv: 赤峰,prefecture → 赤峰,city
    china.csv 第 3 行：层级“city”不明，应为 province、prefecture 或 county。
china.csv: 赤峰,prefecture → 赤峰,county
    china.csv 第 3 行：150400 是 prefecture 级代码，不是 county 级代码。
china.csv: 150400,Songshan → 150500,Songshan
    china.csv 第 6 行：150404 不可能隶属“150500”：两个代码不相符。
china.csv: 150400,赤峰市,赤峰,prefecture → 150300,赤峰市,赤峰,prefecture
    china.csv 第 4 行：上级区划不明：150400 不在现有区划之列。
china.csv: ,371 → ,x371
    china.csv 第 6 行：sort_order 不是数字：“x371”。
china.csv: ,371 → ,٣
    china.csv 第 6 行：sort_order 不是数字：“٣”。
china.csv: 松山区 →
    china.csv 第 6 行：name 为空。
china.csv: 松山区 → ×
    china.csv 第 6 行：name 超过 60 个字符。
china.csv: 松山区 → 松\0山区
    china.csv 第 6 行：name 中有不可见字符或控制字符。
china.csv: 松山区 → 松\u200b山区
    china.csv 第 6 行：name 中有不可见字符或控制字符。
china.csv: 松山区 → "松␤山区"
    china.csv 第 6 行：name 中有不可见字符或控制字符。
china.csv: 松山区, →
    china.csv 第 6 行：有 7 格，而表头有 8 格。
china.csv: 松山区, → 松山区,,
    china.csv 第 6 行：有 9 格，而表头有 8 格。
china.csv: 松山区 → "松山区
    china.csv 第 6 行：不是有效的 CSV（unexpected end of data）。
china.csv: parent_code → parent
    china.csv 第 1 行：缺少列：parent_code
china.csv: sort_order → sort_order,name
    china.csv 第 1 行：有一列重复出现。
changes.csv: 襄都区,2020,更名 → 襄都区,2020-13,更名
    changes.csv 第 2 行：日期“2020-13”有误。日期写作 2021-04-09、2021-04 或 2021；不详的留空。
changes.csv: 襄都区,2020,更名 → 襄都区,,更名
    changes.csv 第 2 行：缺少日期；只知年份的写年份即可。
changes.csv: 襄都区,2020,更名 → 襄都区,2020,
    changes.csv 第 2 行：kind 为空。
changes.csv: 130502,桥东区,130502,襄都区 → ,,,
    changes.csv 第 2 行：新旧代码均为空。
changes.csv: 130502,桥东区,130502 → 130502,桥东区,130599
    changes.csv 第 2 行：130502 在此撤销，但 china.csv 第 18 行仍列有它。
changes.csv: 130521,邢台县,130502 → 130521,邢县,130502
    changes.csv 第 5 行：130521 在此称为邢台县，在别处称为邢县。
changes.csv: 任泽区 → 任县区
    changes.csv 第 6 行：130505 在此称为任县区，在 china.csv 第 20 行称为任泽区。
changes.csv: 130505,任泽区 → 130595,任泽区
    changes.csv 第 6 行：依此行 130595 任泽区 现仍存在，但 china.csv 未列出。
changes.csv: 130526,任县 → 150404,松山区
    changes.csv 第 6 行：150404 在此撤销，但 china.csv 第 6 行仍列有它。
changes.csv: 130527,南和县,130506,南和区,2020,撤县设区 → 130526,任县,130506,南和区,2021,撤县设区
    changes.csv 第 7 行：130526 此前已经撤销。
changes.csv: 130527,南和县,130506,南和区,2020,撤县设区 → ,,130505,任泽区,2021,新设
    changes.csv 第 7 行：130505 在此设立，但此前已经存在。
xpcc.csv: 8,第八师 → 0,第八师
    xpcc.csv 第 9 行：division_no 不是 1 至 99 的数字：“0”。
xpcc.csv: 8,第八师 → 7,第八师
    xpcc.csv 第 9 行：7 已见于第 8 行。
xpcc.csv: 659001,石河子市 → 659099,石河子市
    xpcc.csv 第 9 行：china.csv 未列出 659099 石河子市。
"""


def bad_tables():
    lines = BAD.strip().split("\n")
    for what, sentence in zip(lines[::2], lines[1::2], strict=True):
        table, _, rest = what.partition(": ")
        old, _, new = rest.partition(" →")
        yield table, old, new.strip().replace("␤", "\n").replace("×", "松" * 61), sentence.strip()


def spoil(path, table, old, new):
    text = (path / table).read_text("utf-8")
    assert old in text
    (path / table).write_text(text.replace(old, new, 1), "utf-8", newline="")


@pytest.mark.parametrize(("table", "old", "new", "sentence"), list(bad_tables()))
def test_a_bad_table_names_its_line_and_changes_nothing(tmp_path, table, old, new, sentence):
    load(folder(tmp_path, **good()))
    before = everything()
    spoil(tmp_path, table, old, new)
    with pytest.raises(BadTable) as refusal:
        load(tmp_path)
    assert str(refusal.value) == sentence
    assert everything() == before


def test_a_table_in_another_encoding_names_its_first_such_line(tmp_path):
    folder(tmp_path, **good())
    text = (tmp_path / "china.csv").read_text("utf-8")
    (tmp_path / "china.csv").write_bytes(text.encode("gb18030"))
    with pytest.raises(BadTable) as refusal:
        load(tmp_path)
    assert str(refusal.value) == "china.csv 第 2 行：不是 UTF-8 编码，请将此表另存为 UTF-8。"
    assert not Region.objects.exists()


def test_a_byte_order_mark_spaces_blank_lines_and_more_columns_are_no_fault(tmp_path):
    load(folder(tmp_path, **good()))
    before = everything()
    text = (tmp_path / "china.csv").read_text("utf-8").replace("松山区,", " 松山区 ,").splitlines()
    lines = [text[0] + ",remark", "", *(line + ",-" for line in text[1:])]
    (tmp_path / "china.csv").write_text("\ufeff" + "\n".join(lines), "utf-8")
    assert not load(tmp_path).anything
    assert everything() == before


def test_tables_that_give_a_stored_divisions_code_and_day_to_another_are_refused(tmp_path):
    tables = good()
    load(folder(tmp_path, **tables))
    before = everything()
    folder(tmp_path, **tables | {"changes": tables["changes"][1:]})
    with pytest.raises(BadTable) as refusal:
        load(tmp_path)
    assert str(refusal.value) == (
        "130502：依 china.csv 与 changes.csv 属于襄都区，而库中同日起为桥东区（至 2020）。"
        "请更正表格，或在后台更正已存的区划。"
    )
    assert everything() == before


def test_what_only_the_database_can_refuse_is_undone_whole(tmp_path):
    """桥东区 and 襄都区 change places: one row is closed before the other runs into the constraint."""
    tables = good()
    load(folder(tmp_path, **tables))
    before = everything()
    for row in (row for held in tables.values() for row in held):
        for column in row.keys() & {"name", "old_name", "new_name"}:
            row[column] = {"桥东区": "襄都区", "襄都区": "桥东区"}.get(row[column], row[column])
    with pytest.raises(BadTable, match="^china.csv 与 changes.csv 同已存的区划相矛盾"):
        load(folder(tmp_path, **tables))
    assert everything() == before


@contextmanager
def rolled_back():
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@examples
@given(seed=st.integers(0, 2**32))
def test_the_order_of_rows_makes_no_difference(seed):
    def values():
        skip = ("id", "parent", "predecessor", "successor")
        names = [field.name for field in Region._meta.fields if field.name not in skip]
        return sorted(Region.objects.values_list(*names, "parent__code", "parent__valid_from"), key=repr)

    tables = good()
    with rolled_back(), tempfile.TemporaryDirectory() as path:
        load(folder(Path(path), **tables))
        in_order = values()
        transaction.set_rollback(True)
    for held in tables.values():
        random.Random(seed).shuffle(held)  # noqa: S311
    with rolled_back(), tempfile.TemporaryDirectory() as path:
        load(folder(Path(path), **tables))
        assert values() == in_order
        before = everything()
        assert not load(path).anything
        assert everything() == before


@examples
@given(
    table=st.sampled_from(["china.csv", "changes.csv", "xpcc.csv"]),
    place=st.floats(0, 1),
    length=st.integers(0, 200),
    put=st.binary(max_size=20) | st.text("0123456789,\n\"'-新区市\0", max_size=20).map(lambda text: text.encode()),
)
def test_whatever_bytes_a_table_is_spoiled_with_it_loads_or_is_refused_whole(table, place, length, put):
    with rolled_back(), tempfile.TemporaryDirectory() as path:
        load(folder(Path(path), **good()))
        before = everything()
        data = (Path(path) / table).read_bytes()
        start = int(place * len(data))
        (Path(path) / table).write_bytes(data[:start] + put + data[start + length :])
        try:
            load(path)
        except BadTable:
            assert everything() == before  # noqa: PT017 (it may also load: both are right)
