"""What the public record says of a candidate, computed from its statements alone, for now or as of any day.

Statements count in the order of their days, not in the order in which they were entered: a list of 2020 that is
entered after the revocation of 2023 does not undo it.
"""

from dataclasses import dataclass
from datetime import date

from .models import Outcome, ReleaseItem, ReleaseKind, TitleState
from .titles import STATE_AFTER, TITLE_MOVES, after

STEPS = ("recommended", "entered", "proposed", "decided")
STEP_OF = {Outcome.RECOMMENDED: "recommended", Outcome.ENTERED: "entered", Outcome.PROPOSED: "proposed"}


@dataclass
class Standing:
    """The statement in force for each step (None: none), the last on the title's life, and the title's state: the day
    since which it stands there, and the day on which it was last confirmed (named, or retained after a re-check)."""

    recommended: ReleaseItem | None = None
    entered: ReleaseItem | None = None
    proposed: ReleaseItem | None = None
    decided: ReleaseItem | None = None
    titled: ReleaseItem | None = None
    state: str = ""
    title_since: date | None = None
    confirmed_on: date | None = None

    @property
    def current(self):
        return self.decided or self.proposed or self.entered or self.recommended


def step_of(outcome):
    """The step an outcome belongs to; None for what is said of a title already given."""
    return None if outcome in STATE_AFTER else STEP_OF.get(outcome, "decided")


def in_their_order(items):
    """Items of one entry as they count: by day, on the same day by number of the release."""
    return sorted(items, key=lambda item: (item.release.effective_on, item.release.number))


def as_of(items, day):
    """The items that count on `day` (a date in Beijing)."""
    return [item for item in items if item.release.effective_on <= day]


def replay(items):
    """The `Standing` after these items of one entry, in whatever order they come. Raises `titles.BrokenLife` where
    one says of a title what cannot follow on those before it."""
    found = Standing()
    for item in in_their_order(items):
        if step_of(item.outcome):
            _step(found, item)
        else:
            _live_on(found, item)
    return found


def _step(found, item):
    """A correction that takes a candidate back to an earlier step takes the later ones away; a list that is only
    entered late takes nothing away."""
    step, was_named = step_of(item.outcome), _is_named(found)
    setattr(found, step, item)
    if item.release.kind == ReleaseKind.CORRECTION:
        for later in STEPS[STEPS.index(step) + 1 :]:
            setattr(found, later, None)
    if not _is_named(found):
        found.state, found.titled, found.title_since, found.confirmed_on = "", None, None, None
    elif not was_named or takes_back_a_title_move(item.release):
        if not was_named:
            found.confirmed_on = item.release.effective_on
        _stand(found, TitleState.VALID, item)
        found.titled = None


def _stand(found, state, item):
    if found.state != state:
        found.state, found.title_since = state, item.release.effective_on if state else None


def _is_named(found):
    return found.decided is not None and found.decided.outcome == Outcome.NAMED


def takes_back_a_title_move(release):
    return release.supersedes_id is not None and release.supersedes.kind in TITLE_MOVES


def _live_on(found, item):
    """A correction says what the title's state is; any other release moves it along the table."""
    kind = item.release.kind
    if kind == ReleaseKind.CORRECTION:
        _stand(found, STATE_AFTER[item.outcome] if _is_named(found) else "", item)
    else:
        _stand(found, after(found.state, kind), item)
    if item.outcome == Outcome.RETAINED and found.state:
        found.confirmed_on = item.release.effective_on
    found.titled = item
