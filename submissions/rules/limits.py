"""The quotas of a round: one number, or none, for each city and category. What is used is counted anew under lock,
because a quota may begin after candidates were recommended.
"""

from django.db.models import Q
from django.utils.translation import gettext as _

from regions.models import Region
from registry.models import Category

from ..models import Quota
from ..quotas import count_anew
from .holding import RulesRefused, changing


def limits_of(rules):
    return sorted([city, category, limit] for (city, category), limit in limits(rules).items())


def limits(rules):
    """{(code of the city, category): limit} of the quotas there are."""
    return {key: quota.limit for key, quota in quotas_by_place(rules).items()}


def quotas_by_place(rules):
    found = Quota.objects.filter(round=rules.round_id).select_related("city")
    return {(quota.city.code, quota.category): quota for quota in found}


def cities_of(round):
    """The cities a round is for, in official order: those of the organising division, the division itself where it
    is the city of what it governs directly, and whoever has a quota already. Where no division organises a national
    round, those that have an office here."""
    present = Region.objects.present()
    if round.region:
        here = round.region.code
        of_it = present.cities().filter(Q(parent__code=here) | Q(code=here))
        direct = present.filter(code=here, children__level="county", children__valid_to="")
    else:
        of_it, direct = present.cities().filter(units__isnull=False), present.none()
    with_quota = present.filter(code__in=round.quotas.order_by().values("city__code"))
    wanted = Q(pk__in=of_it.order_by().values("pk")) | Q(pk__in=direct.values("pk"))
    return Region.objects.filter(wanted | Q(pk__in=with_quota.order_by().values("pk"))).in_order()


def set_limits(rules, by, seen, wanted):
    """Set every quota of a round: `wanted` is {(code of the city, category): limit or None for unlimited}. All or
    nothing; RulesRefused with a sentence for each that lies below what is used, under the name of its field."""
    with changing(rules, by, _("quotas"), seen, limits_of, moves_wait=False) as stored:
        there, refused = quotas_by_place(stored), {}
        places = {city.code: city for city in cities_of(stored.round)}
        for (city, category), limit in wanted.items():
            quota = there.get((city, category))
            if limit is None and quota:
                quota.delete()
            elif limit is not None and (quota is None or quota.limit != limit):
                quota = quota or Quota(round_id=stored.round_id, city=places[city], category=category)
                quota.limit = limit
                count_anew(quota)
                refused |= _overrun(quota) if quota.used > limit else {}
                if not refused:
                    quota.save()
        if refused:
            raise RulesRefused(refused)


def field_name(city, category):
    return f"{city}-{category}"


def _overrun(quota):
    sentence = _("%(city)s, %(category)s: %(used)s candidates are recommended already; a quota cannot be lower.")
    facts = {"city": quota.city.name, "category": Category(quota.category).label, "used": quota.used}
    return {field_name(quota.city.code, quota.category): sentence % facts}
