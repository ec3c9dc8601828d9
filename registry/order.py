"""The official order of the record: newest round first, regions before projects, then as divisions are listed.

It is kept with each entry as one text, so that a page can begin where another ended, however long the list is. What
has no division stands after those that have one.
"""

from .models import Category, Entry

LAST = 999_999  # longer than any list, and behind every division


def position(entry):
    """The place of `entry`, whose round, region, city and current statement are known, as a text that sorts."""
    places = (entry.city.sort_order if entry.city else LAST, entry.region.sort_order if entry.region else LAST)
    first = f"{9999 - entry.round.year:04d} {entry.round.code:20} {Category.values.index(entry.category)}"
    return " ".join([first, *(f"{place:06d}" for place in (*places, entry.current.order))])


def renew(entries):
    """Write the positions of these entries anew: their round's year or code changed, or the order of divisions."""
    found = list(entries.select_related("round", "region", "city", "current"))
    for entry in found:
        entry.position = position(entry)
    Entry.objects.bulk_update(found, ["position"], batch_size=500)
