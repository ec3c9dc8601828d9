"""`manage.py rebuild_record`: write anew what is kept only so that pages are quick: the order of lists and the counts.

Needed after divisions were given another order, or where `verify_releases` finds that the counts do not fit. It changes
no statement.
"""

from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils.translation import gettext as _

from regions.version import raise_public_version
from registry.models import Entry, Tally
from registry.order import renew
from registry.tallies import recount


class Command(BaseCommand):
    help = "Writes anew the order of lists and the kept counts of the public record."

    def handle(self, *args, **options):
        with transaction.atomic():
            raise_public_version()
            renew(Entry.objects.all())
            recount()
        told = {"entries": Entry.objects.count(), "tallies": Tally.objects.count()}
        self.stdout.write(_("%(entries)s entries in order, %(tallies)s counts kept.") % told)
