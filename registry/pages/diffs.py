"""What a release changed: where each candidate stood before it and after it, and every character that differs."""

from dataclasses import dataclass
from difflib import SequenceMatcher

from registry.models import Entry
from registry.record import statements_of
from registry.standing import Standing, in_their_order, replay

from .words import Words, words_of

MOST = 2000  # characters of both texts together; longer ones are shown whole, one after the other


@dataclass(frozen=True)
class Side:
    """Where a candidate stood: its outcome, the state of its title, and the words that were in force."""

    standing: Standing
    words: Words

    @property
    def facts(self):
        outcome = self.standing.current and self.standing.current.outcome
        return outcome, self.standing.state, self.standing.confirmed_on, self.words.name, self.words.lead_unit


@dataclass(frozen=True)
class Change:
    entry: Entry
    before: Side
    after: Side

    @property
    def is_reworded(self):
        """Whether the words are others than before; who was not public before had none."""
        was, now = self.before.words, self.after.words
        said = was.can_be_said and now.withheld is None
        return said and (was.name, was.lead_unit) != (now.name, now.lead_unit)

    @property
    def name(self):
        return parts(self.before.words.name, self.after.words.name)

    @property
    def lead_unit(self):
        return parts(self.before.words.lead_unit, self.after.words.lead_unit)


def parts(before, after):
    """[(`same`, `gone` or `new`, text)]: how one text became the other, character by character."""
    if len(before) + len(after) > MOST:
        return [(kind, text) for kind, text in (("gone", before), ("new", after)) if text]
    found = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        pieces = [("same", before[i1:i2])] if tag == "equal" else [("gone", before[i1:i2]), ("new", after[j1:j2])]
        found += [(kind, text) for kind, text in pieces if text]
    return found


def diff_context(release):
    """Context of the page that says what `release` changed. Statements count by their days: before it means before it
    by their order, whenever they were entered."""
    return {"release": release, "changes": changes_of(release.items.select_related("entry"))}


def changes_of(items):
    """What these items of one release, with their entries, changed; those that changed nothing are left out."""
    told = statements_of([item.entry for item in items], "withholding")
    changes = [_change(item.entry, in_their_order(told[item.entry_id]), item) for item in items]
    return [one for one in changes if one.before.facts != one.after.facts]


def _change(entry, statements, item):
    at = next(number for number, one in enumerate(statements) if one.pk == item.pk)
    return Change(entry, _side(statements[:at]), _side(statements[: at + 1]))


def _side(statements):
    standing = replay(statements)
    return Side(standing, words_of(standing.current) if standing.current else Words())
