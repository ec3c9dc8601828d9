"""Loading the division tables: read and check (`tables`), work out who lived when (`lives`), write (`store`)."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from regions.version import raise_public_version

from .lives import wanted_changes, wanted_regions
from .store import Report, store_changes, store_regions
from .tables import BadTable, read_tables

__all__ = ["BadTable", "Report", "load"]


def load(folder, ended=""):
    """Make the divisions what the tables in `folder` say; returns a `Report`.

    `ended` is the day (as precisely as known) on which divisions ended that the tables no longer name at all.
    Raises `BadTable` with a sentence naming file and line; then nothing is changed. The public version is raised
    only if a row was.
    """
    tables = read_tables(folder)
    lives = wanted_regions(tables)
    changes = wanted_changes(tables, lives)
    try:
        return _store(lives, changes, ended)
    except IntegrityError as error:  # two loads at once, or two stored divisions that changed places
        sentence = _("china.csv and changes.csv contradict the divisions already stored (%(error)s).")
        raise BadTable(sentence % {"error": error}) from error


@transaction.atomic
def _store(lives, changes, ended):
    report = Report()
    store_changes(changes, store_regions(lives, ended, report), report)
    if report.anything:
        raise_public_version()
    return report
