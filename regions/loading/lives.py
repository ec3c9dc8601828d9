"""Who existed when: the tables turned into lives of divisions under their codes.

china.csv says who exists today, changes.csv how it came to that. One line of changes.csv can end a life, begin a
life, both or neither; what it does follows from its `kind`, read here and nowhere else:

====================================  =====================  ==========================================
kind                                  the old one            the new one
====================================  =====================  ==========================================
新设                                  (none)                 begins
撤县设市, 撤县设区, 合并, 更名, …      ends                   begins (also under the same code)
缩小(沿用原代码), 合并(沿用原代码)    ends                   begins under the same code
析置新设(原单位保留), 部分划出(…)     goes on                begins
撤销并入, 地级市撤销并入, …划入       ends                   stood before and goes on
拆分                                  ends                   begins, but see `STOOD_BEFORE`
====================================  =====================  ==========================================

Several lines of one day are read together: the old one ends if any of them ends it (余杭区 2021 was both cut down
and split), the new one begins if any begins it (襄都区 2020 was the renamed 桥东区, and took in part of 邢台县).
An end closes the life under the code, a beginning opens one; so a reused code has several lives, and the day is as
precise as the table has it. A life has the name its lines give it, which must be the one of china.csv for the last.

Ended divisions are not in china.csv: level follows from the code, kind from the name, and the parent is the
division that held the code above *when the life ended* (莱城区 belongs to 莱芜市, which ended with it).
"""

from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from regions.models import Level

from .tables import level_of

CORPS_PROVINCE = "650000"
# The table calls both parts of a 拆分 so, whether the receiver was new (叙州区) or stood there already (these two).
STOOD_BEFORE = {("511521", "511502"), ("330104", "330102")}


@dataclass
class Life:
    """A division under one code from one day to another."""

    code: str
    name: str
    valid_from: str = ""
    valid_to: str = ""
    parent: "Life | None" = None
    path: str = ""  # only where it cannot be derived
    columns: dict = field(default_factory=dict)  # short_name, name_en, level, kind, sort_order
    guesses: dict = field(default_factory=dict)  # what no table says, for a row that does not know better


def ends_old(row):
    return bool(row["old_code"]) and "原单位保留" not in row["kind"]


def begins_new(row):
    joins = "并入" in row["kind"] or "划入" in row["kind"] or (row["old_code"], row["new_code"]) in STOOD_BEFORE
    return bool(row["new_code"]) and not joins


def wanted_regions(tables):
    """`{code: [Life, …]}` in order of time, complete with parents, for all three tables."""
    china = {row["code"]: row for row in tables["china.csv"]}
    events = _events(tables["changes.csv"])
    lives = {code: _lives_of(code, events.get(code, ()), china.get(code)) for code in sorted({*china, *events})}
    order = sorted(china)
    for code, held in lives.items():
        for life in held:
            _complete(life, china.get(code), lives, china, order)
    for row in tables["xpcc.csv"]:
        life = _corps_division(row, china, lives)
        lives[life.code] = [life]
    return lives


def wanted_changes(tables, lives):
    """`[(row, predecessor or None, successor or None)]`, the two being lives."""
    return [
        (
            row,
            _find_life(row, "old", lives, lambda life, day: life.valid_to == "" or life.valid_to >= day),
            _find_life(row, "new", lives, lambda life, day: life.valid_to == "" or life.valid_to > day),
        )
        for row in tables["changes.csv"]
    ]


def _events(changes):
    """`{code: [(day, "0 ends" or "1 begins", row)]}`; on one day ends sort before beginnings."""
    found = defaultdict(dict)
    for row in changes:
        if ends_old(row):
            found[row["old_code"]].setdefault((row["date"], "0 ends"), row)
        if begins_new(row):
            found[row["new_code"]].setdefault((row["date"], "1 begins"), row)
    return {code: [(*key, row) for key, row in sorted(held.items())] for code, held in found.items()}


def _lives_of(code, events, present):
    lives, alive = [], not events or events[0][1] == "0 ends"
    if alive:
        name = events[0][2]["old_name"] if events else present["name"]
        lives.append(Life(code, name))
    for day, what, row in events:
        if alive == (what == "1 begins"):
            row.refuse(
                (_("%(code)s begins here but existed already.") if alive else _("%(code)s ended before."))
                % {"code": code}
            )
        if alive:
            lives[-1].valid_to = day
            _same_name(row, "old", lives[-1])
        else:
            lives.append(Life(code, row["new_name"], day))
        alive = not alive
    _check_today(code, lives[-1], events, present)
    return lives


def _check_today(code, last, events, present):
    if present and last.valid_to:
        events[-1][2].refuse(
            _("%(code)s ends here, but line %(line)s of china.csv lists it.") % {"code": code, "line": present.line}
        )
    if not present and not last.valid_to:
        events[-1][2].refuse(
            _("%(code)s %(name)s exists by this line, but china.csv does not list it.")
            % {"code": code, "name": last.name}
        )
    if present and present["name"] != last.name:
        facts = {"code": code, "here": last.name, "there": present["name"], "line": present.line}
        events[-1][2].refuse(_("%(code)s is called %(here)s here and %(there)s on line %(line)s of china.csv.") % facts)


def _same_name(row, side, life):
    if row[f"{side}_name"] != life.name:
        facts = {"code": life.code, "here": row[f"{side}_name"], "there": life.name}
        row.refuse(_("%(code)s is called %(here)s here and %(there)s elsewhere.") % facts)


def _find_life(row, side, lives, lasts):
    """The life a line speaks of: the one before the day for the old side, the one after it for the new side."""
    code = row[f"{side}_code"]
    if not code:
        return None
    held = [life for life in lives.get(code, ()) if life.valid_from <= row["date"] and lasts(life, row["date"])]
    if not held:
        row.refuse(_("%(code)s did not exist on %(day)s by these tables.") % {"code": code, "day": row["date"]})
    _same_name(row, side, held[0])
    return held[0]


def _complete(life, present, lives, china, order):
    if present and not life.valid_to:
        life.columns = {name: present[name] for name in ("short_name", "name_en", "level", "kind")}
        life.columns["sort_order"] = int(present["sort_order"])
        life.parent = _present_parent(present, lives)
        return
    level = level_of(life.code)
    before = bisect_right(order, life.code)
    position = int(china[order[before - 1]]["sort_order"]) if before else 0
    life.columns = {"level": level, "sort_order": position}
    life.guesses = {
        "short_name": life.name[:-1] if len(life.name) > 2 else life.name,
        "kind": _kind(life.name, level),
    }
    life.parent = _former_parent(life, lives)


def _present_parent(row, lives):
    code, parent = row["code"], row["parent_code"]
    possible = {"province": ("",), "prefecture": (f"{code[:2]}0000",)}
    if parent not in possible.get(row["level"], (f"{code[:4]}00", f"{code[:2]}0000")):
        row.refuse(
            _("%(code)s cannot belong to “%(parent)s”: the codes do not agree.") % {"code": code, "parent": parent[:20]}
        )
    if not parent:
        return None
    if parent not in lives or lives[parent][-1].valid_to:
        row.refuse(_("unknown parent: %(parent)s is not among the divisions of today.") % {"parent": parent})
    return lives[parent][-1]


def _former_parent(life, lives):
    """The division above when this life ended: of those holding the code then, the one that stood before."""
    above = {"province": (), "prefecture": (f"{life.code[:2]}0000",)}
    for code in above.get(level_of(life.code), (f"{life.code[:4]}00", f"{life.code[:2]}0000")):
        for parent in lives.get(code, ()):
            if parent.valid_from <= life.valid_to and (not parent.valid_to or parent.valid_to >= life.valid_to):
                return parent
    return None


def _kind(name, level):
    """The kind of a division that ended, from the end of its name (the tables have no column for it)."""
    for end in ("自治区", "自治州", "自治县", "自治旗", "地区", "林区", "特区", "盟", "旗", "县", "省"):
        if name.endswith(end):
            return end
    if name.endswith("市"):
        return {"province": "直辖市", "prefecture": "地级市"}.get(level, "县级市")
    return "市辖区" if name.endswith("区") else ""


def _corps_division(row, china, lives):
    """The Corps' divisions have no GB/T 2260 code: ours are XPCC01 … XPCC14. They stand under 新疆 and after its
    last row; `path` is the form the official naming lists print (兵团第八师石河子市)."""
    if CORPS_PROVINCE not in china:
        row.refuse(_("the divisions of the Corps need %(code)s in china.csv.") % {"code": CORPS_PROVINCE})
    city = china.get(row["city_code"])
    if row["city_code"] and (city is None or city["name"] != row["city_name"]):
        row.refuse(_("%(code)s %(name)s is not in china.csv.") % {"code": row["city_code"], "name": row["city_name"]})
    last = max(code for code in china if code.startswith(CORPS_PROVINCE[:2]))
    life = Life(f"XPCC{int(row['division_no']):02}", row["division_name"], path=row["naming_form"])
    life.parent = lives[CORPS_PROVINCE][-1]
    life.columns = {
        "short_name": row["division_name"].split("(")[0].removeprefix("第"),
        "level": Level.DIVISION.value,
        "kind": "兵团师",
        "sort_order": int(china[last]["sort_order"]),
    }
    return life
