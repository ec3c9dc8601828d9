"""Make the files of open data for what is public now: after a publication, so that no reader waits for them."""

from django.core.management.base import BaseCommand

from registry.opendata import files


class Command(BaseCommand):
    help = "Makes the files of /data/ for the present public version, unless they are there."

    def handle(self, *args, **options):
        folder, manifest = files.make()
        for one in manifest["files"]:
            self.stdout.write(f"{one['sha256']}  {folder / one['name']}")
