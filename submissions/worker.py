"""The worker: runs what stands in the table of tasks, and every minute whatever has come due by the clock.

Any number may run at once. Without one the product works as well: messages stand in the workbench, only mail and
reminders wait.
"""

import logging
import signal
import time
from threading import Event

from django.core.management import call_command, get_commands
from django.db import close_old_connections
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from .messages import outbox, reminders
from .objections import limits

logger = logging.getLogger(__name__)
PAUSE = 1.0  # seconds between two looks at the table of tasks
ROUND = 60.0  # seconds between two looks at the clock
SIGNALS = (signal.SIGTERM, signal.SIGINT)


def clear_uploads():
    if "clear_uploads" in get_commands():
        call_command("clear_uploads", verbosity=0)


def forget_finished_tasks():
    call_command("prune_db_task_results", verbosity=0)


BY_THE_CLOCK = (reminders.send_due, outbox.requeue, clear_uploads, forget_finished_tasks, limits.forget)


def work(stop=None, alive=None):
    """Until a signal or `stop` (an Event); a task that runs is finished first. `alive` is touched each minute."""
    stop = stop or Event()
    tasks = batch()
    for number in SIGNALS:
        signal.signal(number, lambda *_: end(stop, tasks))
    looked_at = -ROUND
    while not stop.is_set():
        if time.monotonic() - looked_at >= ROUND:
            looked_at = time.monotonic()
            look_at_the_clock()
            if alive:
                alive.touch()
        run_tasks(tasks)
        stop.wait(PAUSE)


def end(stop, tasks):
    tasks.running = False
    stop.set()


def batch():
    """django-tasks-db's own worker, told to return when nothing is left to do."""
    return Worker(
        queue_names=["*"],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=f"work-{time.time_ns():x}",
        excluded_queue_names=[],
    )


def run_tasks(tasks):
    """All tasks that are due. Claiming locks the table on SQLite, so it is looked first whether there are any."""
    close_old_connections()
    if DBTaskResult.objects.ready().exists():
        tasks.run()


def look_at_the_clock():
    """One that fails must not keep the others from their turn; it has its own again in a minute."""
    for due in BY_THE_CLOCK:
        try:
            due()
        except Exception:  # whatever it is, it stands in the log
            logger.exception("%s failed", due.__name__)
