"""`manage.py verify_history`: recompute every chain of transitions and every version handed in.

The output is itself the anchor to be kept elsewhere: `verify_history > anchor.txt`, later `--anchor anchor.txt`. Lines
that are neither a chain nor the digest begin with #. Findings go to the error stream.
"""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from submissions import anchors, verification


class Command(BaseCommand):
    help = "Recomputes every chain of history; exits with 1 on a finding, with 2 if the anchor cannot be used."

    def add_arguments(self, parser):
        parser.add_argument(
            "--anchor", type=Path, metavar="FILE", help="the saved output of an earlier run, or its digest"
        )
        parser.add_argument(
            "--files", action="store_true", help="read every file that was handed in again, byte by byte"
        )

    def handle(self, *args, anchor=None, files=False, **options):
        kept = self.read(anchor) if anchor else None
        self.stdout.write(f"# verify_history {timezone.localtime():%Y-%m-%d %H:%M:%S %z}")
        heads, rows, found = anchors.Heads(), 0, []
        for chain in verification.chains(kept):
            found += [f"submission {chain.submission}: {sentence}" for sentence in chain.findings]
            if chain.length:
                rows += chain.length
                line = anchors.line_of(chain.submission, chain.length, chain.head)
                heads.add(line)
                self.stdout.write(line)
        self.stdout.write(f"sha256 {heads.digest}")
        self.stdout.write(_("# %(count)s transitions checked.") % {"count": rows})
        found += self.read_files() if files else []
        if kept and kept.is_bare and kept.digest != heads.digest:
            found.append(_("The digest is not the one kept. Only the whole saved output tells where it differs."))
        self.answer(found, kept)

    def read_files(self):
        """The findings about files, each named by its SHA-256."""
        told = list(verification.files())
        self.stdout.write(_("# %(count)s files read.") % {"count": len(told)})
        return [f"{name}: {sentence}" for name, sentence in told if sentence]

    def read(self, path):
        try:
            return anchors.read(path)
        except anchors.BadAnchor as sentence:
            raise CommandError(str(sentence), returncode=2) from None

    def answer(self, found, kept):
        if found:
            raise CommandError("\n".join([*found, _("%(count)s findings.") % {"count": len(found)}]))
        fits = _("# All as it was, and as the anchor says.") if kept else _("# All as it was.")
        self.stdout.write(fits)
