"""What a writer had better know while writing: the candidate stands already, was named before, lies inside another, or
its title is not new; and an identity number in the text. Flags forbid nothing.

Told is what the reader may know anyway: the public record, and the submissions `visible_to` them. Another unit's draft
is nobody's business; the city office, which sees all of its city, is told of it.
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
TEXTS = ("title", "lead_unit", "summary", "contact")


@dataclass(frozen=True)
class Flag:
    sentence: str
    address: str = ""


def of(submission, user):
    """The flags of a submission for `user`; three queries, two for a region."""
    return [*_standing(submission, user), *_on_record(submission), *_numbers(submission)]


def _standing(submission, user):
    """Among the submissions the reader sees: the same candidate, its whole or its part, the same title elsewhere."""
    seen = Submission.objects.visible_to(user).exclude(pk=submission.pk).exclude(status__in=GONE)
    near = _same_region(submission) if submission.category == Category.COMPREHENSIVE else _same_or_around(submission)
    for other in seen.filter(near).with_names().order_by("-round__year", "pk")[:50]:
        here = other.round_id == submission.round_id
        facts = {"name": other.printed_name, "round": other.round.name, "status": other.get_status_display()}
        address = reverse("submission", args=[other.pk])
        if other.category != submission.category:
            if here:
                yield Flag(_("It lies inside “%(name)s”, which stands in this round (%(status)s).") % facts, address)
        elif _is_same(submission, other):
            same = _("The same candidate already stands in this round (%(status)s).")
            before = _("The same candidate was submitted to “%(round)s” (%(status)s).")
            yield Flag((same if here else before) % facts, address)


def _same_region(submission):
    return Q(category=Category.COMPREHENSIVE, region__code=submission.region.code)


def _same_or_around(submission):
    """Projects of the same city, and the regions in which this project lies."""
    around = Q(category=Category.COMPREHENSIVE, region__code__in=_codes_around(submission))
    if len(fold(submission.title)) < SHORTEST_TITLE:
        return around
    alike = Q(category=Category.SINGLE, city__code=submission.city.code)
    for char in _telling(submission.title):
        alike &= Q(title__contains=char)
    return around | alike


def _telling(title):
    """A few characters that folding leaves alone: every spelling of the title has them, and few others have all."""
    return [char for char in dict.fromkeys(title) if "\u4e00" <= char <= "\u9fff"][:8]


def _codes_around(submission):
    return {submission.region.code, submission.region.city.code}


def _is_same(submission, other):
    if submission.category == Category.COMPREHENSIVE:
        return other.region.code == submission.region.code
    return fold(other.title) == fold(submission.title) != ""


def _on_record(submission):
    """Among what is public: named before, inside a region that was named, the same title in another round."""
    codes = _codes_around(submission)
    named = Q(category=Category.COMPREHENSIVE, region__code__in=codes, outcome="named")
    title = fold(submission.title)
    if submission.category == Category.SINGLE and len(title) >= SHORTEST_TITLE:
        named |= Q(category=Category.SINGLE, current__text__folded__contains=title)
    found = Entry.objects.filter(named).exclude(round=submission.round_id, category=submission.category)
    for entry in found.with_statements().order_by("-round__year", "pk")[:50]:
        sentence = _told_of(entry, submission, title)
        if sentence:
            facts = {"round": entry.round.name, "name": entry.region.name}
            yield Flag(sentence % facts, reverse("entry", args=[entry.pk]))


def _told_of(entry, submission, title):
    same_kind = entry.category == submission.category
    if entry.category == Category.SINGLE:
        name = getattr(getattr(entry.current, "text", None), "name", "")
        named = _("A project of this title was named in “%(round)s”.")
        return (
            (named if entry.outcome == "named" else _("A project of this title stood in “%(round)s”."))
            if (fold(name) == title)
            else ""
        )
    if same_kind and entry.region.code == submission.region.code:
        return _("“%(name)s” was named in “%(round)s”.")
    return _("It lies inside “%(name)s”, which was named in “%(round)s”.")


def _numbers(submission):
    if any(secrecy.holds_identity_number(getattr(submission, name)) for name in TEXTS):
        yield Flag(_("A text holds what looks like an identity number. Take it out unless it must be there."))
