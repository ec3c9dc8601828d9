"""Beginning a round, empty or after an earlier one, and its public facts."""

from django.contrib.admin.models import ADDITION, LogEntry
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from regions.version import raise_public_version
from registry import order
from registry.models import Round
from registry.tallies import recount

from ..models import Quota, RoundRules
from ..permissions import can
from .editions import FIELDS as REQUIREMENT_FIELDS
from .editions import in_force
from .holding import RulesRefused, changing
from .objections import OBJECTION_RULES
from .stages import FIELDS as STAGE_FIELDS
from .stages import in_order
from .windows import ASKS

OF_TITLES = ("title_comprehensive", "title_single", "valid_months", "recheck_months")
FACTS = ("code", "name", "year", "level", "region", *OF_TITLES)


def facts_of(rules):
    return [list(row) for row in Round.objects.filter(pk=rules.pk).values_list(*FACTS)]


def begin(by, earlier=None, **facts):
    """A round with the public facts `facts` (values of `FACTS`); `earlier` are the rules it takes its stages,
    requirements, quotas and asks from. Never the window, nor what was used. Returns its RoundRules."""
    if not can(by, "set_rules"):
        raise RulesRefused(_("Only the regional office sets the rules of a round."))
    try:
        with transaction.atomic():
            rules = RoundRules.objects.create(round=Round.objects.create(**facts))
            if earlier:
                _copy(RoundRules.objects.select_for_update(no_key=True).get(pk=earlier.pk), rules)
            LogEntry.objects.log_actions(by.pk, [rules.round], ADDITION, change_message="")
            raise_public_version()
    except IntegrityError:
        raise RulesRefused(_("There is a round with this code already."), "code") from None
    return rules


def _copy(earlier, rules):
    for name in (*ASKS, *OBJECTION_RULES):
        setattr(rules, name, getattr(earlier, name))
    rules.save(update_fields=(*ASKS, *OBJECTION_RULES))
    stages = {one.pk: _again(one, ("order", *STAGE_FIELDS), rules) for one in in_order(earlier)}
    for requirement in in_force(earlier):
        stage = stages.get(requirement.from_stage_id)
        _again(requirement, ("category", "code", *REQUIREMENT_FIELDS), rules, from_stage=stage)
    for quota in Quota.objects.filter(round=earlier.round_id):
        _again(quota, ("city", "category", "limit"), rules)


def _again(row, fields, rules, **other):
    """The same for another round. A template is linked: its bytes are stored once."""
    return type(row).objects.create(round=rules.round, **{**{name: getattr(row, name) for name in fields}, **other})


def change_facts(rules, by, seen, **facts):
    """Write the public facts of a round. Public addresses carry the code: once something was released it stays."""
    try:
        with changing(rules, by, _("name and titles"), seen, facts_of, moves_wait=False) as stored:
            round = stored.round
            if facts["code"] != round.code and round.releases.exists():
                raise RulesRefused(_("Public addresses carry this code: it stays."), "code")
            for name, value in facts.items():
                setattr(round, name, value)
            round.save(update_fields=FACTS)
            raise_public_version()  # first: writers of the public record stand in line there
            order.renew(round.entries.all())  # year and code are part of the order of lists
            recount([round])
    except IntegrityError:
        raise RulesRefused(_("There is a round with this code already."), "code") from None
