"""When a round takes submissions, and what it asks of those it takes. Instants are exclusive ends, see `deadlines`."""

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..deadlines import first_moment, last_moment
from ..models import Extension, RoundRules, Submission, Transition
from .holding import RulesRefused, changing

ASKS = ("asks_rank", "asks_sealed_scan", "asks_secrecy_review", "asks_approval", "asks_scan")
# Which move was judged by it; what publishing asks goes for the releases not yet confirmed.
JUDGED_AT = {
    "asks_rank": (
        "recommend",
        gettext_lazy("%(count)s candidates were recommended under the rule as it stands: in this round it stays."),
    ),
    "asks_sealed_scan": (
        "accept",
        gettext_lazy("%(count)s candidates were accepted under the rule as it stands: in this round it stays."),
    ),
}


def window_of(rules):
    return [rules.opens_at, rules.closes_at, rules.closed]


def asks_of(rules):
    return [getattr(rules, name) for name in ASKS]


def extensions_of(rules):
    return list(rules.extensions.order_by("pk").values_list("pk", flat=True))


def made(rules, *moves):
    """The transitions by these moves in a round."""
    return Transition.objects.filter(submission__round=rules.round_id, move__in=moves)


def set_window(rules, by, seen, opens_at, closes_at, closed, at=None):
    """Open a round from `opens_at` until `closes_at` (either may be None: unknown), or close it by hand."""
    at = at or timezone.now()
    with changing(rules, by, _("window"), seen, window_of) as stored:
        before = stored.opens_at, stored.closes_at
        if opens_at and closes_at and closes_at <= opens_at:
            raise RulesRefused(_one_sentence(), "closes_on")
        if opens_at and opens_at != before[0]:
            _refuse_to_open_after_a_submission(stored, opens_at)
        stored.opens_at, stored.closes_at, stored.closed = opens_at, closes_at, closed
        if closes_at and closes_at != before[1]:
            _refuse_to_close_over_a_submission(stored, at)
        stored.save(update_fields=["opens_at", "closes_at", "closed"])


def _one_sentence():
    """The database's own constraint says it, in one sentence for both."""
    constraints = RoundRules._meta.constraints
    return next(one for one in constraints if one.name == "window_ends_after_it_begins").violation_error_message


def _refuse_to_open_after_a_submission(rules, opens_at):
    early = made(rules, "submit").filter(at__lt=opens_at).count()
    if early:
        raise RulesRefused(
            _("%(count)s submissions were handed in before %(time)s: the window cannot open after them.")
            % {"count": early, "time": first_moment(opens_at)},
            "opens_on",
        )


def _refuse_to_close_over_a_submission(rules, at):
    submitted = made(rules, "submit").filter(at__gte=rules.closes_at).select_related("submission__city")
    late = sum(one.at >= rules.closes_for(one.submission.city) for one in submitted)
    if late:
        raise RulesRefused(
            _("%(count)s submissions were handed in after %(time)s: this would make them late.")
            % {"count": late, "time": last_moment(rules.closes_at)},
            "closes_on",
        )
    if rules.closes_at <= at and Submission.objects.in_round(rules.round_id).exists():
        raise RulesRefused(
            _("This lies in the past, and the cities are writing already. To stop it now, tick “closed”."), "closes_on"
        )


def set_asks(rules, by, seen, **asks):
    """Set what recommending, accepting and publishing ask: values of `ASKS`."""
    with changing(rules, by, _("what it asks"), seen, asks_of) as stored:
        for name, (move, sentence) in JUDGED_AT.items():
            count = made(stored, move).order_by().values("submission").distinct().count()
            if count and asks[name] != getattr(stored, name):
                raise RulesRefused(sentence % {"count": count}, name)
        for name in ASKS:
            setattr(stored, name, asks[name])
        stored.save(update_fields=ASKS)


def extend(rules, by, seen, city, closes_at, reason, at=None):
    """Let the window close later for `city` (a Region). Every city reads it with its reason."""
    at = at or timezone.now()
    with changing(rules, by, _("extension for %(city)s") % {"city": city.name}, seen, extensions_of) as stored:
        sentence = _why_not_extended(stored, closes_at, at)
        if sentence:
            raise RulesRefused(sentence, "closes_on")
        return Extension.objects.create(
            rules=stored, city=city, closes_at=closes_at, reason=reason, by=by, by_name=str(by), at=at
        )


def _why_not_extended(rules, closes_at, at):
    if rules.closed:
        return _("The round is closed by hand, so no extension would count. Open it first.")
    if rules.closes_at is None:
        return _("This round has no closing time that could be extended.")
    if closes_at <= rules.closes_at:
        return _("The round itself closes at %(time)s; an extension must be later.") % {
            "time": last_moment(rules.closes_at)
        }
    return _("An extension must end in the future.") if closes_at <= at else None
