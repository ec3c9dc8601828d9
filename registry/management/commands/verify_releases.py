"""`manage.py verify_releases`: recompute the whole public record, articles and their files included.

The output is itself the anchor to be kept elsewhere: `verify_releases > anchor.txt`, later `--anchor anchor.txt`.
Findings go to the error stream.
"""

import re
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from registry.article_verification import article_findings
from registry.verification import verify

KEPT = re.compile(r"^release ([0-9]{1,9}) ([0-9a-f]{64})$", re.MULTILINE)


class Command(BaseCommand):
    help = "Recomputes the public record; exits with 1 on a finding, with 2 if the anchor cannot be used."

    def add_arguments(self, parser):
        parser.add_argument("--anchor", type=Path, metavar="FILE", help="the saved output of an earlier run")

    def handle(self, *args, anchor=None, **options):
        kept = read(anchor) if anchor else {}
        report = verify()
        for number, head in report.heads.items():
            self.stdout.write(f"release {number} {head}")
        found = [*report.findings, *differing(kept, report.heads), *article_findings()]
        counts = {"releases": len(report.heads), "items": report.items, "withheld": report.withheld}
        self.stdout.write(_("# %(releases)s releases, %(items)s items, %(withheld)s of them withheld.") % counts)
        if found:
            raise CommandError("\n".join([*found, _("%(count)s findings.") % {"count": len(found)}]))
        self.stdout.write(_("# All as it was, and as the anchor says.") if kept else _("# All as it was."))


def read(anchor):
    """The kept digests by number of the release."""
    try:
        kept = KEPT.findall(anchor.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise CommandError(f"{anchor}: {error}", returncode=2) from error
    if not kept:
        raise CommandError(_("%(file)s holds no line of this command.") % {"file": anchor}, returncode=2)
    return {int(number): head for number, head in kept}


def differing(kept, heads):
    for number, head in kept.items():
        if heads.get(number) != head:
            yield _("release %(number)s: not the one that was kept") % {"number": number}
