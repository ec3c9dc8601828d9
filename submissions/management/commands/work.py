from pathlib import Path

from django.core.management.base import BaseCommand

from submissions import worker


class Command(BaseCommand):
    help = "Sends letters and reminders and clears away what was left behind, until it is stopped."

    def add_arguments(self, parser):
        parser.add_argument("--once", action="store_true", help="do all that is due now, then end: for cron")

        parser.add_argument("--alive", type=Path, metavar="FILE", help="touched every minute, for a health check")

    def handle(self, *args, once, alive, **options):
        if once:
            worker.look_at_the_clock()
            worker.run_tasks(worker.batch())
        else:
            worker.work(alive=alive)
