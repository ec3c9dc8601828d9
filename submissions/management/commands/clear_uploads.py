"""`manage.py clear_uploads`: forget uploads that nobody has gone on with; the worker does it by itself."""

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from submissions.materials import uploads


class Command(BaseCommand):
    help = f"Clears uploads that broke off and were left for {uploads.KEPT_DAYS} days."

    def handle(self, *args, verbosity, **options):
        broken, left = uploads.clear()
        if verbosity:
            facts = {"uploads": broken, "files": left}
            self.stdout.write(_("%(uploads)s unfinished uploads and %(files)s files left over are cleared.") % facts)
