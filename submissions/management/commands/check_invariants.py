"""`manage.py check_invariants`: walk every submission and say what does not hold."""

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from submissions import invariants
from submissions.verification import one_moment


class Command(BaseCommand):
    help = "Walks every submission, quota and release and says what does not hold; exits with 1 on a finding."

    def handle(self, *args, **options):
        count, found = 0, []
        with one_moment():
            for submission, sentences in invariants.submissions():
                count += 1
                found += [f"submission {submission.pk}: {sentence}" for sentence in sentences]
            found += [f"{what}: {sentence}" for check in invariants.BESIDE for what, sentence in check()]
        self.stdout.write(_("%(count)s submissions checked.") % {"count": count})
        if found:
            raise CommandError("\n".join([*found, _("%(count)s findings.") % {"count": len(found)}]))
        self.stdout.write(_("Everything holds."))
