"""How the divisions of Inner Mongolia are read: all 115, from a table written by hand in tests/data."""

from pathlib import Path

import pytest

from regions.models import Region
from regions.reading import reading, short_readings

READINGS = [
    tuple(line.split(" ", 1))
    for line in (Path(__file__).parent / "data/inner_mongolia_readings.txt").read_text("utf-8").splitlines()
]


def test_every_division_of_inner_mongolia_is_read_right():
    expected = {name: ("".join(said.split()), "".join(part[0] for part in said.split())) for name, said in READINGS}
    assert {name: reading(name) for name in expected} == expected
    assert len(expected) == 115


@pytest.mark.parametrize(
    ("name", "pinyin", "initials"),
    [
        ("呼和浩特市", "huhehaoteshi", "hhhts"),
        ("长子县", "zhangzixian", "zzx"),
        ("子长市", "zichangshi", "zcs"),
        ("长治市", "changzhishi", "czs"),
        ("绿春县", "lvchunxian", "lcx"),
        ("第十一师(建筑工程师)", "dishiyishijianzhugongchengshi", "dsysjzgcs"),
        ("", "", ""),
    ],
)
def test_names_that_are_easily_misread(name, pinyin, initials):
    assert reading(name) == (pinyin, initials)


def test_a_name_is_also_read_without_its_generic_end():
    banner = Region(name="莫力达瓦达斡尔族自治旗", short_name="莫力达瓦")
    assert ("molidawa", "mldw") in short_readings(banner)
    assert ("huhehaote", "hhht") in short_readings(Region(name="呼和浩特市", short_name="呼和浩特"))
    assert ("xilinguole", "xlgl") in short_readings(Region(name="锡林郭勒盟"))
