from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from submissions.messages import reminders


class Command(BaseCommand):
    help = "Reminds units with open drafts before a window closes; each moment once."

    def handle(self, *args, **options):
        self.stdout.write(_("%(count)s reminders were left.") % {"count": reminders.send_due()})
