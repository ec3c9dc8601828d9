"""Whom a line of a list speaks of: a candidate the public knows in that round already, one that runs in the workflow
here, or one that is new.

A region is known by its division, a project by its name (folded) and, where both sides tell it, by its division: two
cities may each have a project of one name.
"""

from django.utils.translation import gettext as _

from registry.folding import fold
from registry.models import NAME_UNDISCLOSED, Category, Entry, ItemText
from registry.standing import step_of

from ..models import Status, Submission

GONE = (Status.WITHDRAWN, Status.DISQUALIFIED, Status.NOT_SHORTLISTED)


class Known:
    """What is known in `round` (which may be unsaved: nothing), read in a fixed number of queries."""

    def __init__(self, round, outcome):
        self.step = step_of(outcome)
        self.regions, self.projects, self.running, self.withheld = {}, {}, {}, set()
        if round.pk:
            self._read_entries(round)
            self._read_submissions(round)

    def _read_entries(self, round):
        entries = Entry.objects.filter(round=round)
        known = {entry.pk: entry for entry in entries.select_related("region", f"{self.step}__release")}
        for entry in known.values():
            if entry.category == Category.COMPREHENSIVE:
                self.regions.setdefault(entry.region_id, []).append(entry)
        texts = ItemText.objects.filter(item__entry__in=entries.filter(category=Category.SINGLE))
        for name, pk in {(fold(name), pk) for name, pk in texts.values_list("name", "item__entry")}:
            self.projects.setdefault(name, []).append(known[pk])
        self.withheld.update(entries.filter(items__withholding__isnull=False).values_list("pk", flat=True))

    def _read_submissions(self, round):
        found = Submission.objects.filter(round=round).exclude(status__in=GONE).select_related("region", "entry")
        for one in found:
            key = one.region_id if one.category == Category.COMPREHENSIVE else fold(one.title)
            self.running.setdefault((one.category, key), []).append(one)

    def match(self, statement):
        """(the public entry or None, None), or (None, the sentence why this line cannot be taken)."""
        if statement.name == NAME_UNDISCLOSED:  # nobody can say which of those known it is
            return None, None
        found = self._entries_of(statement)
        if len(found) > 1:
            return None, _("several candidates of this name are public in this round; name the division")
        entry = found[0] if found else None
        return entry, self._against(statement, entry)

    def _entries_of(self, statement):
        if statement.category == Category.COMPREHENSIVE:
            return self.regions.get(statement.region.pk, [])
        return [one for one in self.projects.get(fold(statement.name), ()) if _same_place(one, statement)]

    def _against(self, statement, entry):
        item = entry and getattr(entry, self.step)
        if item:
            return _("it stands in release %(number)s already; use a correction") % {"number": item.release.number}
        if entry and entry.pk in self.withheld:
            return _("words about this candidate were withheld; a table cannot state it again")
        comprehensive = statement.category == Category.COMPREHENSIVE
        key = statement.region.pk if comprehensive else fold(statement.name)
        running = self.running.get((statement.category, key), ())
        if any(_same_place(one, statement) for one in running):
            return _("it is a candidate in the workflow here; publish it through the workflow")
        return None


def _same_place(one, statement):
    return one.region is None or statement.region is None or one.region.pk == statement.region.pk
