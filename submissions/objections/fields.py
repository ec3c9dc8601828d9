"""What a round asks of an objector, beside the reasons."""

from ..models import Objection, RoundRules

# field of an objection: the switch of the round's rules that asks for it
SWITCHES = {
    "name": "objections_ask_name",
    "contact": "objections_ask_contact",
    "address": "objections_ask_address",
    "identity_number": "objections_ask_identity",
}


def asked_of(round):
    """Names of the fields the round asks, in the order of the form; without rules name and contact."""
    rules = RoundRules.objects.filter(round=round).first() or RoundRules()
    return [field for field, switch in SWITCHES.items() if getattr(rules, switch)]


def lacking(objection):
    """Labels of what the round asks and the objection does not have: it may be a reason not to accept it."""
    asked = asked_of(objection.round)
    return [Objection._meta.get_field(name).verbose_name for name in asked if not getattr(objection, name)]
