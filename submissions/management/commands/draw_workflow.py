from django.core.management.base import BaseCommand

from submissions.diagram import drawn


class Command(BaseCommand):
    help = "Print docs/workflow.md, drawn from the table of moves."
    requires_system_checks = ()

    def handle(self, *args, **options):
        self.stdout.write(drawn(), ending="")
