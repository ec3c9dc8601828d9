"""Candidates as lists show them: the words in force, and step by step what was stated and where."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from registry.models import Entry, ReleaseItem, TitleState

from .words import Words, words_of

STEPS = (
    ("recommended", _("Recommendation")),
    ("entered", _("Field evaluation")),
    ("decided", _("Naming")),
)
# Every list of candidates reads the sources of all steps at once.
SOURCES = tuple(f"{step}__release" for step in ("recommended", "entered", "proposed", "decided"))


@dataclass(frozen=True)
class Step:
    label: str
    item: ReleaseItem | None


@dataclass(frozen=True)
class Candidate:
    entry: Entry
    words: Words

    @property
    def steps(self):
        """Who is proposed and not decided about is told so in the place of the naming."""
        proposed = {"decided": self.entry.proposed}
        return [Step(label, getattr(self.entry, step) or proposed.get(step)) for step, label in STEPS]

    @property
    def taken(self):
        """The state of a title that does not simply stand, so that it is marked; empty for the others."""
        return self.entry.state if self.entry.state != TitleState.VALID else ""

    @property
    def title(self):
        """The title the round gives to what is named."""
        return self.entry.round.title_for(self.entry.category)


def candidate(entry):
    return Candidate(entry, words_of(entry.current))


def with_steps(entries):
    """`entries` with everything a list of candidates shows, in one query."""
    return entries.with_statements().select_related(*SOURCES).in_official_order()


def grouped(entries, key):
    """{key of an entry: its candidates}, in the order of the entries."""
    groups = {}
    for entry in entries:
        groups.setdefault(key(entry), []).append(candidate(entry))
    return groups
