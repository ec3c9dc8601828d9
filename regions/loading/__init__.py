"""Loading the division tables: read and check (`tables`), work out who lived when (`lives`), write (`store`)."""

from django.db import transaction

from regions.version import raise_public_version

from .lives import wanted_changes, wanted_regions
from .store import Report, store_changes, store_regions
from .tables import BadTable, read_tables

__all__ = ["BadTable", "Report", "load"]


@transaction.atomic
def load(folder, ended=""):
    """Make the divisions what the tables in `folder` say; returns a `Report`.

    `ended` is the day (as precisely as known) on which divisions ended that the tables no longer name at all.
    Raises `BadTable` with a sentence naming file and line; then nothing is changed. The public version is raised
    only if a row was.
    """
    tables = read_tables(folder)
    report = Report()
    lives = wanted_regions(tables)
    stored = store_regions(lives, ended, report)
    store_changes(wanted_changes(tables, lives), stored, report)
    if report.anything:
        raise_public_version()
    return report
