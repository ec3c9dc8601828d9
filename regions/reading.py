"""How a division's name is read: pinyin without tones, and its initials.

pypinyin knows most names; what it misreads stands in `OVERRIDES`. ü is written v, as on a keyboard.
"""

import re

from pypinyin import Style, lazy_pinyin

OVERRIDES = {
    "锡林郭勒": "xi lin guo le",
    "霍林郭勒": "huo lin guo le",
    "克什克腾": "ke shi ke teng",
    "商都": "shang du",
}
GENERIC = ("自治区", "自治州", "自治县", "自治旗", "特别行政区", "地区", "林区", "特区", "矿区", "新区")
GENERIC += ("省", "市", "州", "盟", "区", "县", "旗", "师")

_known = re.compile("(" + "|".join(sorted(OVERRIDES, key=len, reverse=True)) + ")")


def syllables(name):
    parts = []
    for piece in _known.split(name):
        parts += OVERRIDES[piece].split() if piece in OVERRIDES else lazy_pinyin(piece, style=Style.NORMAL)
    return [re.sub("[^a-z0-9]", "", part.lower()) for part in parts]


def reading(name):
    """`(pinyin, initials)` of a name: 呼和浩特市 is `("huhehaoteshi", "hhhts")`."""
    parts = [part for part in syllables(name) if part]
    return "".join(parts), "".join(part[0] for part in parts)


def short_readings(region):
    """The readings people type who leave out 市, 区, 旗 …: 呼和浩特市 is also `huhehaote` and `hhht`."""
    stems = {region.short_name, *(region.name.removesuffix(end) for end in GENERIC)} - {"", region.name}
    return {reading(stem) for stem in stems}
