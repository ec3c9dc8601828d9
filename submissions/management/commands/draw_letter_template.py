from django.core.management.base import BaseCommand

from ...letter_template import PATH, draw


class Command(BaseCommand):
    help = "Writes the Word template of the recommendation letter; an office changes a copy and sets LETTER_TEMPLATE."

    def add_arguments(self, parser):
        parser.add_argument("path", nargs="?", default=PATH)

    def handle(self, *args, path, **options):
        draw().save(path)
        self.stdout.write(str(path))
