"""What waits for a user, until when, and what happens if nothing is done: the workbench's first screen."""

from dataclasses import dataclass, field
from datetime import timedelta

from django.db.models import Count, F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from registry.pages.notices import running

from . import rechecks
from .messages import inbox, reminders
from .models import ArticleDraft, DraftRelease, Quota, RoundRules, Status, Submission
from .models.two_persons import DraftState
from .objections import listing
from .permissions import can

MOST_SHOWN = 50
SOON = timedelta(days=7)
LATE = (
    _("Returned and not corrected in time"),
    _("It stays returned until you set a later day by returning it again, or until it leaves the round."),
)
# What is listed one by one, the most pressing first: heading, and what happens if nothing is done.
LISTED = {
    Status.RETURNED: (
        _("Returned to you for correction"),
        _("What is not submitted again by then can no longer be corrected, unless the office sets a later day."),
    ),
    Status.DRAFT: (_("Your drafts"), _("A draft not submitted before the window closes does not take part.")),
    Status.SUBMITTED: (
        _("Submitted, waiting for your check"),
        _("What is neither recommended nor returned does not reach the regional office."),
    ),
    Status.RECOMMENDED: (
        _("Recommended, waiting to be accepted"),
        _("What is not accepted does not enter the review."),
    ),
}


@dataclass
class Section:
    status: str
    heading: str
    consequence: str
    total: int
    rows: list = field(default_factory=list)


def first_screen(user):
    """Everything the workbench's first page shows to `user`, for its template."""
    rules, drafts = open_rules(city=user.city), list(open_drafts(user))
    listed, by_stage, table = sections(user), list(under_review(user)), overview(user)
    objections = list(listing.waiting_for(user)[:MOST_SHOWN])
    today = timezone.localdate()
    articles, overdue, notices = list(open_articles(user)), rechecks.overdue(user, today), ending(user, today)
    to_publish = (drafts or articles) and can(user, "publish")
    nothing_waits = not (listed or by_stage or objections or overdue or notices or to_publish)
    reminders.catch_up(user, rules)  # where no worker runs, nobody else leaves them
    unread = inbox.first_unread(user)
    parts = {
        "_unread": unread,
        "_notices_ending": notices,
        "_objections_waiting": objections,
        "_by_stage": by_stage,
        "_open_drafts": drafts,
        "_open_articles": articles,
        "_rechecks_overdue": overdue,
        "_nothing_waits": nothing_waits,
    }
    return {
        "sections": listed,
        "parts": [f"workbench/{name}.html" for name, there in parts.items() if there],
        "below": ["workbench/_overview.html"] if table else [],
        "unread_messages": unread,
        "notices": notices,
        "objections": objections,
        "by_stage": by_stage,
        "drafts": drafts,
        "articles": articles,
        "overdue": overdue,
        "open_rules": rules,
        "quotas": quotas(user, rules),
        "overview": table,
        "statuses": Status.choices,
    }


def sections(user):
    """The submissions whose next step is the user's, by status; each row carries `due`, its last instant, or None."""
    waiting = Submission.objects.waiting_for(user).filter(status__in=LISTED)
    totals = dict(waiting.order_by().values_list("status").annotate(Count("pk")))
    said = LISTED if can(user, "create") else LISTED | {Status.RETURNED: LATE}
    made = {status: Section(status, *said[status], totals[status]) for status in LISTED if status in totals}
    rows = waiting.with_names().select_related("round__rules").prefetch_related("round__rules__extensions__city")
    rows = rows.order_by(F("due_at").asc(nulls_last=True), "updated_at")
    for row in rows[: MOST_SHOWN * len(LISTED)]:
        row.due = due(row)
        made[row.status].rows.append(row)
    return list(made.values())


def due(submission):
    if submission.status == Status.RETURNED:
        return submission.due_at
    rules = getattr(submission.round, "rules", None)
    return rules.closes_for(submission.city) if rules and submission.status == Status.DRAFT else None


def under_review(user):
    """How many wait in each stage of each round, for those whose next step they are."""
    waiting = Submission.objects.waiting_for(user).filter(status=Status.UNDER_REVIEW).order_by()
    by_stage = waiting.values("stage", "stage__name", "stage__order", "round__code", "round__name")
    return by_stage.annotate(count=Count("pk")).order_by("-round__year", "round__code", "stage__order")


def open_rules(at=None, city=None):
    """The rules of the rounds that take submissions (of `city`) at the instant `at` (now), the first to close first;
    each carries `due`, the instant at which it closes for that city, or None."""
    at = at or timezone.now()
    begun = Q(opens_at=None) | Q(opens_at__lte=at)
    found = RoundRules.objects.filter(begun, closed=False).select_related("round").prefetch_related("extensions__city")
    still_open = [rules for rules in found if rules.is_open(at, city)]
    for rules in still_open:
        rules.due = rules.closes_for(city)
    return sorted(still_open, key=lambda rules: (rules.due is None, rules.due, rules.round.code))


def quotas(user, rules):
    """What the user's city may still recommend in the rounds of `rules`."""
    if not can(user, "see_quota"):
        return Quota.objects.none()
    found = Quota.objects.filter(round__in=[one.round_id for one in rules], city__code=user.city.code)
    return found.select_related("round", "city")


def open_drafts(user):
    """Releases being prepared, for those who may see publishing."""
    if not can(user, "see_publishing"):
        return DraftRelease.objects.none()
    found = DraftRelease.objects.filter(state=DraftState.OPEN)
    return found.select_related("round", "drafted_by").annotate(count=Count("items"))


def ending(user, today):
    """Public notices whose last day is near or not settled (`ToldNotice`), the first to end first and the unsettled
    before them, for those who can still extend, pause or resume them."""
    if not can(user, "publish"):
        return []
    near = [told for told in running(today) if told.last is None or told.last - today <= SOON]
    return sorted(near, key=lambda told: (told.last is not None, told.last, told.notice.release.number))


def open_articles(user):
    """Articles being prepared, for those who may see publishing."""
    if not can(user, "see_publishing"):
        return ArticleDraft.objects.none()
    return ArticleDraft.objects.filter(state=DraftState.OPEN).select_related("drafted_by")


def overview(user):
    """Every round the user sees submissions of, with a count for each status: `[(round name, code, [(status, its label,
    count)])]`."""
    seen = Submission.objects.visible_to(user).order_by()
    counted = seen.values("round__name", "round__code", "round__year", "status").annotate(count=Count("pk"))
    table = {}
    for row in sorted(counted, key=lambda row: (-row["round__year"], row["round__code"])):
        counts = table.setdefault((row["round__name"], row["round__code"]), dict.fromkeys(Status.values, 0))
        counts[row["status"]] = row["count"]
    return [
        (*round, [(status, label, counts[status]) for status, label in Status.choices])
        for round, counts in table.items()
    ]
