"""What a writer had better know while writing: the candidate stands already, was named before, lies inside another or
has a part that stands, or its title is not new; and an identity number in the text. Flags forbid nothing.

Told is what the reader may know anyway: the public record, and the submissions `visible_to` them. Another unit's draft
is nobody's business; the city office, which sees all of its city, is told of it. What the reader sees in both is told
of the submission alone.
"""

from dataclasses import dataclass

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from registry.folding import fold
from registry.models import Category, Entry

from . import secrecy
from .models import Submission

GONE = ("withdrawn", "disqualified")
SHORTEST_TITLE = 4  # shorter ones say too little to be called the same
MOST = 50
TEXTS = ("title", "lead_unit", "summary", "contact")


@dataclass(frozen=True)
class Flag:
    sentence: str
    address: str = ""


def of(submission, user):
    """The flags of a submission for `user`; two queries, and one for its city if that is not loaded yet."""
    seen = Submission.objects.visible_to(user).exclude(pk=submission.pk).exclude(status__in=GONE)
    near = seen.filter(_near(submission)).with_names().select_related("region__parent")
    others = list(near.order_by("-round__year", "pk")[:MOST])
    own = {one.entry_id for one in [submission, *others] if one.round_id == submission.round_id}
    return [*_standing(submission, others), *_on_record(submission, own), *_numbers(submission)]


def _near(submission):
    """The same candidate, what lies around it, and what lies in it."""
    around = Q(category=Category.COMPREHENSIVE, region__code__in=_codes_around(submission))
    if submission.category == Category.COMPREHENSIVE:
        here = Q(round=submission.round_id)
        return around | here & (Q(region__code=submission.region.code) | Q(region__parent__code=submission.region.code))
    if not _title(submission):
        return around
    alike = Q(category=Category.SINGLE, city__code=submission.city.code)
    for char in _telling(submission.title):
        alike &= Q(title__contains=char)
    return around | alike


def _title(submission):
    """The title by which a project is known again, folded, or "" if it says too little."""
    folded = fold(submission.title) if submission.category == Category.SINGLE else ""
    return folded if len(folded) >= SHORTEST_TITLE else ""


def _telling(title):
    """A few characters that folding leaves alone: every spelling of the title has them, and few others have all."""
    return [char for char in dict.fromkeys(title) if "\u4e00" <= char <= "\u9fff"][:8]


def _codes_around(submission):
    return {submission.region.code, submission.region.city.code}


def _standing(submission, others):
    """Among the submissions the reader sees."""
    for other in others:
        facts = {"name": other.printed_name, "round": other.round.name, "status": other.get_status_display()}
        sentence = _told_of_submission(other, submission)
        if sentence:
            yield Flag(sentence % facts, reverse("submission", args=[other.pk]))


def _told_of_submission(other, submission):
    here = other.round_id == submission.round_id
    if _is_same(submission, other, other.title):
        same = _("The same candidate already stands in this round (%(status)s).")
        return same if here else _("The same candidate was submitted to “%(round)s” (%(status)s).")
    if not here:
        return None
    if _lies_in(other, submission):
        return _("It lies inside “%(name)s”, which stands in this round (%(status)s).")
    if _lies_in(submission, other):
        return _("“%(name)s”, which lies inside it, stands in this round (%(status)s).")
    return None


def _is_same(submission, other, title):
    if other.category != submission.category:
        return False
    if submission.category == Category.COMPREHENSIVE:
        return other.region.code == submission.region.code
    return fold(title) == _title(submission) != ""


def _lies_in(whole, part):
    """Whether `whole` is a region that stands as such and `part` a project or a division of it."""
    if whole.category != Category.COMPREHENSIVE:
        return False
    is_project = part.category == Category.SINGLE
    return part.region.city.code == whole.region.code or (is_project and part.region.code == whole.region.code)


def _on_record(submission, own):
    """Among what is public, the entries `own` aside: standing now, named before, around it, the same title."""
    found = Q(category=Category.COMPREHENSIVE, region__code__in=_codes_around(submission))
    if _title(submission):
        found |= Q(category=Category.SINGLE, searched__contains=_title(submission))
    entries = Entry.objects.filter(found).exclude(outcome__in=GONE).with_statements()
    for entry in entries.order_by("-round__year", "pk")[:MOST]:
        sentence = _told_of_entry(entry, submission)
        if sentence and entry.pk not in own:
            facts = {"round": entry.round.name, "name": entry.region.name}
            yield Flag(sentence % facts, reverse("entry", args=[entry.pk]))


def _told_of_entry(entry, submission):
    named, here = entry.outcome == "named", entry.round_id == submission.round_id
    text = getattr(entry.current, "text", None)
    if _is_same(submission, entry, text.name if text else ""):
        return _told_now(entry) if here else _told_before(entry, named)
    if not _lies_in(entry, submission) or not (named or here):
        return None
    inside = _("It lies inside “%(name)s”, which stands in the public record of this round.")
    return inside if here else _("It lies inside “%(name)s”, which was named in “%(round)s”.")


def _told_now(entry):
    if entry.category == Category.COMPREHENSIVE:
        return _("The same candidate stands in the public record of this round.")
    return _("A project of this title stands in the public record of this round.")


def _told_before(entry, named):
    if entry.category == Category.COMPREHENSIVE:
        return _("“%(name)s” was named in “%(round)s”.") if named else None
    if named:
        return _("A project of this title was named in “%(round)s”.")
    return _("A project of this title stood in “%(round)s”.")


def _numbers(submission):
    if any(secrecy.holds_identity_number(getattr(submission, name)) for name in TEXTS):
        yield Flag(_("A text holds what looks like an identity number. Take it out unless it must be there."))
