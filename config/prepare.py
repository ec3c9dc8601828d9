"""What lies between "installed" and "serving": tables, divisions, demonstration, static files. Called by start.py.

Every step first looks whether it is needed, so that a second start is quick and changes no data.
"""

import hashlib
import os
import sys
from io import StringIO

import django
from django.core.management import CommandError, call_command

from config.environment import BadSetting


def say(chinese, english):
    print(f"· {chinese} / {english}", flush=True)


def main(demo):
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    migrate()
    load_divisions()
    if demo:
        say("演示数据", "demonstration data")
        load_demo()
    collect_static()


def load_demo():
    """Where somebody's own accounts bear the demonstration's names there is no demonstration, and all else goes on."""
    try:
        call_command("load_demo")
    except CommandError as sentence:
        print(f"! {sentence}", flush=True)


def migrate():
    from django.db import OperationalError, connection
    from django.db.migrations.executor import MigrationExecutor

    try:
        executor = MigrationExecutor(connection)
    except OperationalError as error:
        raise BadSetting(f"连不上数据库。 / Cannot reach the database: {error}") from error
    steps = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if steps:
        say(f"建立或更新数据库（{len(steps)} 步）", "making or updating the database")
        call_command("migrate", verbosity=0, interactive=False)


def load_divisions():
    """Loads the division tables where they differ from what this database was last given."""
    from django.conf import settings
    from django.db import connection

    from regions.models import Region

    sources = sorted((settings.BASE_DIR / "regions").glob("data/*.csv"))
    where = [str(connection.settings_dict[part]) for part in ("NAME", "HOST", "PORT")]
    if unchanged(f"divisions {where}", [path.read_bytes() for path in sources]) and Region.objects.exists():
        return
    say("装入行政区划", "loading the administrative divisions")
    call_command("load_regions")
    call_command("rebuild_record", stdout=StringIO())  # the order of lists follows that of divisions
    remember(f"divisions {where}", [path.read_bytes() for path in sources])


def collect_static():
    from django.conf import settings
    from django.contrib.staticfiles.finders import get_finders

    found = [
        (storage.path(name), os.stat(storage.path(name)).st_mtime_ns)
        for finder in get_finders()
        for name, storage in finder.list([])
    ]
    state = [repr(sorted(found)).encode()]
    if unchanged("static files", state) and (settings.STATIC_ROOT / "staticfiles.json").exists():
        return
    say("汇集静态文件", "collecting static files")
    call_command("collectstatic", verbosity=0, interactive=False, clear=True)
    remember("static files", state)


def _note(subject):
    from django.conf import settings

    return settings.VAR / f"prepared-{hashlib.sha256(subject.encode()).hexdigest()[:12]}"


def unchanged(subject, contents):
    note = _note(subject)
    return note.exists() and note.read_text() == hashlib.sha256(b"\0".join(contents)).hexdigest()


def remember(subject, contents):
    _note(subject).write_text(hashlib.sha256(b"\0".join(contents)).hexdigest())


if __name__ == "__main__":
    try:
        main(demo="--demo" in sys.argv)
    except (BadSetting, CommandError) as sentence:  # for who starts it, not for who reads tracebacks
        sys.exit(f"\n✗ {sentence}\n")
