"""`manage.py rebuild_record`: write anew what is kept only so that pages are quick: the order of lists, what is found
by a search, and the counts.

Needed after divisions were given another order, where names are read otherwise (a new pypinyin), or where
`verify_releases` finds that something kept does not fit. It changes no statement.
"""

from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils.translation import gettext as _

from regions.version import raise_public_version
from registry import found_by, order
from registry.grams import renew_shares
from registry.models import Entry, Tally
from registry.tallies import recount


class Command(BaseCommand):
    help = "Writes anew the order of lists and the kept counts of the public record."

    def handle(self, *args, **options):
        with transaction.atomic():
            raise_public_version()
            order.renew(Entry.objects.all())
            found_by.renew(Entry.objects.all())
            renew_shares()
            recount()
        told = {"entries": Entry.objects.count(), "tallies": Tally.objects.count()}
        self.stdout.write(_("%(entries)s entries in order, %(tallies)s counts kept.") % told)
