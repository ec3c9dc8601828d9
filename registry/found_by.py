"""What entries and their spans are found by, written anew from the statements they point at: after words were withheld,
and after a new edition of pypinyin or of the folding (`manage.py rebuild_record`)."""

from .models import Span
from .searching import search_form

BATCH = 500


def renew(entries):
    """Of these entries (a queryset) and of every day of theirs."""
    for found in (entries, Span.objects.filter(entry__in=entries.values("pk"))):
        rows = found.select_related("current__text")
        batch = []
        for row in rows.iterator(BATCH):
            row.searched = search_form(row.current)
            batch.append(row)
            if len(batch) == BATCH:
                _save(batch)
        _save(batch)


def _save(batch):
    if batch:
        type(batch[0]).objects.bulk_update(batch, ["searched"])
        batch.clear()
