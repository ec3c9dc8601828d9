"""`manage.py scan_materials`: have clamd look at what was not scanned when it was taken."""

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from submissions.materials import scanning
from submissions.models import StoredFile
from submissions.models.materials import ScanState


class Command(BaseCommand):
    help = "Scans stored files for viruses; exits with 1 if one is found, with 2 if something could not be scanned."

    def add_arguments(self, parser):
        parser.add_argument("--all", action="store_true", help="also what was scanned before, with newer signatures")

    def handle(self, *args, **options):
        if not scanning.is_on():
            raise CommandError(_("No virus scanner is set: CLAMD_ADDRESS."), returncode=2)
        counts = dict.fromkeys(ScanState.values, 0)
        for stored in self.wanted(options["all"]).iterator():
            counts[self.scan(stored)] += 1
        self.stdout.write(_("%(clean)s clean, %(infected)s infected, %(unscanned)s not scanned.") % counts)
        if counts[ScanState.INFECTED] or counts[ScanState.UNSCANNED]:
            raise CommandError(_("Not all is clean."), returncode=1 if counts[ScanState.INFECTED] else 2)

    def wanted(self, everything):
        found = StoredFile.objects.order_by("pk")
        return found if everything else found.filter(scan_state=ScanState.UNSCANNED)

    def scan(self, stored):
        try:
            with stored.file.open() as file:
                verdict = scanning.scan(file)
        except OSError as error:
            verdict = scanning.Verdict(ScanState.UNSCANNED, str(error)[:200])
        if verdict.state != ScanState.UNSCANNED:  # a scanner that is away now takes no earlier verdict back
            scanning.record(stored, verdict)
        if verdict.state != ScanState.CLEAN:
            self.stdout.write(f"{stored.sha256} {verdict.state} {verdict.note}".rstrip())
        return verdict.state
