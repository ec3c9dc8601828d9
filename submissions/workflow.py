"""The door: `move()` is the only writer of a submission's `status` and `stage`; `MOVES` is the table it carries out."""

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from . import guards, history, parts, versions
from .messages.announcing import announce
from .models import Status, Submission
from .moves import BACK, MOVES
from .permissions import ENDED, can
from .requirements import edition_of
from .rules.holding import share


class MoveRefused(Exception):
    """A move was refused and nothing was written; `str()` is the sentence for the user."""


class Stale(MoveRefused):
    """Somebody else changed the submission since the caller looked at it."""


class NotAllowed(MoveRefused):
    """The rule of the move does not allow this user."""


class UnknownMove(MoveRefused):
    """There is no such move."""


def refusal(submission, name, by, at, inputs=None):
    """Why `by` may not make this move on `submission` as it stands: a sentence, or None. Without `inputs` only the
    state is asked, with them also what was entered."""
    step = MOVES[name]
    if not can(by, name, submission, at):
        return _("“%(move)s” is not yours to do.") % {"move": step.label}
    if submission.status not in step.sources:
        return _("“%(move)s” is not possible while it is “%(status)s”.") % {
            "move": step.label,
            "status": submission.get_status_display(),
        }
    asked = step.needs if inputs is None else step.needs + step.checks
    return _first_against(asked, submission, inputs or {}, at)


def unmet(submission, name, at):
    """What the state of things holds against the move `name`, whoever would make it: a sentence, or None."""
    return _first_against(MOVES[name].needs, submission, {}, at)


def _first_against(asked, submission, inputs, at):
    return next(filter(None, (guard(submission, inputs, at) for guard in asked)), None)


def choices(submission, by, at=None):
    """Every move that is `by`'s to make, in the table's order: (name, Move, sentence why not now or None)."""
    at = at or timezone.now()
    allowed = [(name, step) for name, step in MOVES.items() if can(by, name, submission, at)]
    return [(name, step, refusal(submission, name, by, at)) for name, step in allowed]


def move(submission, name, by, at=None, **inputs):
    """Make the move `name` on `submission` as user `by` and return its `Transition`.

    `submission.version` is the version the caller saw. `inputs` are those the move asks for: `reason` and
    `corrections` (text), `parts` ({part: remark}, see `parts.labels`), `due_at` (aware datetime), `rank` and `reserve`
    (int), `document` (OfficialDocument). One transaction: the row is locked, version, rule and guards are asked under
    the lock, the transition is appended, what is handed in is frozen, the submission saved.
    Raises MoveRefused (Stale, NotAllowed, UnknownMove) with a sentence; then nothing was written.
    """
    if name not in MOVES:
        raise UnknownMove(_("There is no move “%(name)s”.") % {"name": name})
    unexpected = set(inputs) - set(MOVES[name].asks)
    if unexpected:
        raise TypeError(f"move {name!r} takes no {', '.join(sorted(unexpected))}")
    at = at or timezone.now()
    with transaction.atomic():
        locked = Submission.objects.select_for_update().get(pk=submission.pk)
        if locked.version != submission.version:
            raise Stale(what_happened(locked))
        share(locked.round_id)  # what it is judged by stands still until it is written
        sentence = refusal(locked, name, by, at, inputs)
        if sentence:
            raise MoveRefused(sentence) if can(by, name, locked, at) else NotAllowed(sentence)
        transition = _carry_out(locked, name, by, at, inputs)
    submission.refresh_from_db()
    return transition


def what_happened(submission):
    """Who was faster, and where it stands since: the sentence for whoever acts on what is no longer so."""
    last = submission.transitions.order_by("-sequence").first()
    if last and last.details.get("version") == submission.version:
        return _("%(who)s was faster: at %(time)s “%(move)s” made it “%(status)s”. Nothing of yours was done.") % {
            "who": last.by_name,
            "time": guards.local(last.at),
            "move": MOVES[last.move].label,
            "status": submission.get_status_display(),
        }
    return _("It was changed at %(time)s, after you opened it. Nothing of yours was done; look at it again.") % {
        "time": guards.local(submission.updated_at)
    }


def _carry_out(submission, name, by, at, inputs):
    held = guards.holds_a_place(submission.status, submission.returned_from)
    submission.version += 1
    before = submission.status, submission.stage
    _set_place(submission, name)
    _set_facts(submission, name, at, inputs)
    _count_quota(submission, held)
    document = inputs.get("document")
    frozen = _freeze(submission, name)
    transition = history.append(
        submission,
        move=name,
        from_status=before[0],
        from_stage=before[1],
        to_status=submission.status,
        to_stage=submission.stage,
        by=by,
        by_name=str(by),
        by_unit=by.unit.name if by.unit_id else "",
        at=at,
        reason=(inputs.get("reason") or "").strip(),
        document=document,
        details=_details(submission, inputs, document) | ({"frozen": frozen.facts} if frozen else {}),
    )
    _save(submission)
    if frozen:
        versions.write(frozen, transition)
    announce(transition, submission)
    return transition


WRITTEN = (
    *("status", "stage", "version", "rank", "reserve", "edition"),
    *("returned_from", "due_at", "decided_at", "history_head", "updated_at"),
)


def _freeze(submission, name):
    """What the move hands in. From the first time on the submission keeps the edition it was judged under."""
    if not MOVES[name].freezes:
        return None
    submission.edition = edition_of(submission)
    return versions.prepare(submission)


def _save(submission):
    """Two candidates ranked alike at the same instant both pass the guard: the unique rank stops the second here."""
    try:
        with transaction.atomic():
            submission.save(update_fields=WRITTEN)
    except IntegrityError:
        taken = guards.reserve_is_taken(submission.reserve) if submission.reserve else None
        raise MoveRefused(taken or guards.rank_is_taken(submission.rank)) from None


def _set_place(submission, name):
    """The new status and stage. BACK is read from the history: going back is a move, never an edit of it."""
    target = MOVES[name].target
    if name == "reopen":
        last = submission.transitions.order_by("-sequence").first()
        submission.status, submission.stage = last.from_status, last.from_stage
    elif target == BACK:
        submission.status = submission.returned_from
    elif name == "accept":
        submission.status, submission.stage = target, submission.round.stages.order_by("order").first()
    elif name == "advance":
        submission.status, submission.stage = target, submission.stage.next()
    else:
        if target == Status.RETURNED and submission.status != Status.RETURNED:
            submission.returned_from = submission.status
        submission.status = target


def _set_facts(submission, name, at, inputs):
    """What hangs on the new status: rank, due time, time of the decision."""
    if name in ("recommend", "rank"):
        submission.rank = inputs.get("rank")
    if submission.status in (Status.WITHDRAWN, Status.DISQUALIFIED):
        submission.rank = None
    if name == "reopen":
        submission.rank = guards.rank_to_restore(submission)
    submission.reserve = inputs.get("reserve") if name == "reserve" else None
    if "due_at" in inputs:
        submission.due_at = inputs["due_at"]
    if name == "resubmit":
        submission.due_at, submission.returned_from = None, ""
    submission.decided_at = at if submission.status in ENDED else None


def _count_quota(submission, held):
    """Keep the quota's counter; its CHECK stops the one of two simultaneous recommendations that comes too late."""
    holds = guards.holds_a_place(submission.status, submission.returned_from)
    if holds == held:
        return
    quota = guards.quota_of(submission)
    try:
        with transaction.atomic():
            quota.update(used=F("used") + (1 if holds else -1))
    except IntegrityError:
        raise MoveRefused(guards.quota_is_used_up(quota.get())) from None


def _details(submission, inputs, document):
    """What the move was made about and with, in words that outlive the rows they came from."""
    details = {
        "version": submission.version,
        "content": history.content_digest(submission),
        "name": submission.printed_name,
    }
    if submission.stage:
        details["stage"] = submission.stage.name
    if inputs.get("rank") is not None:
        details["rank"] = inputs["rank"]
    if inputs.get("reserve") is not None:
        details["reserve"] = inputs["reserve"]
    if inputs.get("corrections"):
        details["corrections"] = inputs["corrections"].strip()
    if inputs.get("parts"):
        details["parts"] = {part: remark.strip() for part, remark in inputs["parts"].items()}
        details["part_names"] = parts.names_of(submission, inputs["parts"])
    if inputs.get("due_at"):
        details["due_at"] = inputs["due_at"].isoformat()
    if document:
        details["document"] = [document.title, document.organ, document.number, str(document.issued_on or "")]
    return details
