"""What a release of each kind states, taken from the submissions: who belongs in it, in what order, in what words."""

import re

from django.db.models import Exists, OuterRef, Q

from registry.digests import digest
from registry.folding import fold
from registry.models import Entry, Outcome, ReleaseKind
from registry.record import Source, Statement
from registry.titles import STATE_AFTER, TITLE_MOVES

from . import titles
from .history import content_digest
from .models import DraftItem, Stage, StageKind, Status, Submission
from .permissions import HOLDS_A_PLACE

OUTCOME_OF_STATUS = {
    Status.NAMED: Outcome.NAMED,
    Status.NOT_NAMED: Outcome.NOT_NAMED,
}


def unstated(round, kind):
    """Submissions a new release of `kind` should state: they stand there, and no release says so yet."""
    found = Submission.objects.in_round(round).with_names()
    if kind == ReleaseKind.RECOMMENDATION:
        recommended = Q(status__in=HOLDS_A_PLACE) | Q(status=Status.RETURNED, returned_from__in=HOLDS_A_PLACE)
        found = found.filter(recommended).filter(Q(entry=None) | Q(entry__recommended=None))
    elif kind == ReleaseKind.FIELD_EVALUATION:
        entered = Q(transitions__to_stage__kind=StageKind.FIELD_EVALUATION)
        gone = Q(status__in=[Status.WITHDRAWN, Status.DISQUALIFIED])
        found = found.filter(entered).exclude(gone).filter(Q(entry=None) | Q(entry__entered=None)).distinct()
    elif kind == ReleaseKind.NOTICE:
        found = found.filter(_stands_at_a_notice()).filter(Q(entry=None) | Q(entry__proposed=None))
    elif kind == ReleaseKind.NAMING:
        decided = Q(status__in=[Status.NAMED, Status.NOT_NAMED])
        found = found.filter(decided).filter(Q(entry=None) | Q(entry__decided=None))
    else:
        return found.none()
    return found.order_by("category", "city__sort_order", "region__sort_order", "rank", "created_at", "pk")


def _stands_at_a_notice():
    """Under review at a stage that asks a notice or is one, or at the last one: there naming is proposed."""
    later = Stage.objects.filter(round=OuterRef("round"), order__gt=OuterRef("stage__order"))
    asked = Q(stage__needs_notice=True) | Q(stage__kind=StageKind.NOTICE) | ~Exists(later)
    return Q(status=Status.UNDER_REVIEW) & asked


def stated_by(release):
    """Whom a published release speaks of, in its order, and a correction of it may speak of: submissions, and entries
    behind which none stands."""
    told = ("entry__current__text", "entry__titled__text")
    submissions = Submission.objects.with_names().filter(entry__items__release=release).select_related(*told)
    known = {one.entry_id: one for one in submissions}
    entries = Entry.objects.filter(items__release=release).select_related(*titles.SHOWN).order_by("items__order")
    return [known.get(entry.pk, entry) for entry in entries]


def outcome_for(submission, kind):
    fixed = {
        ReleaseKind.RECOMMENDATION: Outcome.RECOMMENDED,
        ReleaseKind.FIELD_EVALUATION: Outcome.ENTERED,
        ReleaseKind.NOTICE: Outcome.PROPOSED,
    }
    return fixed.get(kind) or OUTCOME_OF_STATUS[submission.status]


def item_for(draft, subject, order):
    """The draft's item for a submission, or for an entry without one. A correction begins with the words that are
    public now, other kinds with the submission's own."""
    if isinstance(subject, Entry):
        return titles.item_about(draft, subject, order)
    submission, corrects = subject, draft.kind == ReleaseKind.CORRECTION
    told = titles.told_now(draft, submission.entry) if corrects else None
    outcome = told.outcome if corrects else outcome_for(submission, draft.kind)
    public = getattr(told, "text", None)
    return DraftItem(
        draft=draft,
        submission=submission,
        order=order,
        printed=is_printed(draft, outcome),
        outcome=outcome,
        name=public.name if public else submission.printed_name,
        lead_unit=public.lead_unit if public else submission.lead_unit,
        taken_from=state_of(submission),
    )


def is_printed(draft, outcome):
    """A naming decision prints who is named; a correction prints everyone it speaks of."""
    return draft.kind == ReleaseKind.CORRECTION or outcome != Outcome.NOT_NAMED


def state_of(submission):
    """Digest of what an item is taken from; when it changes, the draft is out of date."""
    return digest([submission.status, submission.stage_id, content_digest(submission)])


def items_of(draft):
    """The items of a draft in order, with all that is asked of them."""
    related = ("submission__region__parent", "submission__entry", "submission__city", "region__parent", "entry")
    return draft.items.select_related(*related).order_by("order")


def about(item):
    """Whom an item speaks of: the submission, or for want of one the item itself; both tell category, region, entry."""
    return item.submission or item


def printed_lines(draft):
    return [item.name for item in draft.items.order_by("order") if item.printed]


def source_of(document):
    return Source(
        kind=document.kind,
        title=document.title,
        organ=document.organ,
        number=document.number,
        issued_on=document.issued_on,
        scan_digest=document.scan_digest,
    )


def statement_of(item):
    subject = about(item)
    return Statement(
        category=subject.category,
        region=subject.region,
        outcome=item.outcome,
        name=item.name,
        lead_unit=item.lead_unit,
        printed=item.printed,
        entry=subject.entry,
    )


def digest_of(draft):
    """Digest of everything that would become public: what sign-offs and the confirmation are given for."""
    source = source_of(draft.document)
    items = [
        [one.order, identity_of(one), one.printed, one.outcome, one.name, one.lead_unit, *region_of(one)]
        for one in items_of(draft)
    ]
    term = [[str(draft.starts_on), draft.days, draft.counting]] if draft.starts_on else []
    return digest([draft.pk, draft.round_id, draft.kind, draft.supersedes_id, source.__dict__, items, *term])


def identity_of(item):
    return str(item.submission_id or f"{item.category} {item.entry_id or ''}")


def region_of(item):
    """The path too, for it is printed: a division may be renamed between two looks at a draft."""
    region = about(item).region
    return (region.pk, region.path) if region else (None, "")


def is_out_of_date(item):
    """Whether what the item was taken from has changed since."""
    now = state_of(item.submission) if item.submission else titles.standing_of(item.entry)
    return item.taken_from != now


def changes_nothing(item):
    """Whether a correction's item repeats what the public reads already."""
    entry = about(item).entry
    of_title = item.outcome in STATE_AFTER
    if entry.titled_id and not of_title and item.draft.supersedes.kind in TITLE_MOVES:
        return False  # it takes a statement on the title back
    told = entry.titled if of_title and entry.titled_id else entry.current
    text = getattr(told, "text", None)
    return text is not None and (text.name, text.lead_unit, told.outcome) == (item.name, item.lead_unit, item.outcome)


def repeats_withheld_words(item):
    """Whether the item prints a candidate's own words although words about it were withheld: what was taken from the
    public would come back with the next list. What is said of a title begins with the words that are public now."""
    entry, submission = about(item).entry, item.submission
    if submission is None and titles.begins_with_public_words(item.draft):
        return False
    changed = submission and (item.name, item.lead_unit) != (submission.printed_name, submission.lead_unit)
    return not changed and entry is not None and entry.items.filter(withholding__isnull=False).exists()


def gives_away(reason, text):
    """Whether a public reason repeats the withheld name or lead unit, or a number of six digits or more in them."""
    told, words = fold(reason), [fold(text.name), fold(text.lead_unit)]
    secrets = [word for word in words if word] + [run for word in words for run in re.findall(r"\d{6,}", word)]
    return any(secret in told for secret in secrets)
