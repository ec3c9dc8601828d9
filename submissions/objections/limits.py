"""How often a stranger may do something. Counted in the database, so that it holds over all workers, and exactly: the
count is raised by one conditional UPDATE. Of a network address only a keyed digest is kept, another one each hour or
day, and the row goes when its time is over.
"""

from datetime import datetime, timedelta
from ipaddress import ip_address, ip_network

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.crypto import salted_hmac

from config.proxy import client_ip

from ..models import Allowance, SpentQuestion

SALT = "submissions.objections.limits"
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
# what: ((at most, in which time), …). An office's address may be that of many people; a notice's is everybody's.
LIMITS = {
    "try": ((60, HOUR),),
    "send": ((5, HOUR), (20, DAY)),
    "send_to_notice": ((200, HOUR),),
    "follow": ((20, HOUR),),
}


def take(what, subject, at=None):
    """Count one more `what` by or for `subject`; False, with nothing counted, where it is one too many."""
    at = at or timezone.now()
    try:
        with transaction.atomic():
            for most, span in LIMITS[what]:
                _count(what, subject, most, span, at)
    except _TooMany:
        return False
    return True


class _TooMany(Exception):
    pass


def _count(what, subject, most, span, at):
    period = int(at.timestamp() // span.total_seconds())
    until = datetime.fromtimestamp((period + 1) * span.total_seconds(), tz=at.tzinfo)
    key = salted_hmac(SALT, f"{what} {span} {period} {subject}", algorithm="sha256").hexdigest()
    for _attempt in range(3):
        if Allowance.objects.filter(key=key, used__lt=most).update(used=F("used") + 1):
            return
        if Allowance.objects.filter(key=key).exists():
            raise _TooMany
        try:
            with transaction.atomic():
                Allowance.objects.create(key=key, used=1, until=until)
            return
        except IntegrityError:  # somebody else began to count at the same instant: count on
            continue
    raise _TooMany


def subject_of(request):
    """Who is counted: the visitor's address; of IPv6 the network, within which a visitor has as many as they like."""
    address = client_ip(request) or ""
    try:
        known = ip_address(address)
    except ValueError:
        return address
    return str(ip_network(f"{known}/64", strict=False)) if known.version == 6 else str(known)


def forget(at=None):
    """Let go what is over. Every form that is sent does it, and the worker each minute."""
    at = at or timezone.now()
    Allowance.objects.filter(until__lte=at).delete()
    SpentQuestion.objects.filter(until__lte=at).delete()
