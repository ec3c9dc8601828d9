"""The life of a title: one table of what a release of each kind makes of it.

有效 → 整改 → 停止 → 恢复, or 撤销, or 注销 where the body no longer exists. `Entry.state` is computed from the releases
by `standing.replay`, which reads this table, and by nothing else.
"""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from .models import Outcome, ReleaseKind, TitleState

VALID, RECTIFYING, SUSPENDED = TitleState.VALID, TitleState.UNDER_RECTIFICATION, TitleState.SUSPENDED


@dataclass(frozen=True)
class TitleMove:
    outcome: str
    sources: frozenset
    target: str


def _move(outcome, sources, target):
    return TitleMove(outcome, frozenset(str(source) for source in sources), target)


TITLE_MOVES = {
    ReleaseKind.RECTIFICATION: _move(Outcome.UNDER_RECTIFICATION, [VALID], RECTIFYING),
    ReleaseKind.SUSPENSION: _move(Outcome.SUSPENDED, [VALID, RECTIFYING], SUSPENDED),
    ReleaseKind.RESTORATION: _move(Outcome.RESTORED, [RECTIFYING, SUSPENDED], VALID),
    ReleaseKind.REVOCATION: _move(Outcome.REVOKED, [VALID, RECTIFYING, SUSPENDED], TitleState.REVOKED),
    ReleaseKind.DEREGISTRATION: _move(Outcome.DEREGISTERED, [VALID, RECTIFYING, SUSPENDED], TitleState.DEREGISTERED),
    ReleaseKind.RETENTION: _move(Outcome.RETAINED, [VALID], VALID),
}
STATE_AFTER = {move.outcome: move.target for move in TITLE_MOVES.values()}


class BrokenLife(ValueError):
    """A release says of a title what cannot follow on what was said before; `str()` is the sentence."""


def after(state, kind):
    """The state a release of `kind` leads to from `state` ("": no title). Raises BrokenLife."""
    move = TITLE_MOVES[kind]
    if state in move.sources:
        return move.target
    before = TitleState(state).label if state else _("not named")
    raise BrokenLife(
        _("“%(kind)s” is not possible while the title is “%(state)s”.")
        % {"kind": ReleaseKind(kind).label, "state": before}
    )
