"""The official order of the record: newest round first, regions before projects, then as divisions are listed.

It is kept with each entry as one text, so that a page can begin where another ended, however long the list is. What
has no division stands after those that have one.
"""

from .models import Category, Entry

LAST = 999_999  # longer than any list, and behind every division


def of_round(year, code, category=None):
    """How the positions of a round begin, or of a category of it."""
    return f"{9999 - year:04d} {code:20} " + (f"{Category.values.index(category)} " if category else "")


def beginning(round, category, city):
    """Where the candidates of a round, category and city (None: of no division) begin: the first part of `position`."""
    place = city.sort_order if city else LAST
    return f"{of_round(round.year, round.code, category)}{place:06d}"


def position(entry):
    """The place of `entry`, whose round, region, city and current statement are known, as a text that sorts."""
    place = entry.region.sort_order if entry.region else LAST
    return f"{beginning(entry.round, entry.category, entry.city)} {place:06d} {entry.current.order:06d}"


def renew(entries):
    """Write the positions of these entries anew: their round's year or code changed, or the order of divisions."""
    found = list(entries.select_related("round", "region", "city", "current"))
    for entry in found:
        entry.position = position(entry)
    Entry.objects.bulk_update(found, ["position"], batch_size=500)
