"""What must hold of every submission, quota and release, whatever moved them: asked by `check_invariants`.

Much of it the database refuses to break; it is asked here too, because constraints can be lifted and rows restored.
"""

from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q
from django.utils.translation import gettext as _

from registry.models import Entry, Outcome, Release, ReleaseItem, ReleaseKind

from . import versions
from .guards import holds_a_place
from .history import content_digest
from .materials.kinds import SCANS
from .models import DraftItem, DraftRelease, Quota, SealedScan, StageKind, Status, Submission, Transition, Version
from .permissions import BEING_WRITTEN, ENDED, HOLDS_A_PLACE
from .quotas import places_held

PUBLIC_STATUS = {Outcome.NAMED: Status.NAMED, Outcome.NOT_NAMED: Status.NOT_NAMED}


# --- of each submission, with its transitions in order: a sentence, or None ---


def stands_where_its_history_ends(one, rows):
    end = (rows[-1].to_status, rows[-1].to_stage_id) if rows else ("draft", None)
    if (one.status, one.stage_id) != end:
        return _("it stands at %(status)s, its last move led to %(end)s") % {"status": one.status, "end": end[0]}
    return None


def is_what_was_moved(one, rows):
    settled = rows and one.status not in BEING_WRITTEN
    if settled and rows[-1].details.get("content") != content_digest(one):
        return _("its content is not what its last move was made about")
    return None


def has_a_version_for_every_move(one, rows):
    if one.version < len(rows) + 1:
        return _("version %(version)s after %(moves)s moves") % {"version": one.version, "moves": len(rows)}
    return None


def is_at_a_stage_of_its_round(one, rows):
    if one.stage and one.stage.round_id != one.round_id:
        return _("its stage belongs to another round")
    return None


def has_a_due_time_while_returned(one, rows):
    if one.status == Status.RETURNED and not (one.due_at and one.returned_from):
        return _("returned, but not by when or not from where")
    return None


def is_decided_when_ended(one, rows):
    if (one.status in ENDED) != (one.decided_at is not None):
        return _("its status and the time of its decision do not fit")
    return None


def is_ranked_only_with_a_place(one, rows):
    if one.rank is not None and not holds_a_place(one.status, one.returned_from):
        return _("it has a rank but is not recommended")
    return None


def belongs_to_its_units_city(one, rows):
    if one.unit.city.code != one.city.code:
        return _("its city is not the city of its unit")
    return None


def lies_in_its_city(one, rows):
    """What is being written, and what left while it was, may name any division."""
    if one.status in (Status.SUBMITTED, *HOLDS_A_PLACE) and one.region.city.code != one.city.code:
        return _("its division does not lie in its city")
    return None


def is_its_public_entry(one, rows):
    public = one.entry
    if public and (public.round_id, public.category, public.region_id) != (one.round_id, one.category, one.region_id):
        return _("its public entry tells another round, category or division")
    return None


def is_what_the_public_reads(one, rows):
    """A decision once published is mended by a correction alone, which may say otherwise than the workflow did."""
    if not one.entry or not one.entry.current or one.entry.current.release.kind == ReleaseKind.CORRECTION:
        return None
    told = PUBLIC_STATUS.get(one.entry.outcome)
    if told and one.status != told:
        return _("the public reads %(outcome)s, it stands at %(status)s") % {
            "outcome": one.entry.outcome,
            "status": one.status,
        }
    entered = any(row.to_stage and row.to_stage.kind == StageKind.FIELD_EVALUATION for row in rows)
    if one.entry.entered_id and not entered:
        return _("the public reads that it entered the field evaluation, its history does not")
    return None


def has_what_it_handed_in(one, rows):
    """Every handing in has its version, and every version its place in the row of them."""
    return "; ".join(versions.gaps(rows, one.versions.all())) or None


def has_a_step_for_every_version(one, rows):
    handed_in = {row.pk for row in rows if "frozen" in row.details}
    alone = [version for version in one.versions.all() if version.transition_id not in handed_in]
    if alone:
        return _("no move handed in version %(numbers)s") % {"numbers": ", ".join(str(one.number) for one in alone)}
    return None


EACH = (
    stands_where_its_history_ends,
    is_what_was_moved,
    has_a_version_for_every_move,
    is_at_a_stage_of_its_round,
    has_a_due_time_while_returned,
    is_decided_when_ended,
    is_ranked_only_with_a_place,
    belongs_to_its_units_city,
    lies_in_its_city,
    is_its_public_entry,
    is_what_the_public_reads,
    has_what_it_handed_in,
    has_a_step_for_every_version,
)


def submissions():
    """(submission, its findings) for every submission, a few hundred in memory at a time."""
    history = Prefetch("transitions", Transition.objects.select_related("to_stage").order_by("sequence"))
    found = Submission.objects.select_related(
        "stage", "city", "unit__region__parent", "region__parent", "entry__current__release"
    )
    kept = Prefetch("versions", Version.objects.only("submission", "number", "transition").order_by("number"))
    for one in found.prefetch_related(history, kept).order_by("pk").iterator(chunk_size=500):
        rows = list(one.transitions.all())
        yield one, list(filter(None, (rule(one, rows) for rule in EACH)))


# --- of what stands beside them: (what, sentence) ---


def quotas():
    for quota in Quota.objects.select_related("city", "round"):
        held, name = places_held(quota), f"quota {quota.round.code} {quota.city.code} {quota.category}"
        if quota.used != held:
            yield name, _("counts %(used)s, %(held)s hold a place") % {"used": quota.used, "held": held}
        if held > quota.limit:
            yield name, _("%(held)s hold a place, %(limit)s may") % {"held": held, "limit": quota.limit}


def ranks():
    ranked = Submission.objects.filter(rank__isnull=False).order_by()
    same = ranked.values("round__code", "city__code", "category", "rank").annotate(count=Count("pk"))
    for group in same.filter(count__gt=1):
        name = "rank {round__code} {city__code} {category} {rank}".format(**group)
        yield name, _("held by %(count)s candidates") % {"count": group["count"]}


def releases():
    """Nothing reaches the public past the second person, and nothing public is without a private side."""
    published = DraftRelease.objects.filter(Q(state="published") | Q(release__isnull=False))
    alone = Q(confirmed_by__isnull=True) | Q(confirmed_by=F("drafted_by")) | Q(release__isnull=True)
    for draft in published.filter(alone | ~Q(state="published")).order_by("pk"):
        yield f"draft {draft.pk}", _("published, but not confirmed by a second person")
    drafted = DraftRelease.objects.filter(release__isnull=False).values("release")
    for release in Release.objects.filter(at_console=False).exclude(pk__in=drafted).order_by("number"):
        yield f"release {release.number}", _("there is no draft it was published from")
    submitted = Submission.objects.filter(entry=OuterRef("pk"))
    for entry in Entry.objects.filter(~Exists(submitted), ~Exists(_backfilled())).order_by("pk"):
        yield f"entry {entry.pk}", _("no submission stands behind it")


def _backfilled():
    """What states an entry without a submission: a list from the console, or one drafted from a table."""
    from_a_table = DraftItem.objects.filter(submission__isnull=True, draft__release=OuterRef("release"))
    return ReleaseItem.objects.filter(Q(release__at_console=True) | Exists(from_a_table), entry=OuterRef("pk"))


def seals():
    """A sealed scan is a scan, and came after the version it is of."""
    wrong = Q(at__lt=F("version__at")) | ~Q(file__kind__in=SCANS)
    for scan in SealedScan.objects.filter(wrong).select_related("version", "file").order_by("pk"):
        name = f"sealed scan {scan.pk} of submission {scan.version.submission_id}"
        if scan.at < scan.version.at:
            yield name, _("older than version %(number)s, which it is of") % {"number": scan.version.number}
        if scan.file.kind not in SCANS:
            yield name, _("no scan, but %(kind)s") % {"kind": scan.file.kind}


BESIDE = (quotas, ranks, releases, seals)
