"""What importing a spreadsheet costs, beside the least it can cost: reading the same file with calamine and copying the
same rows into a table of the same shape.

    .venv/bin/python -m bench.spreadsheets

On a throw-away PostgreSQL, all in one process; 10,000 rows of eight columns. `import` is what the one button does: the
kept file is read and its digest proven, every row checked anew under locks, compared with what was looked at, copied
in, committed. `check` is the dry run before it, with the report it keeps; `wrong` the same with a hundred wrong rows.
Rounds of all are interleaved and the median of each is taken, so that a busy machine slows all alike: read the ratios.
"""

import os
import resource
import statistics
import tempfile
import time
import uuid
from io import BytesIO

from tests.machine import cluster

ROUNDS, ROWS, WRONG = 7, 10_000, 100
HEAD = ("申报编号", "批次", "类别", "申报地区", "项目名称", "牵头单位", "主要内容", "联系人及电话")
TITLE = "赤峰市‘智慧+交通’助力依法行政 科技护航建设数字型服务型法治政府"
SUMMARY = "一、主要做法。健全机制，明确责任，推进严格规范公正文明执法。二、工作成效。群众满意度逐年提高。"
FLOOR = "floor"


def row(number):
    places = ("松山区", "内蒙古自治区赤峰市宁城县", "150429", "赤峰市")
    place = places[number % len(places)]
    return (
        "",
        "2026",
        "单项示范",
        place,
        f"{TITLE}{number}",
        f"第{number % 40}局",
        f"{SUMMARY}{number}",
        f"0476-{number % 90}",
    )


def wrong(number):
    """One row of a hundred has a wrong cell, each time another one."""
    cells = list(row(number))
    if number % (ROWS // WRONG) == 0:
        cells[2 + number // WRONG % 3] = ("双项", "青山区", "长" * 301)[number // WRONG % 3]
    return cells


def workbook(make):
    import xlsxwriter

    target = BytesIO()
    book = xlsxwriter.Workbook(target, {"strings_to_formulas": False})
    sheet = book.add_worksheet("申报")
    for number, cells in enumerate([HEAD, *map(make, range(ROWS))]):
        sheet.write_row(number, 0, cells)
    book.close()
    return target.getvalue()


class Desk:
    """A round, a drafter, and two files that were uploaded; `run` names what is timed."""

    def __init__(self):
        from accounts.models import Role, Unit, User
        from registry.models import Round
        from submissions.models import RoundRules
        from tests.places import inner_mongolia

        places = inner_mongolia()
        unit = Unit.objects.create(name="赤峰市司法局", region=places["赤峰市"])
        self.by = User.objects.create(username="drafter", role=Role.DRAFTER, unit=unit)
        self.round = Round.objects.create(code="2026", year=2026, name="2026年", region=places["内蒙古自治区"])
        RoundRules.objects.create(round=self.round)
        self.files = {"right": workbook(row), "wrong": workbook(wrong)}
        self.staged = {name: self._uploaded(content) for name, content in self.files.items()}
        self.run = {
            "floor": self.floor,
            "check": lambda: self._check("right"),
            "wrong": lambda: self._check("wrong"),
            "import": self.confirm,
        }

    def _uploaded(self, content):
        from django.core.files.base import ContentFile

        from submissions.sheets import importing

        return importing.stage(self.by, self.round, ContentFile(content, name="申报.xlsx"))

    def _check(self, name):
        from submissions.sheets import importing

        list(importing.check(self.staged[name], self.by))

    def confirm(self):
        from submissions.sheets import importing

        list(importing.confirm(self.staged["right"], self.by))

    def floor(self):
        """calamine, then COPY of what it gave; what no cell tells is the same in every row."""
        from django.db import connection, transaction
        from python_calamine import CalamineWorkbook

        from submissions.models import Submission

        with transaction.atomic(), connection.cursor() as cursor:
            read = CalamineWorkbook.from_filelike(BytesIO(self.files["right"])).get_sheet_by_index(0).to_python()
            fields = Submission._meta.concrete_fields
            names = [field.column for field in fields]
            one = Submission(round=self.round, unit=self.by.unit, city=self.by.city, created_by=self.by)
            one.created_at = one.updated_at = self.round.rules.opens_at or _now()
            one.region, one.category = self.by.city, "single"
            constant = [field.get_db_prep_save(getattr(one, field.attname), connection) for field in fields]
            where = [names.index(name) for name in ("id", "title", "lead_unit", "summary", "contact")]
            with cursor.copy(f"COPY {FLOOR} ({', '.join(names)}) FROM STDIN") as copy:
                for cells in read[1:]:
                    for at, value in zip(where, (uuid.uuid4(), *cells[4:8]), strict=True):
                        constant[at] = value
                    copy.write_row(constant)

    def forget(self):
        """As before the first round; not timed."""
        from django.db import connection

        from submissions.models import SheetImport, Submission

        for table in (Submission._meta.db_table, FLOOR):
            with connection.cursor() as cursor:
                cursor.execute(f"DELETE FROM {table}")  # noqa: S608 - our own names
                cursor.execute(f"VACUUM ANALYZE {table}")
        SheetImport.objects.update(state="checked", done_at=None)


def _now():
    from django.utils import timezone

    return timezone.now()


def prepare(url, media):
    os.environ.update(DATABASE_URL=url, MEDIA_ROOT=media, DEBUG="1", DJANGO_SETTINGS_MODULE="config.settings")
    import django
    from django.core.management import call_command
    from django.db import connection

    django.setup()
    from django.conf import settings

    settings.DEBUG = False  # else every statement is kept
    call_command("migrate", verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE {FLOOR} (LIKE submissions_submission INCLUDING ALL)")
        cursor.execute(REFERENCES)
        for statement in [one for (one,) in cursor.fetchall()]:
            cursor.execute(statement)
    return Desk()


# The same foreign keys as the real table has: whoever copies rows into it pays for them too.
REFERENCES = """
    SELECT format('ALTER TABLE floor ADD %s', pg_get_constraintdef(oid)) FROM pg_constraint
    WHERE conrelid = 'submissions_submission'::regclass AND contype = 'f'
"""


def measure(desk):
    """{name: median seconds}."""
    took = {name: [] for name in desk.run}
    for _round in range(ROUNDS + 1):
        desk.forget()
        for name, run in desk.run.items():
            start = time.perf_counter()
            run()
            took[name].append(time.perf_counter() - start)
    return {name: statistics.median(times[1:]) for name, times in took.items()}  # the first warms up


def main():
    with cluster() as url, tempfile.TemporaryDirectory(prefix="shifan-bench-") as media:
        desk = prepare(url, media)
        took = measure(desk)
        print(f"{ROWS} rows, medians of {ROUNDS} rounds")
        for name, seconds in took.items():
            print(
                f"{name:8} {seconds:6.3f} s {ROWS / seconds:9.0f} rows/s   {took['floor'] / seconds:5.2f} of the floor"
            )
        refused = desk.staged["wrong"].__class__.objects.get(pk=desk.staged["wrong"].pk).report["counts"]["refused"]
        print(f"refused in the second dry run: {refused} rows")
        print(f"peak memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")
        from django.db import connections

        connections.close_all()


if __name__ == "__main__":
    main()
