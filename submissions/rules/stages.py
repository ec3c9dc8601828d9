"""The stages of a round. What a candidate has entered keeps its place and kind, what it has passed keeps what it asked;
name and dates are words about it and may be mended.
"""

from django.utils.translation import gettext as _

from ..models import Stage
from .holding import RulesRefused, changing
from .windows import made

FIELDS = ("kind", "name", "starts_on", "ends_on", "needs_document", "needs_notice")
BEFORE_ALL = 1000  # where stages stand while they change places, for two may never share one
PASSING, DECIDING = ("advance", "name"), ("name", "decline")


def stages_of(rules):
    return [list(row) for row in in_order(rules).values_list("pk", "order", *FIELDS)]


def in_order(rules):
    return Stage.objects.filter(round=rules.round_id).order_by("order")


def add(rules, by, seen, place, **facts):
    """A further stage at `place`, counted from 1; those from there on move back."""
    with changing(rules, by, _("stages"), seen, stages_of) as stored:
        before = list(in_order(stored))
        stage = Stage(round_id=stored.round_id, order=BEFORE_ALL + len(before) + 1, **facts)
        after = [*before[: place - 1], stage, *before[place - 1 :]]
        _refuse_to_move_what_was_entered(stored, before, after)
        stage.save(force_insert=True)
        _number(after)
    return stage


def change(rules, by, seen, stage, place, **facts):
    """Write `facts` (values of `FIELDS`) into a stage and put it at `place`."""
    with changing(rules, by, _("stages"), seen, stages_of) as stored:
        before = list(in_order(stored))
        kept = next(one for one in before if one.pk == stage.pk)
        after = [one for one in before if one.pk != stage.pk]
        after.insert(place - 1, kept)
        _refuse_to_move_what_was_entered(stored, before, after)
        _refuse_to_change_what_was_judged(stored, kept, facts)
        for name, value in facts.items():
            setattr(kept, name, value)
        kept.save(update_fields=FIELDS)
        _number(after)


def remove(rules, by, seen, stage):
    with changing(rules, by, _("stages"), seen, stages_of) as stored:
        before = list(in_order(stored))
        _refuse_to_move_what_was_entered(stored, before, [one for one in before if one.pk != stage.pk])
        _refuse_to_leave_requirements_without_it(stored, stage)
        Stage.objects.filter(pk=stage.pk).delete()
        _number([one for one in before if one.pk != stage.pk])


def _number(stages):
    """Give them the places 1, 2, 3 …"""
    wrong = [(place, stage) for place, stage in enumerate(stages, 1) if stage.order != place]
    for start in (BEFORE_ALL, 0):
        for place, stage in wrong:
            Stage.objects.filter(pk=stage.pk).update(order=start + place)


def _how_many(transitions):
    return transitions.order_by().values("submission").distinct().count()


def _refuse_to_move_what_was_entered(rules, before, after):
    """Up to the last stage somebody entered the order stays; once there are outcomes, all of it does."""
    decided = _how_many(made(rules, *DECIDING))
    if decided and before != after:
        raise RulesRefused(
            _("%(count)s candidates had their outcome at the last stage already: the stages and their order stay.")
            % {"count": decided},
            "place",
        )
    entered = _entered(rules)
    fixed = max((place for place, stage in enumerate(before, 1) if stage.pk in entered), default=0)
    if before[:fixed] != after[:fixed]:
        last = before[fixed - 1]
        count = _how_many(_moves(rules).filter(to_stage=last))
        raise RulesRefused(
            _("%(count)s candidates have entered “%(stage)s” already: the stages up to it and their order stay.")
            % {"count": count, "stage": last.name},
            "place",
        )


def _moves(rules):
    return made(rules, "accept", *PASSING)


def _entered(rules):
    return set(_moves(rules).order_by().values_list("to_stage", flat=True).distinct())


def _refuse_to_change_what_was_judged(rules, stage, facts):
    entered = _how_many(_moves(rules).filter(to_stage=stage))
    if entered and facts["kind"] != stage.kind:
        raise RulesRefused(
            _("%(count)s candidates have entered it already: its kind stays.") % {"count": entered}, "kind"
        )
    passed = _how_many(made(rules, *PASSING).filter(from_stage=stage))
    changed = [name for name in ("needs_document", "needs_notice") if facts[name] != getattr(stage, name)]
    if passed and changed:
        raise RulesRefused(
            _("%(count)s candidates have passed it already: what it asks stays.") % {"count": passed}, changed[0]
        )


def _refuse_to_leave_requirements_without_it(rules, stage):
    due = rules.round.requirements.filter(from_stage=stage)
    present = due.in_edition(rules.edition).order_by("order", "code")
    if present:
        names = "、".join(str(one) for one in present)
        raise RulesRefused(_("Due from this stage: %(names)s. Change that first.") % {"names": names})
    if due.exists():
        raise RulesRefused(_("Submissions were judged by requirements that are due from this stage: it stays."))
