"""`manage.py verify_materials`: read every stored file again and compare it with its SHA-256."""

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from submissions.materials import storing
from submissions.models import StoredFile


class Command(BaseCommand):
    help = "Recomputes the digest of every stored file; exits with 1 and a line for each that is missing or changed."

    def handle(self, *args, **options):
        count, found = 0, []
        for stored in StoredFile.objects.order_by("pk").iterator():
            count += 1
            found += storing.findings(stored)
        self.stdout.write(_("# %(count)s stored files checked.") % {"count": count})
        if found:
            raise CommandError("\n".join([*found, _("%(count)s findings.") % {"count": len(found)}]))
