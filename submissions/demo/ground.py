"""What the demonstration stands on: the divisions, and nobody else's accounts under its names."""

from django.utils.translation import gettext as _

from regions.models import Region

CODES = ("150000", "150400", "150403", "150404", "150425", "150429")


class BadGround(Exception):
    """The demonstration cannot be loaded here; `str()` is the sentence that says why and what to do."""


def divisions():
    """The divisions the seed speaks of, by name."""
    found = {region.name: region for region in Region.objects.present().filter(code__in=CODES).select_related("parent")}
    if len(found) != len(CODES):
        raise BadGround(_("The divisions are not loaded yet. Run first: %(command)s") % {"command": LOAD_REGIONS})
    return found


LOAD_REGIONS = "python manage.py load_regions"
