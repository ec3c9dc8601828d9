"""`manage.py load_demo`: play the demonstration through the workflow. A second run changes nothing."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from accounts.demo import DEMO_PASSWORD, demonstration_accounts
from submissions import demo


class Command(BaseCommand):
    help = "Plays the round of 2023 and opens a demonstration round, as the demonstration accounts."

    def handle(self, *args, **options):
        if not settings.DEBUG:
            raise CommandError(
                _("With DEBUG off there is no demonstration: its accounts' password is public, they cannot sign in.")
            )
        try:
            _people, made = demo.load()
        except demo.BadGround as sentence:
            raise CommandError(str(sentence)) from None
        self.stdout.write(
            _("Demonstration loaded: %(codes)s.") % {"codes": "、".join(made)}
            if made
            else _("The demonstration is here already; nothing was changed.")
        )
        self.stdout.write(_("Demonstration accounts, all with the password %(word)s:") % {"word": DEMO_PASSWORD})
        for user in demonstration_accounts():
            self.stdout.write(f"  {user.username:<10} {user.get_role_display()}  {user.unit or ''}")
