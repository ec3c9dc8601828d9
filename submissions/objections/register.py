"""The register: `receive` writes an objection down, `step` is the only writer of its `state` and `finding`."""

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from registry.models import Release, ReleaseKind, Round

from ..guards import holds_a_place, local
from ..models import Finding, Objection, ObjectionState, ObjectionStep, Submission
from ..permissions import ENDED, can
from ..publishing.objecting import tell_totals
from . import impartial
from .moves import OBJECTION_MOVES, SAME
from .refusing import ObjectionRefused, ObjectionStale, StepNotAllowed

RECEIVE = "receive"


def may_be_objected_to(submission):
    """Whether the candidate has reached the regional office, so that anybody can have heard of it."""
    return holds_a_place(submission.status, submission.returned_from) or submission.status in ENDED


def receive(submission, by=None, at=None, **facts):
    """Write an objection to `submission` into the register and return it. `by` is who enters it, None for the public
    form; `facts` are fields of `Objection`. The candidate is locked, so that it is not named at the same instant."""
    if by is not None and not can(by, "handle_objections"):
        raise StepNotAllowed(_("Only the regional office keeps the register of objections."))
    at = at or timezone.now()
    with transaction.atomic():
        # The round before the candidate, as quotas lock them.
        Round.objects.select_for_update(no_key=True).get(pk=submission.round_id)
        locked = Submission.objects.select_for_update().get(pk=submission.pk)
        if not may_be_objected_to(locked):
            raise ObjectionRefused(_("It has not been recommended yet, so nobody can object to it."))
        last = Objection.objects.filter(round=locked.round_id).aggregate(last=Max("number"))["last"] or 0
        known = {"round_id": locked.round_id, "number": last + 1, "submission": locked, "changed_at": at}
        objection = Objection.objects.create(**known, **{"received_at": at, "release": notice_of(locked), **facts})
        _append(objection, RECEIVE, "", by, at)
        tell_totals(objection.release_id)
    return objection


def notice_of(submission):
    """The release of the notice in which the candidate stands, whatever was corrected of it since, or None."""
    if not (submission.entry_id and submission.entry.proposed_id):
        return None
    stating = Release.objects.filter(kind=ReleaseKind.NOTICE, items__entry=submission.entry_id)
    return stating.order_by("-number").first()


def refusal(objection, name, by, inputs=None):
    """Why `by` may not take this step as things stand: a sentence, or None. Without `inputs` only the state counts."""
    move = OBJECTION_MOVES[name]
    if not can(by, "handle_objections"):
        return _("“%(step)s” is not yours to do.") % {"step": move.label}
    if objection.state not in move.sources:
        facts = {"step": move.label, "state": objection.get_state_display()}
        return _("“%(step)s” is not possible while the objection is “%(state)s”.") % facts
    if name == "remedy" and objection.finding != Finding.UPHELD:
        return _("Only what was upheld can be remedied.")
    against_verifier = _against_verifier(objection, by) if name == "verify" else None
    return against_verifier or (None if inputs is None else _against_inputs(objection, move, inputs))


def _against_verifier(objection, by):
    """Who was charged with it may have judged the candidate since."""
    if objection.assigned_to_id != by.pk:
        return _("It is assigned to %(who)s, who records what was found.") % {"who": objection.assigned_to}
    return impartial.why_not(by, objection.submission)


def _against_inputs(objection, move, inputs):
    if "assignee" in move.asks:
        if inputs.get("assignee") is None:
            return _("Choose who looks into it.")
        partial = impartial.why_not(inputs["assignee"], objection.submission)
        if partial:
            return partial
    if "answered_on" in move.asks and (sentence := _against_answer(objection, inputs)):
        return sentence
    said = (inputs.get("opinion") or "").strip()
    return _("Still missing: %(fields)s.") % {"fields": move.asked_as} if move.must_say and not said else None


def _against_answer(objection, inputs):
    came_in = timezone.localdate(objection.received_at)
    if not (inputs.get("answered_on") and inputs.get("answered_by")):
        return _("Say on which day and in which way it was answered.")
    if inputs["answered_on"] < came_in:
        day = date_format(came_in, "DATE_FORMAT")
        return _("It came in on %(day)s and cannot have been answered before.") % {"day": day}
    return None


def choices(objection, by):
    """Every step there is, in the table's order, for who handles objections: (name, Step, sentence why not or None)."""
    if not can(by, "handle_objections"):
        return []
    return [(name, move, refusal(objection, name, by)) for name, move in OBJECTION_MOVES.items()]


def step(objection, name, by, at=None, **inputs):
    """Take the step `name` on `objection` as user `by` and return its `ObjectionStep`.

    `objection.version` is the version the caller saw. `inputs` are those the step asks for: `opinion` (text),
    `assignee` (User), `answered_on` (date), `answered_by` (AnswerWay). One transaction: the row is locked, version,
    rule and guards are asked under the lock. Raises ObjectionRefused with a sentence; then nothing was written.
    """
    move = OBJECTION_MOVES[name]
    unexpected = set(inputs) - set(move.asks)
    if unexpected:
        raise TypeError(f"step {name!r} takes no {', '.join(sorted(unexpected))}")
    at = at or timezone.now()
    with transaction.atomic():
        Submission.objects.select_for_update().get(pk=objection.submission_id)  # before its naming, or after it
        locked = Objection.objects.select_for_update(of=("self",)).select_related("assigned_to").get(pk=objection.pk)
        if locked.version != objection.version:
            raise ObjectionStale(who_was_faster(locked))
        sentence = refusal(locked, name, by, inputs)
        if sentence:
            raise ObjectionRefused(sentence) if can(by, "handle_objections") else StepNotAllowed(sentence)
        taken = _carry_out(locked, name, by, at, inputs)
        tell_totals(locked.release_id)
    objection.refresh_from_db()
    return taken


def _carry_out(objection, name, by, at, inputs):
    move, before = OBJECTION_MOVES[name], objection.state
    if move.target != SAME:
        objection.state = move.target
    if move.finding is not None:
        objection.finding = move.finding
    if name == "assign":
        objection.assigned_to = inputs["assignee"]
    objection.version += 1
    objection.changed_at = at
    objection.save(update_fields=["state", "finding", "assigned_to", "version", "changed_at"])
    return _append(objection, name, before, by, at, inputs)


def _append(objection, name, before, by, at, inputs=None):
    inputs = inputs or {}
    return ObjectionStep.objects.create(
        objection=objection,
        sequence=objection.steps.count() + 1,
        name=name,
        from_state=before,
        to_state=objection.state,
        by=by,
        by_name=str(by) if by else "",
        by_unit=by.unit.name if by and by.unit_id else "",
        at=at,
        opinion=(inputs.get("opinion") or "").strip(),
        assignee=str(inputs["assignee"]) if inputs.get("assignee") else "",
        answered_on=inputs.get("answered_on"),
        answered_by=inputs.get("answered_by") or "",
    )


def who_was_faster(objection):
    last = objection.steps.order_by("-sequence").first()
    label = OBJECTION_MOVES[last.name].label if last.name in OBJECTION_MOVES else _("received")
    return _("%(who)s was faster: at %(time)s “%(step)s” made it “%(state)s”. Nothing of yours was done.") % {
        "who": last.by_name,
        "time": local(last.at),
        "step": label,
        "state": ObjectionState(objection.state).label,
    }
