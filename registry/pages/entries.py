"""One candidate in public: every statement about it, newest first, each with its source."""

from dataclasses import dataclass

from django.utils import timezone

from registry.models import Entry, ReleaseItem, ReleaseKind
from registry.standing import STEPS, step_of

from .articles import articles_about
from .notices import told_of
from .titles import facts_of_title, present_place
from .words import Words, words_of


@dataclass(frozen=True)
class Told:
    """One dated statement. `in_force`: no correction has taken it back or said it anew."""

    item: ReleaseItem
    words: Words
    in_force: bool
    notices: list  # the clock of the public notice it stands in: one or none


def find_entry(pk):
    """The entry with that identity, or None."""
    return Entry.objects.with_statements().filter(pk=pk).select_related("region__parent", "city__parent").first()


def entry_context(entry):
    related = ("release__round", "release__supersedes", "release__notice", "text", "withholding")
    items = entry.items.select_related(*related).prefetch_related("release__notice__changes")
    today = timezone.localdate()
    in_force = {entry.recommended_id, entry.entered_id, entry.proposed_id, entry.decided_id, entry.titled_id}
    return {
        "entry": entry,
        "words": words_of(entry.current),
        "articles": articles_about(entry),
        "title_facts": facts_of_title(entry),
        "present_place": present_place(entry),
        "timeline": [
            Told(item, words_of(item), item.pk in in_force, told_of(item.release, today))
            for item in newest_first(items)
        ],
    }


def newest_first(items):
    """By the day each statement counts from. A source without a date cannot be later than what followed from it: a
    recommendation known only from a later article stands below the decision all the same."""
    items = list(items)
    return sorted(items, key=lambda item: (_day(item, items), _step(item), item.release.number), reverse=True)


def _step(item):
    """What is said of a title comes after all steps that led to it."""
    step = step_of(item.outcome)
    return STEPS.index(step) if step else len(STEPS)


def _day(item, items):
    if item.release.stated_on:
        return item.release.stated_on
    published = timezone.localdate(item.release.published_at)
    if item.release.kind == ReleaseKind.CORRECTION:  # it may go back a step, and yet what it corrects came before
        return published
    followed = [one.release.stated_on for one in items if _step(one) > _step(item) and one.release.stated_on]
    return min([published, *followed])
