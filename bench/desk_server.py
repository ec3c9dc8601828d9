"""What is served while the window closes: gunicorn as we deploy it, PostgreSQL, and the ground of the bench in it.

`start` must run before Django's settings are read.
"""

import os
import signal
import subprocess
import sys
import time
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.machine import PRIVATE, cluster, start_cluster
from tests.servers import copied_project, free_port, get, wait_until_listening

SECRET = "of the bench alone, for sessions that open nothing else 0123456789"  # noqa: S105
DURABLE = PRIVATE  # PostgreSQL's own defaults: what it has acknowledged outlives a kill


class Server:
    """gunicorn on `port`, PostgreSQL in the folder `database`, and how to kill them."""

    def __init__(self, folder, port, url):
        self.port, self.database = port, url.rpartition("host=")[2]
        self.log, self.buried = folder / "gunicorn.log", 0.0  # CPU seconds of a PostgreSQL that was killed
        command = [sys.executable, "-m", "gunicorn", "--config", "deploy/gunicorn.conf.py"]
        command += ["--bind", f"127.0.0.1:{port}", "config.wsgi"]
        with open(self.log, "wb") as log:
            self.gunicorn = subprocess.Popen(command, cwd=folder / "app", stdout=log, stderr=log)
        wait_until_listening(port, self.gunicorn)

    def warm_up(self):
        """Both workers have read the code before the clock starts."""
        for _ in range(20):
            get(self.port, "/accounts/login/", Host="127.0.0.1")

    def kill_a_worker(self):
        os.kill(children(self.gunicorn.pid)[0], signal.SIGKILL)

    def kill_postgresql(self):
        """The whole server at once, as when the machine loses power but for the disk; then it is started again."""
        lock = Path(self.database, "data/postmaster.pid")
        first = int(lock.read_text().split()[0])
        everyone = [first, *children(first)]
        self.buried += of_tree(first)
        for pid in everyone:
            os.kill(pid, signal.SIGKILL)
        while any(Path(f"/proc/{pid}/exe").exists() for pid in everyone):
            time.sleep(0.05)
        for left in (lock, Path(self.database, ".s.PGSQL.5432.lock")):
            left.unlink()  # where nobody reaps the dead, PostgreSQL would take its former self for alive
        start_cluster(self.database, DURABLE)

    def wait_until_well(self, at_most=30):
        until = time.time() + at_most
        while time.time() < until and get(self.port, "/healthz", Host="127.0.0.1")[0] != 200:
            time.sleep(0.1)

    def last_words(self):
        """What gunicorn has logged last besides requests and what was not there."""
        lines = self.log.read_text(errors="replace").splitlines()
        return "\n".join([line for line in lines if "HTTP/1.1" not in line and "WARNING" not in line][-30:])

    def stop(self):
        self.gunicorn.terminate()
        self.gunicorn.wait(30)

    def spent(self):
        """CPU seconds so far of gunicorn, PostgreSQL, the virtual staff, and of the whole machine."""
        postgresql = int(Path(self.database, "data/postmaster.pid").read_text().split()[0])
        ours = [of_tree(self.gunicorn.pid), self.buried + of_tree(postgresql), sum(os.times()[:2])]
        user, nice, system, *_ = (int(one) / TICKS for one in Path("/proc/stat").read_text().split()[1:5])
        return [*ours, user + nice + system]


TICKS = os.sysconf("SC_CLK_TCK")


def of_tree(pid):
    """CPU seconds of a process, of those it has buried and of those that live."""
    own = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11:15]
    return sum(int(one) for one in own) / TICKS + sum(of_tree(child) for child in children(pid))


def children(pid):
    found = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [int(one) for one in found]


@contextmanager
def start():
    """Yields the `Server`; in this process Django then speaks to the same database."""
    with ExitStack() as kept:
        folder = Path(kept.enter_context(TemporaryDirectory(prefix="shifan-deadline-")))
        url = kept.enter_context(cluster(DURABLE))
        variables = {
            "DATABASE_URL": url,
            "SECRET_KEY": SECRET,
            "DEBUG": "0",
            "HTTPS": "0",
            "ALLOWED_HOSTS": "127.0.0.1",
        }
        os.environ.update(variables, MEDIA_ROOT=str(folder / "media"), DJANGO_SETTINGS_MODULE="config.settings")
        copied_project(folder / "app")
        manage = [sys.executable, "manage.py", "collectstatic", "--noinput", "-v0"]
        subprocess.run(manage, cwd=folder / "app", check=True)
        import django
        from django.core.management import call_command

        django.setup()
        for command in ("migrate", "load_regions"):
            call_command(command, verbosity=0, stdout=StringIO())
        server = Server(folder, free_port(), url)
        kept.callback(server.stop)
        yield server


def people(count):
    """[(drafter, session key)], each of an office of its own in a county of the region; the cities have offices too."""
    from accounts.models import Role, Unit, User
    from regions.models import Region

    counties = list(Region.objects.present().filter(code__startswith="15", level="county").select_related("parent"))
    places = [counties[number % len(counties)] for number in range(count)]
    units = [Unit(name=f"第{number}号单位", region=place) for number, place in enumerate(places)]
    offices = [Unit(name=f"{city.name}依法治市办", region=city) for city in {one.city for one in counties}]
    Unit.objects.bulk_create([*units, *offices])
    staff = [User(username=f"d{unit.pk}", role=Role.DRAFTER, unit=unit, password="!") for unit in units]  # noqa: S106
    staff += [User(username=f"c{unit.pk}", role=Role.CITY_OFFICE, unit=unit, password="!") for unit in offices]  # noqa: S106
    User.objects.bulk_create(staff)
    return [(user, session_of(user)) for user in staff[:count]]


def session_of(user):
    from django.contrib import auth
    from django.contrib.sessions.backends.db import SessionStore

    session = SessionStore()
    session[auth.SESSION_KEY] = str(user.pk)
    session[auth.BACKEND_SESSION_KEY] = "accounts.backends.RoleBackend"
    session[auth.HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return session.session_key


def open_round(code, codes):
    """A round that asks three PDF files of a project. Its end is set when the run begins."""
    from django.utils import timezone

    from regions.models import Region
    from registry.models import Category, Round
    from submissions.models import Requirement, RoundRules, Stage, StageKind

    region = Region.objects.present().get(code="150000")
    round = Round.objects.create(code=code, year=2026, name=f"{code}批次", region=region)
    RoundRules.objects.create(round=round, opens_at=timezone.now() - timedelta(days=1))
    Stage.objects.create(round=round, order=1, kind=StageKind.REVIEW, name="评审")
    for order, one in enumerate(codes, 1):
        facts = {"code": one, "name": f"材料{one}", "formats": ["pdf"], "order": order}
        Requirement.objects.create(round=round, category=Category.SINGLE, **facts)
    return round


def drafts_of(people, round):
    """The submission each of `people` has begun in the round."""
    from registry.models import Category
    from submissions import drafts

    return [
        drafts.create(user, round, category=Category.SINGLE, region=user.unit.region, title=f"{user.unit} 的项目")
        for user, _session in people
    ]
