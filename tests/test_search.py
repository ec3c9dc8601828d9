"""What a search finds: as characters, in pinyin and by initials; the same on both databases and both ways."""

import re
from dataclasses import replace
from datetime import date

import pytest
from django.db import connection
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from regions.reading import syllable_of_each
from registry import spelling
from registry.folding import fold, places
from registry.marking import marked, stretches
from registry.models import Category, Entry, Outcome, ReleaseKind
from registry.record import Statement, issue, withhold
from registry.searching import is_in, is_typed_by_sound, lines, words_of_search
from registry.verification import verify

from .record import DECISION, PROJECTS, PUBLISHED, again, ground, make_round, seed_round

SINGLE_PROJECTS = (*PROJECTS, "名称未公开", "名称未公开")


def found(words, entries=None):
    entries = (
        (Entry.objects.all() if entries is None else entries)
        .matching(words)
        .order_by("position", "id")
        .select_related("current__text")
    )
    return [entry.current.text.name if hasattr(entry.current, "text") else None for entry in entries]


FOUND = """
松山             | 松山区
松              | 松山区
智慧交通           | PROJECT2
智慧＋交通          | PROJECT2
‘智慧’           | PROJECT2
智慧·交通          | PROJECT2
songshan       | 松山区
SongShan       | 松山区
ｓｏｎｇｓｈａｎ       | 松山区
sōngshān       | 松山区
songshanqu     | 松山区
song'shan      | 松山区
ss             | 松山区 PROJECT2
ssq            | 松山区
cfsssq         | 松山区
songs          | 松山区
songsha        | 松山区
songsha 赤峰     | 松山区
chi songsha    | 松山区
sha            |
yuanba         | 元宝山区
ningche        | 宁城县
ongshan        |
san            |
shan           | 元宝山区 松山区
shanq          | 元宝山区 松山区
ningcheng      | 宁城县
ncx            | 宁城县
keshike        | 克什克腾旗
kskt           | 克什克腾旗
xzfy           | PROJECT1
xingzhengfuyi  | PROJECT1
zhihuijiaotong | PROJECT2
zhjt           | PROJECT2
gonganjiguan   | PROJECT3
gong'an'jiguan | PROJECT3
go'nganjiguan  |
hangzheng      |
neimeng        | ALL
nmg            | ALL
chifeng        | ALL
cf             | ALL
cfs            | ALL
chif           | ALL
chife          | ALL
chi'f          | ALL
chis           |
chifx          |
chifengshis    | 松山区
songshanx      |
songsan        |
songs 松         | 松山区
赤峰 songshan    | 松山区
chifeng ssq    | 松山区
songshan ningcheng|
songshan宁城     |
"""


def expected(names):
    short = {f"PROJECT{number}": name for number, name in enumerate(PROJECTS, 1)}
    in_order = ["元宝山区", "松山区", "克什克腾旗", "宁城县", *SINGLE_PROJECTS]
    return in_order if names == "ALL" else [short.get(name, name) for name in names.split()]


def test_each_word_finds_what_it_means(db):
    seed_round()
    rows = [[part.strip() for part in line.split("|")] for line in FOUND.strip().splitlines()]
    assert {words: found(words) for words, _names in rows} == {words: expected(names) for words, names in rows}


@pytest.mark.parametrize(
    ("name", "words", "is_found"),
    [
        ("绿色矿山", "lvse", True),
        ("绿色矿山", "luse", True),
        ("绿色矿山", "lüse", True),
        ("路灯改造", "lvdeng", False),
        ("路灯改造", "ludeng", True),
        ("省略程序", "shenglve", True),
        ("省略程序", "shenglue", True),
        ("西安模式", "xian", True),
        ("西安模式", "xi'an", True),
        ("分县推进", "xian", True),
        ("分县推进", "xi'an", False),
        ("AI平台", "ai", True),
        ("AI平台", "aipt", True),
        ("AI平台", "ＡＩ平台", True),
        ("2023年行动", "2023nian", True),
        ("2023年行动", "023", True),
        ("银行业自律", "yinhang", True),
    ],
)
def test_what_is_typed_for_a_name(db, name, words, is_found):
    regions = ground()
    issue(
        make_round(), ReleaseKind.NAMING, DECISION, [Statement("single", regions["赤峰市"], "named", name)], PUBLISHED
    )
    assert found(words) == ([name] if is_found else [])


def test_lead_units_are_found_and_no_word_goes_over_from_one_text_to_the_next(db):
    regions = ground()
    one = Statement("single", regions["赤峰市"], Outcome.NAMED, "首违不罚", lead_unit="市公安局")
    issue(make_round(), ReleaseKind.NAMING, DECISION, [one], PUBLISHED)
    asked = ("公安局", "gaj", "gonganju", "首违不罚 公安", "罚市", "不罚市公安局", "fashi", "fsg")
    assert [words for words in asked if found(words)] == ["公安局", "gaj", "gonganju", "首违不罚 公安"]


def test_what_a_correction_says_is_found_and_what_it_replaced_is_not(db):
    seed = seed_round()
    corrected = [again(seed.entries[PROJECTS[0]], "改正后的题目", Outcome.NAMED)]
    issue(seed.round, ReleaseKind.CORRECTION, DECISION, corrected, PUBLISHED, supersedes=seed.decided)
    assert (found("gaizheng"), found("行政争议")) == (["改正后的题目"], [])
    assert verify().findings == []


def test_withheld_words_are_not_found_in_any_spelling(db):
    seed = seed_round()
    entry = seed.entries[PROJECTS[2]]
    assert withhold(entry.decided, "含有个人信息", "演示办公室", PUBLISHED) == 3
    asked = ("公安机关", "gonganjiguan", "gajg", "促")
    assert [found(words) for words in asked] == [[], [], [], []]
    assert None in found("赤峰")  # its division is still public
    assert verify().findings == []


TITLES = """
示范地区          | 元宝山区 宁城县
示范项目          | PROJECTS
全区法治政府建设       | 元宝山区 宁城县 PROJECTS
“示范·地区”       | 元宝山区 宁城县
元宝山 示范地区      | 元宝山区
示范地区 宁城        | 宁城县
松山 示范地区        |
示范地区 智慧交通      |
智慧交通 示范项目      | PROJECT2
示             |
sfdq          |
示范地区项目        |
"""


def test_words_nobody_has_of_himself_mean_who_is_given_a_title_with_them(db):
    seed_round()
    rows = [[part.strip() for part in line.split("|")] for line in TITLES.strip().splitlines()]
    named = {words: found(words, Entry.objects.named()) for words, _names in rows}
    assert named == {words: expected(names.replace("PROJECTS", "PROJECT1 PROJECT2 PROJECT3")) for words, names in rows}


def test_a_title_is_not_looked_at_where_somebody_has_the_word_of_himself(db):
    """Also where the list is narrowed to others, and on a day on which nobody had it yet."""
    seed, regions = seed_round(), ground()
    one = Statement("single", regions["赤峰市"], "named", "示范地区创建经验", lead_unit="")
    later = replace(DECISION, issued_on=date(2025, 11, 1))
    issue(make_round(code="2025", year=2025), ReleaseKind.NAMING, later, [one], PUBLISHED)
    assert found("示范地区") == ["示范地区创建经验"]
    assert found("示范地区", Entry.objects.in_round(seed.round.code)) == []
    assert found("示范地区", Entry.objects.as_of(date(2024, 6, 30)).named()) == ["元宝山区", "宁城县"]


@pytest.mark.parametrize(
    ("words", "line", "is_there"),
    [
        ("2023n", "2023年", False),
        ("2023n", "2023" + spelling.SIGNS["nian"], True),
        ("chif", spelling.SIGNS["chi"], False),
        ("chif", spelling.SIGNS["chi"] + spelling.SIGNS["feng"], True),
    ],
)
def test_a_syllable_that_breaks_off_is_not_found_where_nothing_follows_of_it(words, line, is_there):
    """Characters alone, as the texts of articles are looked through, hold no syllable."""
    [forms] = words_of_search(words)
    assert any(is_in(line, form) for form in forms) == is_there


def test_what_breaks_off_is_found_as_of_a_day_too(db):
    seed_round()
    then = Entry.objects.as_of(date(2026, 11, 25)).named()
    assert (found("ningch", then), found("chifengs songs", then), found("ningx", then)) == (["宁城县"], [], [])


# --- both databases, both ways --------------------------------------------------------------------------------------

TYPED = "chi feng shi song shan qu zhang zi xian lv lu xi an xing zheng c f s x a n v u ' 2"
NAMES = st.text("赤峰市松山区长子县绿路行政复议西安先一aB2３·‘+ 　", min_size=1, max_size=8)
ASKED = st.one_of(
    st.text("赤峰松山区长子县绿路行政西安先a2b· ", min_size=1, max_size=4),
    st.lists(st.sampled_from(TYPED.split()),
             min_size=1, max_size=4).map("".join),
)  # fmt: skip


def stands_in(text, word, goes_on):
    """The meaning of a search, letter by letter, from no code of the search but the reading of a character."""
    chars, said = fold(text), [one for run in re.split("[·‘+ 　]", text) for one in syllable_of_each(fold(run))]
    asked = "".join(char for char in word.lower() if char in "'’" or fold(char)).replace("’", "'")
    bare = asked.replace("'", "")
    typed_last = re.search("([a-z]*)'*$", asked)[1]
    may_break_off = typed_last and (goes_on or not re.fullmatch(f"(?:{'|'.join(spelling.TYPED)})+", typed_last))
    for start in range(len(chars)):
        for end in range(start + 1, len(chars) + 1):
            spoken = [one.replace("v", "[uv]") for one in said[start:end]]
            if may_break_off and end - start > 1:
                last = said[end - 1]
                parts = [last[:size].replace("v", "[uv]") for size in range(1, len(last) + 1)]
                spoken[-1] = f"(?:{'|'.join(parts)})"
            is_spelled = not re.search("[a-z]", chars[start:end]) and re.fullmatch("'*".join(["", *spoken, ""]), asked)
            if bare in (chars[start:end], "".join(one[0] for one in said[start:end])) or is_spelled:
                return True
    return False


def meant_by(words, names, goes_on):
    asked = [word for word in words.split() if fold(word)]
    return [
        name for name in names
        if all(any(stands_in(text, word, goes_on) for text in (name, "内蒙古自治区")) for word in asked)
    ]  # fmt: skip


def common(grams):
    """Let PostgreSQL take these for the common ones; SQLite has nothing to choose."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM registry_gramshare")
            cursor.executemany("INSERT INTO registry_gramshare VALUES (%s, 0.5)", [[one] for one in grams])


def all_grams(texts):
    every = (line for text in texts for line in lines(text))
    return {line[at : at + size] for line in every for size in (1, 2, 3) for at in range(len(line))}


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(NAMES.filter(fold), min_size=1, max_size=5), st.lists(ASKED.filter(fold), min_size=1, max_size=3))
@example(["西安", "县", "先"], ["xian"])
@example(["绿", "路"], ["lu"])
@example(["松山", "松沙"], ["songsh"])
@example(["松山", "松沙"], ["songsha"])
@example(["松山", "县"], ["songsha"])
@example(["松山", "松沙"], ["songsha", "an"])
def test_a_search_finds_what_reading_letter_by_letter_finds(db, names, asked):
    from django.db import transaction

    with transaction.atomic():
        regions, words = ground(), " ".join(asked)
        statements = [Statement(Category.SINGLE, regions["内蒙古自治区"], Outcome.NAMED, name) for name in names]
        issue(make_round(code="hypo"), ReleaseKind.NAMING, DECISION, statements, PUBLISHED)
        meant = next(filter(None, (meant_by(words, names, goes_on) for goes_on in (False, True))), [])
        ways = {}
        for way, grams in {"index": (), "walk": all_grams([*names, "内蒙古自治区"])}.items():
            common(grams)
            ways[way] = sorted(found(words))
        transaction.set_rollback(True)
    assert ways == {"index": sorted(meant), "walk": sorted(meant)}


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text("赤峰市松山区长子县绿路行政复议西安先", min_size=2, max_size=5))
@example("西安县")
@example("山先山西")
def test_a_name_is_found_and_marked_while_its_pinyin_is_being_typed(db, name):
    """From its first whole syllable on, also where what is typed is whole syllables of its own: xian, songsha."""
    from django.db import transaction

    said = syllable_of_each(name)
    asked = ["".join(said)[:end] for end in range(len(said[0]), len("".join(said)) + 1)]
    with transaction.atomic():
        told = [Statement(Category.SINGLE, ground()["内蒙古自治区"], Outcome.NAMED, name)]
        issue(make_round(code="hypo"), ReleaseKind.NAMING, DECISION, told, PUBLISHED)
        missed = [words for words in asked if found(words) != [name]]
        transaction.set_rollback(True)
    assert missed == []
    for words in asked:
        reached = sum(len("".join(said[:size])) < len(words) for size in range(1, len(said))) + 1
        [[start, end], *_others] = stretches(name, words)
        [exactly] = words_of_search(words)
        if any(is_in(line, form) for line in lines(name) for form in exactly):
            continue  # shanxi in 山先山西: who has typed a whole word is shown that
        assert (start, end >= reached) == (0, True)


# --- folding and marking --------------------------------------------------------------------------------------------


@given(st.text(max_size=40))
def test_folding_twice_is_folding_once_and_every_sign_has_its_place(text):
    folded = fold(text)
    assert fold(folded) == folded
    assert [len(line) for line in lines(text)] == [len(places(text))] * 3 == [len(folded)] * 3


@given(st.text("赤峰·‘智慧+交通’ AＢ２", max_size=12), st.text("赤峰智慧交通ab2+ czhjt", max_size=5))
def test_marking_changes_no_character(text, words):
    shown = str(marked(text, words))
    assert re.sub("</?mark>", "", shown).replace("&#x27;", "'") == text
    assert re.findall("<mark>(.*?)</mark>", shown) == [text[start:end] for start, end in stretches(text, words)]


@given(st.text("赤峰·‘智慧+交通’诶ê AＢ２", max_size=12), st.text("赤峰智慧交通诶ê2+", min_size=1, max_size=2))
@example("ê诶", "ê")
def test_what_is_typed_as_characters_stands_in_no_line_but_the_first(text, word):
    """So no text need be read aloud for it."""
    asked = fold(word)
    assume(asked and not is_typed_by_sound(word))
    first, *read = [{at for at in range(len(line)) if line.startswith(asked, at)} for line in lines(text)]
    assert [places - first for places in read] == [set(), set()]


@pytest.mark.parametrize(
    ("text", "words", "shown"),
    [
        (PROJECTS[1], "智慧交通", "赤峰市‘<mark>智慧+交通</mark>’助力依法行政 科技护航建设数字型服务型法治政府"),
        (
            PROJECTS[1],
            "zhihui fwx",
            "赤峰市‘<mark>智慧</mark>+交通’助力依法行政 科技护航建设数字型<mark>服务型</mark>法治政府",
        ),
        (PROJECTS[2], "促改革 持续", "赤峰市公安机关建机制 <mark>促改革</mark> <mark>持续</mark>提升规范执法能力"),
        ("松山区", "songshan", "<mark>松山</mark>区"),
        ("松山区", "songsh", "<mark>松山</mark>区"),
        ("松山区", "songx", "松山区"),
        ("松山区", "songsha", "<mark>松山</mark>区"),
        ("松山和松沙", "songsha", "松山和<mark>松沙</mark>"),
        ("赤峰市松山区", "赤峰 songsha", "<mark>赤峰</mark>市<mark>松山</mark>区"),
        ("松山区", "松山 山区", "<mark>松山区</mark>"),
        ("松山区", "宁城", "松山区"),
        ("a<b>AB", "ab", "<mark>a&lt;b</mark>&gt;<mark>AB</mark>"),
        ("㎡㎡", "2m", "<mark>㎡㎡</mark>"),
        ("松山区", "", "松山区"),
    ],
)
def test_what_was_searched_is_marked_where_it_stands(text, words, shown):
    assert str(marked(text, words)) == shown


def test_the_list_marks_what_was_searched_and_shows_where_else_it_stands(db, client):
    seed_round()
    page = client.get("/named/?q=gajg%20赤峰").content.decode().replace("\n", "")
    assert re.findall(r'<th scope="row">.*?</th>', page, re.S) == [
        f'<th scope="row"><a href="/entries/{Entry.objects.get(decided__text__name=PROJECTS[2]).pk}/">'
        '<span class="verbatim-spaces"><mark>赤峰</mark>市<mark>公安机关</mark>建机制 促改革 持续提升规范执法能力'
        '</span></a><small class="quiet found-in">内蒙古自治区<mark>赤峰</mark>市</small></th>'
    ]


@pytest.mark.parametrize("as_of", ["", "&as_of=2026-11-20"])
@pytest.mark.parametrize(
    ("words", "marks"),
    [
        ("示范·地区", {"全区法治政府建设<mark>示范地区</mark>"}),
        ("宁城 建设", {"全区法治政府<mark>建设</mark>示范地区"}),
        ("宁城 区", {"全区法治政府建设示范地区"}),
        ("ningcheng", {"全区法治政府建设示范地区"}),
    ],
)
def test_words_are_marked_in_the_titles_they_were_looked_for_in(db, client, words, marks, as_of):
    seed_round()
    page = client.get(f"/named/?q={words}{as_of}").content.decode()
    assert set(re.findall(r'data-label="称号"><span>(.*?) <a', page)) == marks


def test_without_a_search_nothing_is_marked(db, client):
    seed_round()
    page = client.get("/named/").content.decode()
    assert re.findall("<mark>|found-in", page) == []


@pytest.mark.postgresql
@pytest.mark.parametrize("grams", [(), all_grams(["促改革"])], ids=["rare", "common"])
@pytest.mark.parametrize("words", ["促改革", "cug", "cugaig", "cugaige"])
def test_postgresql_takes_the_index_for_the_rare_and_the_order_alone_for_the_common(db, grams, words):
    common(grams)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    plan = Entry.objects.matching(words).order_by("position", "id")[:20].explain()
    assert ("registry_entry_grams" in plan, "ctid = ANY" in plan, "position" in plan) == (not grams, not grams, True)


@pytest.mark.postgresql
@pytest.mark.parametrize(("words", "typed"), [("cug", ["cu"]), ("cugaig", ["cu", "gai"])])
def test_a_word_that_breaks_off_is_as_rare_as_what_it_may_become(db, words, typed):
    """Its beginning is everywhere: walking along the order until it is met would read the whole record."""
    signs = [spelling.SIGNS[one] for one in typed]
    common({*signs, "".join(signs)})
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    plan = Entry.objects.matching(words).order_by("position", "id")[:20].explain()
    assert ("registry_entry_grams" in plan, "&&" in plan) == (True, True)
