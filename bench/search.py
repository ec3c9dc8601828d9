"""What a search costs in the database: the keys of the first 201 it finds, in the official order, on PostgreSQL. They
tell how many there are and which stand on a page (registry/pages/named.py).

    .venv/bin/python -m bench.search [entries]

A throw-away cluster with PostgreSQL's own settings gets a million generated entries: titles of phrases as the record
has them, some far more frequent than others, and villages of random characters, so that there are common, middling and
rare terms of every length. Each kind is asked with up to nine different terms, five times over, all kinds interleaved;
the floor is the same without a search. Times include planning and fetching.
"""

import os
import random
import statistics
import sys
import time
from collections import Counter
from io import StringIO
from uuid import UUID

from tests.machine import PRIVATE, cluster

TERMS, REPEATS, CAP = 9, 5, 201
YEARS = range(1926, 2026)
PHRASES = """
聚焦 行政复议 全面规范化 充分发挥 行政争议 化解 主渠道作用 智慧交通 助力 依法行政 科技护航 建设 数字型
服务型 法治政府 公安机关 建机制 促改革 持续提升 规范执法能力 推进 行政执法 三项制度 包容审慎 监管 首违不罚
柔性执法 优化 营商环境 政务服务 一网通办 跨省通办 综合执法 改革 乡镇 街道 赋权 规范性文件 合法性审核
重大行政决策 公众参与 专家论证 府院联动 诉源治理 矛盾纠纷 多元化解 人民调解 公共法律服务 法律顾问 全覆盖
法治督察 考核评价 信息公开 双随机 信用监管 草原 生态保护 黄河流域 沙地治理 农牧民 牧区 流动 法庭 边境 口岸
民族团结 法治文化 宪法宣传
"""
UNITS = """
公安局 司法局 交通运输局 市场监督管理局 生态环境局 农牧局 自然资源局 行政审批局 应急管理局 文化和旅游局
"""
HARD = "化解建设"  # its parts are common, itself it is not


def titles(count, chance):
    """Each phrase half as likely as the one a few places before it, and in every third title a village."""
    phrases = PHRASES.split()
    weights = [1 / (number + 2) for number in range(len(phrases))]
    for number in range(count):
        words = chance.choices(phrases, weights, k=chance.randint(3, 6))
        if number % 3 == 0:
            words.insert(1, "".join(chr(chance.randint(0x4E00, 0x7FFF)) for _ in range(4)) + "村")
        if number % 50_000 == 0:
            words.append(HARD)
        yield words


def entries(count, rounds, places):
    """Rows for COPY: as `registry.record` would have written them, without the statements behind them."""
    from registry.searching import lines

    chance, kept, units = random.Random(4), {}, UNITS.split()

    def spelled(text):
        if text not in kept and len(kept) < 50_000:
            kept[text] = lines(text)
        return kept.get(text) or lines(text)

    def together(*texts):
        return "\n".join(map("".join, zip(*map(spelled, texts), strict=True)))

    for number, words in enumerate(titles(count, chance)):
        round, place = rounds[-1 - number * len(rounds) // count], places[number * 7 % len(places)]
        unit = together(place.short_name or place.name, units[number % len(units)])
        searched = "\n".join([together(*words), unit, together(place.path)])
        outcome = "named" if number % 10 < 7 else "not_named"
        position = f"{9999 - round.year:04d} {round.code:20} 1 {number:020d}"
        yield (
            UUID(int=chance.getrandbits(128)),
            round.pk,
            "single",
            place.pk,
            place.parent_id,
            outcome,
            "",
            position,
            searched,
        )


COLUMNS = "id, round_id, category, region_id, city_id, outcome, state, position, searched"


def fill(cursor, count):
    """The index is made after the rows, as whoever loads so many would."""
    from regions.models import Region
    from registry.grams import CREATE, DROP
    from registry.models import Round

    cursor.execute(DROP[0])
    rounds = [Round.objects.create(code=f"b{year}", name=f"{year}年", year=year, level="national") for year in YEARS]
    places = list(Region.objects.filter(code__startswith="15", level="county").select_related("parent"))
    with cursor.copy(f"COPY registry_entry ({COLUMNS}) FROM STDIN") as copy:
        for row in entries(count, rounds, places):
            copy.write_row(row)
    began = time.perf_counter()
    cursor.execute("SET maintenance_work_mem = '512MB'")
    cursor.execute(CREATE[-1])
    made = time.perf_counter()
    cursor.execute("SELECT registry_renew_gramshares()")
    print(f"index made in {made - began:.0f} s, shares estimated in {time.perf_counter() - made:.1f} s")
    cursor.execute("VACUUM ANALYZE registry_entry")
    for name in ("registry_entry", "registry_entry_grams"):
        cursor.execute("SELECT pg_size_pretty(pg_relation_size(%s))", [name])
        print(name, cursor.fetchone()[0])


def kinds(count):
    """{kind of term: terms}, by how often they really stand in the titles of every tenth entry."""
    found = {size: Counter() for size in (1, 2, 4)}
    for words in list(titles(count, random.Random(4)))[::10]:
        text = "".join(words)
        for size, counter in found.items():
            counter.update({text[at : at + size] for at in range(len(text) - size + 1)})
    chosen, tenth = {}, count // 10
    for size, counter in found.items():
        ranked = [(term, seen / tenth) for term, seen in counter.most_common()]
        bands = {"common": (0.03, 1), "middling": (0.002, 0.01), "rare": (0, 0.00005)}
        for name, (low, high) in bands.items():
            terms = [term for term, share in ranked if low <= share < high]
            chosen[f"{size} {name}"] = random.Random(1).sample(terms, min(TERMS, len(terms)))
    chosen["4, parts common"] = [HARD, "政府聚焦", "草原建设", "复议监管"]
    chosen["absent"] = ["龘靐", "一二三四", "法政", "xyzz"]
    chosen["pinyin"] = ["fazhi", "xingzheng", "caoyuan", "chifeng", "songshan", "xian", "kouan"]
    chosen["initials"] = ["cf", "cfs", "nmg", "xzfy", "yhyshj", "q", "zhjt"]
    chosen["two words"] = ["赤峰 草原", "松山 复议", "chifeng 公安", "边境 口岸", "首违不罚 cfs"]
    return {name: terms for name, terms in chosen.items() if terms}


def asked(term):
    """(SQL, parameters)"""
    from registry.models import Entry

    found = Entry.objects.named()
    found = found.matching(term) if term else found
    return found.in_official_order().values("pk")[:CAP].query.sql_with_params()


def timed(cursor, statement):
    began = time.perf_counter()
    cursor.execute(*statement)
    cursor.fetchall()
    return (time.perf_counter() - began) * 1000


def measure(cursor, chosen):
    statements = {kind: [asked(term) for term in terms] for kind, terms in chosen.items()}
    took = {kind: [] for kind in chosen}
    for repeat in range(REPEATS + 1):
        for kind, several in statements.items():
            times = [timed(cursor, statement) for statement in several]
            took[kind] += times if repeat else []  # the first time warms
    print(f"{'kind of term':18} {'terms':>5}   {'p50 ms':>7} {'worst':>7}")
    for kind, times in took.items():
        print(f"{kind:18} {len(chosen[kind]):5}   {statistics.median(times):7.2f} {max(times):7.1f}", flush=True)


def main():
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    with cluster(PRIVATE) as url:
        os.environ.update(DATABASE_URL=url, DEBUG="1")
        import django

        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
        django.setup()
        from django.core.management import call_command
        from django.db import connection

        for command in ("migrate", "load_regions"):
            call_command(command, stdout=StringIO(), verbosity=0)
        with connection.cursor() as cursor:
            fill(cursor, count)
            measure(cursor, {"no search": [""], **kinds(count)})
        connection.close()


if __name__ == "__main__":
    main()
