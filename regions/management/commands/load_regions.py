from pathlib import Path

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from regions.loading import BadTable, load
from regions.models import Region, partial_date

FEW = 20


class Command(BaseCommand):
    help = "Load the division tables (china.csv, changes.csv, xpcc.csv); a second run changes nothing."

    def add_arguments(self, parser):
        parser.add_argument("--data", default=Path(settings.BASE_DIR) / "regions" / "data", help="the folder")
        parser.add_argument(
            "--ended", default="", help="the day divisions ended that the tables no longer name (2026-05-01)"
        )

    def handle(self, *, data, ended, **options):
        try:
            partial_date(ended)
            report = load(data, ended)
        except BadTable as error:
            raise CommandError(_("Nothing was changed. %(error)s") % {"error": error}) from None
        except ValidationError as error:
            raise CommandError(error.message) from None
        self.stdout.write("\n".join(told(report)))


def told(report):
    """The lines to print: counts, and names where they are few."""
    groups = (
        (_("Added: %(count)s divisions"), report.added),
        (_("Added: %(count)s former divisions"), report.former),
        (_("Changed: %(count)s divisions"), report.changed),
        (_("Retired: %(count)s divisions"), report.retired),
    )
    for sentence, names in groups:
        if names:
            listed = names if len(names) <= FEW else ()
            yield "\n    ".join([sentence % {"count": len(names)}, *listed])
    if report.links:
        yield _("Predecessors and successors: %(count)s links") % {"count": report.links}
    if not report.anything:
        yield _("Nothing changed: %(count)s divisions exist.") % {"count": Region.objects.present().count()}
