import re
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from registry.verification import verify

KEPT = re.compile(r"^release ([0-9]{1,9}) ([0-9a-f]{64})$", re.MULTILINE)


class Command(BaseCommand):
    help = "Checks the public record; ends with 1 and says what is wrong if it was altered."

    def add_arguments(self, parser):
        parser.add_argument(
            "--anchor",
            type=Path,
            metavar="FILE",
            help="the lines of this command kept from an earlier run: every release in it must still be the same",
        )

    def handle(self, anchor=None, **options):
        report = verify()
        for number, head in report.heads.items():
            self.stdout.write(f"release {number} {head}")
        counts = f"{len(report.heads)} releases, {report.items} items, {report.withheld} withheld"
        findings = report.findings + (list(against(anchor, report.heads)) if anchor else [])
        if findings:
            raise CommandError("\n".join([*findings, f"{counts}: {len(findings)} findings"]))
        self.stdout.write(f"{counts}: all as published")


def against(anchor, heads):
    """What the kept lines say otherwise. Anything else in the file is passed over."""
    try:
        kept = KEPT.findall(anchor.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise CommandError(f"cannot read {anchor}: {error}") from error
    if not kept:
        raise CommandError(f"{anchor} holds no line of this command")
    for number, head in kept:
        if heads.get(int(number)) != head:
            yield f"release {number}: not the one kept in {anchor.name}"
