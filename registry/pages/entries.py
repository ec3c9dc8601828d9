"""One candidate in public: every statement about it, newest first, each with its source."""

from dataclasses import dataclass

from django.utils import timezone

from registry.models import Entry, ReleaseItem, ReleaseKind
from registry.standing import STEPS, step_of, takes_back_a_title_move

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
    items = list(entry.items.select_related(*related).prefetch_related("release__notice__changes"))
    today, gone = timezone.localdate(), taken_back(entry, items)
    return {
        "entry": entry,
        "words": words_of(entry.current),
        "articles": articles_about(entry),
        "title_facts": facts_of_title(entry, today),
        "present_place": present_place(entry),
        "timeline": [
            Told(item, words_of(item), item.pk not in gone, told_of(item.release, today))
            for item in newest_first(items)
        ],
    }


def taken_back(entry, items):
    """Keys of the statements that a correction took back or said anew. What was said of a title and only followed by
    the next step of its life was not: it holds for its time. Nor was a naming that is said once more because a later
    step was taken back."""
    in_force = {getattr(entry, f"{step}_id"): step for step in (*STEPS, "titled")}
    corrections = [item.release for item in items if item.release.supersedes_id]
    said_again = {in_force[one.pk] for one in items if one.pk in in_force and takes_back_a_title_move(one.release)}
    return {
        item.pk
        for item in items
        if item.pk not in in_force
        and (_is_corrected(item, corrections) or not (_lives_on(entry, item) or step_of(item.outcome) in said_again))
    }


def _lives_on(entry, item):
    """Whether the statement is of a title that is held, or was and is told to be over."""
    return step_of(item.outcome) is None and entry.state != ""


def _is_corrected(item, corrections):
    """Whether a correction names its release, or corrects anew what it corrected itself."""
    said = item.release
    return any(
        one.supersedes_id == said.pk or (one.supersedes_id == said.supersedes_id and one.number > said.number)
        for one in corrections
    )


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
