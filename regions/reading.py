"""How a division's name is read: pinyin without tones, and its initials.

pypinyin knows most names; what it misreads stands in `OVERRIDES`. ü is written v, as on a keyboard.
"""

import re

from pypinyin import Style, lazy_pinyin

# The single characters are read so in every name of the tables; 长子县 is the one exception.
_SPOKEN = """
什 shi, 勒 le, 都 du, 佛 fo, 朝 chao, 长 chang, 尾 wei, 蚌 beng, 长子 zhang zi, 万柏林 wan bai lin, 穆棱 mu ling,
大城 dai cheng, 单县 shan xian, 伽师 jia shi, 漯河 luo he, 浚县 xun xian, 涡阳 guo yang, 珲春 hun chun, 曾都 zeng du,
筠连 jun lian, 繁峙 fan shi, 荥经 ying jing, 南乐 nan le, 民乐 min le, 乐陵 lao ling, 红寺堡 hong si bu,
覃塘 qin tang, 龙圩 long xu, 浪卡子 lang ka zi, 闵行 min hang, 洪洞 hong tong
"""
OVERRIDES = dict(entry.strip().split(" ", 1) for entry in _SPOKEN.split(","))
GENERIC = ("自治区", "自治州", "自治县", "自治旗", "特别行政区", "地区", "林区", "特区", "矿区", "新区")
GENERIC += ("省", "市", "州", "盟", "区", "县", "旗", "师")

_known = re.compile("(" + "|".join(sorted(OVERRIDES, key=len, reverse=True)) + ")")


def syllables(name):
    parts = []
    for piece in _known.split(name):
        parts += OVERRIDES[piece].split() if piece in OVERRIDES else lazy_pinyin(piece, style=Style.NORMAL)
    return [re.sub("[^a-z0-9]", "", part.lower()) for part in parts]


def syllable_of_each(text):
    """One syllable for each character of `text`; what is not read in Chinese is given back as it stands."""
    parts = []
    for piece in _known.split(text):
        if piece in OVERRIDES:
            parts += OVERRIDES[piece].split()
        elif piece:
            parts += lazy_pinyin(piece, style=Style.NORMAL, errors=list)
    return parts


def reading(name):
    """`(pinyin, initials)` of a name: 呼和浩特市 is `("huhehaoteshi", "hhhts")`."""
    parts = [part for part in syllables(name) if part]
    return "".join(parts), "".join(part[0] for part in parts)


def short_readings(region):
    """The readings people type who leave out 市, 区, 旗 …: 呼和浩特市 is also `huhehaote` and `hhht`."""
    stems = {region.short_name, *(region.name.removesuffix(end) for end in GENERIC)} - {"", region.name}
    return {reading(stem) for stem in stems}
