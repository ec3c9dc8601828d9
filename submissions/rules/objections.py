"""What a round asks of objectors, and what of it the public may use and read."""

from django.utils.translation import gettext as _

from ..models import Objection
from ..objections.fields import SWITCHES
from .holding import RulesRefused, changing

OF_NOTICES = ("takes_objections_online", "tells_objection_totals")
OBJECTION_RULES = (*OF_NOTICES, *SWITCHES.values())


def objection_rules_of(rules):
    return [getattr(rules, name) for name in OBJECTION_RULES]


def set_objection_rules(rules, by, seen, **wanted):
    """Set values of `OBJECTION_RULES`. Less may be asked at any time; more only until somebody was asked less. What
    concerns notices goes for those published from now on: a published one keeps what it announced."""
    with changing(rules, by, _("objections"), seen, objection_rules_of) as stored:
        more = [name for name in SWITCHES.values() if wanted[name] and not getattr(stored, name)]
        count = Objection.objects.filter(round=stored.round_id).count() if more else 0
        if count:
            sentence = _("%(count)s objections came in without being asked for it: in this round it stays so.")
            raise RulesRefused({name: sentence % {"count": count} for name in more})
        for name in OBJECTION_RULES:
            setattr(stored, name, wanted[name])
        stored.save(update_fields=OBJECTION_RULES)
