"""Objections as far as they are public: announced with a notice, and counted where the notice said so."""

from django.db.models import Count, Q

from registry import objecting
from registry.models import ReleaseKind

from ..models import Finding, Objection
from ..models.objections import UNDECIDED

NUMBERS = {
    "received": Q(),
    "undecided": Q(state__in=UNDECIDED),
    "upheld": Q(finding__in=[Finding.UPHELD, Finding.REMEDIED]),
    "not_upheld": Q(finding=Finding.NOT_UPHELD),
}


def announce(release, rules):
    """What the round's rules say on the day a notice is published goes for this notice."""
    if release.kind == ReleaseKind.NOTICE:
        objecting.announce(release, rules.takes_objections_online, rules.tells_objection_totals)


def tell_totals(release_id):
    """After each step: how many there are, where the notice tells it. The caller holds the transaction."""
    if release_id:
        counted = {name: Count("pk", filter=which) for name, which in NUMBERS.items()}
        objecting.tell(release_id, **Objection.objects.filter(release=release_id).aggregate(**counted))
