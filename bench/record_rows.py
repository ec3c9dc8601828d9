"""A record of any size in a PostgreSQL, made in the database itself: rounds of 2004 to 2026, the twelve leagues and
their counties, titles as they read. A quarter of a round are regions, as far as there are so many; the rest are
projects. In the tables round follows upon round, each in its official order, as they are published. What the product
derives is made by SQL, which is checked against the product on a sample; the counts are the product's own."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

YEARS = range(2004, 2027)
WORDS = """
市司法局 市公安局 市行政审批局 市市场监管局 市生态环境局 旗人民政府 区人民政府 县综合执法局 市依法治市办 市信访局
聚焦 创新 深化 推行 构建 打造 探索 健全 依托 坚持
行政复议全面规范化 行政执法三项制度 柔性执法机制 智慧监管平台 行政争议实质化解 重大决策合法性审查 政务服务一网通办
提升依法行政能力 助力高质量发展 保障群众合法权益 建设服务型法治政府 筑牢边疆法治屏障 推动严格规范公正文明执法
"""
WHO, HOW, WHAT, RESULT = (line.split() for line in WORDS.strip().splitlines())
RARE = "牛江古驿"  # stands in one title of a hundred thousand

# A number for each entry, the first round's first, and its place in its round.
NUMBERED = f"""
SELECT g, n, row_number() OVER (PARTITION BY n ORDER BY g) AS place, count(*) OVER (PARTITION BY n) AS entries
FROM (SELECT g, (g - 1) * {len(YEARS)} / {{count}} AS n FROM generate_series(1::bigint, {{count}}) g) AS every
"""  # noqa: S608


def picked(words, salt):
    """SQL for one of the words, by the number g of the entry."""
    several = ",".join(f"'{word}'" for word in words)
    return f"(ARRAY[{several}])[1 + (hashint8(g * 31 + {salt}) & 2147483647) % {len(words)}]"


def title(line, city, space=""):
    """SQL for a project's title, each of its parts as `line` spells it."""
    words = [*enumerate((WHO, HOW, WHAT), 1), *enumerate((HOW, WHAT, RESULT), 4)]
    parts = [picked([line(word) for word in several], salt) for salt, several in words]
    rare = f"CASE WHEN g % 100000 = 99 THEN '{line(RARE)}' ELSE '' END"
    return " || ".join([city, *parts[:3], f"'{space}'", *parts[3:], rare])


def plan(count):
    """SQL that writes everything about each entry once; its constants are those of this file."""
    from registry.searching import lines

    spoken = [title(lambda word, place=place: lines(word)[place], f"cn.line{place}") for place in range(3)]
    named = [f"CASE WHEN of_kind = 0 THEN kn.line{place} ELSE {one} END" for place, one in enumerate(spoken)]
    searched = ", ".join([*named, *(f"kp.line{place}" for place in range(3))])
    return f"""
CREATE UNLOGGED TABLE plan AS
WITH counties AS (SELECT *, row_number() OVER (ORDER BY code) AS n, count(*) OVER () AS many FROM regions_region
                  WHERE code LIKE '15%' AND level = 'county' AND valid_to = ''),
     numbered AS (SELECT *, (place > least(entries / 4, (SELECT count(*) FROM counties)))::int AS of_kind
                  FROM ({NUMBERED.format(count=count)}) AS every)
SELECT g, gen_random_uuid() AS id, r.id AS round_id, r.year, r.code, k.id AS region_id, k.parent_id AS city_id,
       k.path AS region_path, k.sort_order AS region_order, c.sort_order AS city_order,
       of_kind AS kind, CASE WHEN g % 10 = 9 THEN 'not_named' ELSE 'named' END AS outcome,
       place AS place_in_list, l.id AS release_id, l.source_issued_on AS day,
       CASE WHEN of_kind = 0 THEN k.name ELSE {title(str, "c.name", " ")} END AS name,
       concat_ws(E'\n', {searched}) AS searched
FROM numbered
JOIN (SELECT *, row_number() OVER (ORDER BY year) - 1 AS n FROM registry_round) r ON r.n = numbered.n
JOIN registry_release l ON l.round_id = r.id
JOIN counties k ON k.n = CASE of_kind WHEN 0 THEN place ELSE 1 + (hashint8(g) & 2147483647) % k.many END
JOIN regions_region c ON c.id = k.parent_id
JOIN spoken kn ON kn.text = k.name JOIN spoken kp ON kp.text = k.path JOIN spoken cn ON cn.text = c.name
"""  # noqa: S608


FILL = [
    """INSERT INTO registry_releaseitem (id, "order", printed, category, outcome, region_path, text_digest, digest,
           entry_id, region_id, release_id)
       SELECT g, place_in_list, true, CASE kind WHEN 0 THEN 'comprehensive' ELSE 'single' END, outcome, region_path,
           md5(name), md5(name || g), id, region_id, release_id FROM plan""",
    """INSERT INTO registry_itemtext (item_id, name, lead_unit, salt)
       SELECT g, name, '', md5(g::text) FROM plan""",
    """INSERT INTO registry_entry (id, round_id, category, region_id, city_id, outcome, state, title_since,
           confirmed_on, current_id, decided_id, searched, position)
       SELECT id, round_id, CASE kind WHEN 0 THEN 'comprehensive' ELSE 'single' END, region_id, city_id, outcome,
           CASE outcome WHEN 'named' THEN 'valid' ELSE '' END, CASE outcome WHEN 'named' THEN day END,
           CASE outcome WHEN 'named' THEN day END, g, g, searched,
           lpad((9999 - year)::text, 4, '0') || ' ' || rpad(code, 20) || ' ' || kind
           || ' ' || lpad(city_order::text, 6, '0') || ' ' || lpad(region_order::text, 6, '0')
           || ' ' || lpad(place_in_list::text, 6, '0')
       FROM plan ORDER BY year, kind, city_order, region_order, place_in_list""",
    """INSERT INTO registry_span (entry_id, since, current_id, outcome, state, title_since, confirmed_on, category,
           region_id, city_id, searched)
       SELECT id, day, g, outcome, CASE outcome WHEN 'named' THEN 'valid' ELSE '' END,
           CASE outcome WHEN 'named' THEN day END, CASE outcome WHEN 'named' THEN day END,
           CASE kind WHEN 0 THEN 'comprehensive' ELSE 'single' END, region_id, city_id, searched
       FROM plan ORDER BY year, kind, city_order, region_order, place_in_list""",
    "DROP TABLE plan",
    "SELECT setval(pg_get_serial_sequence('registry_releaseitem', 'id'), %(count)s)",
]


def fill(count):
    """Write `count` entries into the database Django speaks to, which holds the divisions and nothing else."""
    from django.db import connection, transaction

    from registry.grams import CREATE, DROP

    _releases()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")  # no keys are checked: they are right
        cursor.execute("SET LOCAL maintenance_work_mem = '1GB'")
        cursor.execute(DROP[0])  # the index of searches is made after the rows, as whoever loads so many would
        _say_places(cursor)
        for statement in (plan(count), *FILL, CREATE[-1], "SELECT registry_renew_gramshares()"):
            cursor.execute(statement.replace("%(count)s", str(count)))
    _derive()
    _check()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def _say_places(cursor):
    """Names and paths of the divisions as searches find them."""
    from regions.models import Region
    from registry.searching import lines

    found = Region.objects.filter(code__startswith="15").values_list("name", "path")
    texts = {text for pair in found for text in pair}
    cursor.execute("CREATE TEMP TABLE spoken (text text PRIMARY KEY, line0 text, line1 text, line2 text)")
    cursor.executemany("INSERT INTO spoken VALUES (%s, %s, %s, %s)", [(text, *lines(text)) for text in texts])


def _releases():
    from regions.models import Region
    from registry.models import ReleaseKind, Round, SourceKind
    from registry.record import Source, issue

    region = Region.objects.present().get(code="150000")
    for year in YEARS:
        titles = {"title_comprehensive": "全区法治政府建设示范地区", "title_single": "全区法治政府建设示范项目"}
        name = f"{year}年全区法治政府建设示范创建"
        round = Round.objects.create(code=str(year), year=year, name=name, region=region, **titles)
        source = Source(SourceKind.DOCUMENT, f"关于{year}年命名的决定", "自治区办公室", issued_on=date(year, 11, 1))
        at = datetime(year, 11, 2, 9, tzinfo=ZoneInfo("Asia/Shanghai"))
        issue(round, ReleaseKind.NAMING, source, [], at)


def _derive():
    from django.db import transaction

    from regions.version import raise_public_version
    from registry.tallies import recount

    with transaction.atomic():
        raise_public_version()
        recount()


def _check():
    """The derived columns of a sample are those the product would have written."""
    from registry.models import Entry
    from registry.order import position
    from registry.record import follow, statements_of
    from registry.searching import search_form
    from registry.tallies import are_right

    if not are_right():
        raise SystemExit("The counts are not right.")
    sample = list(Entry.objects.with_statements().order_by("id")[:200])
    statements = statements_of(sample)
    for entry in sample:
        written = (entry.position, entry.state, entry.outcome, entry.current_id, entry.decided_id, entry.title_since)
        follow(entry, statements[entry.pk])
        followed = (position(entry), entry.state, entry.outcome, entry.current.pk, entry.decided.pk, entry.title_since)
        # Syllables are read phrase by phrase here, the product reads whole titles: their signs may differ.
        found_by = [one.splitlines()[0] for one in (entry.searched, search_form(entry.current))]
        if written != followed or found_by[0] != found_by[1]:
            raise SystemExit(f"{entry.pk}: {written} is not {followed}")
