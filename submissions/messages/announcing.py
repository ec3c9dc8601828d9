"""The messages a move leaves, written in its transaction; and, before a move of many, what it would leave."""

from dataclasses import dataclass, field

from accounts.models import Unit

from ..models import Message
from . import outbox
from .recipients import Offices, sides


def announce(transition, submission):
    """Leave a message in each unit the transition concerns. The caller holds the transaction of the move."""
    concerned = sides(
        transition.move, transition.by, transition.from_status, transition.to_status, submission.returned_from
    )
    if not concerned:
        return
    offices = Offices()
    told = [
        Message(
            unit=unit,
            round_id=submission.round_id,
            submission=submission,
            transition=transition,
            kind=transition.move,
            facts=facts_of(submission, side, transition),
            created_at=transition.at,
        )
        for side in concerned
        for unit in offices.units(side, submission)
    ]
    outbox.write(Message.objects.bulk_create(told))


def facts_of(submission, side, transition):
    """What the sentences need, in words that outlive the rows they come from."""
    facts = {
        "side": side,
        "name": submission.printed_name,
        "unit": submission.unit.name,
        "city": submission.city.name,
        "round": submission.round.name,
        "by": transition.by_unit or transition.by_name,
        "status": transition.to_status,
    }
    if submission.stage:
        facts["stage"] = submission.stage.name
    if transition.details.get("due_at"):
        facts["due_at"] = transition.details["due_at"]
    return facts


@dataclass
class Told:
    """One unit that would be told, of which candidates, and the address letters would go to."""

    unit: Unit
    address: str
    names: list = field(default_factory=list)


def foretell(submissions, name, by):
    """Whom the move `name` on each of `submissions` would tell, with the sums; nothing is written."""
    offices, told = Offices(), {}
    for one in submissions:
        for side in sides(name, by, one.status, one.status, one.returned_from):
            for unit in offices.units(side, one):
                row = told.setdefault(unit.pk, Told(unit, outbox.address_of(unit)))
                row.names.append(one.printed_name)
    rows = list(told.values())
    count = sum(len(row.names) for row in rows)
    letters = sum(len(row.names) for row in rows if row.address)
    return {"rows": rows, "units": len(rows), "messages": count, "letters": letters}
