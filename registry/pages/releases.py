"""A release as an official list, published or about to be: nothing here asks whether the rows are saved."""

from dataclasses import dataclass, field

from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from registry.models import Category, NoticeObjections, Outcome, ReleaseItem, ReleaseKind, SourceKind

from .diffs import changes_of
from .notices import told_of
from .words import Words, han, words_of

HEADINGS = {
    (Category.COMPREHENSIVE, Outcome.RECOMMENDED): gettext_lazy("Regions recommended for comprehensive demonstration"),
    (Category.SINGLE, Outcome.RECOMMENDED): gettext_lazy("Projects recommended for single-item demonstration"),
    (Category.COMPREHENSIVE, Outcome.ENTERED): gettext_lazy("Regions entering the field evaluation"),
    (Category.SINGLE, Outcome.ENTERED): gettext_lazy("Projects entering the field evaluation"),
}


@dataclass(frozen=True)
class Line:
    order: int
    item: ReleaseItem
    words: Words
    url: str


@dataclass
class Section:
    heading: str
    lines: list = field(default_factory=list)


@dataclass(frozen=True)
class Change:
    """What is public of a candidate before and after: `before` is None for one the public does not know."""

    before: ReleaseItem | None
    before_words: Words
    after: ReleaseItem
    after_words: Words

    @property
    def is_change(self):
        return self.before is None or (self.before.outcome, self.before_words) != (
            self.after.outcome,
            self.after_words,
        )


def release_context(release, pairs, works=None):
    """Context of `registry/_release.html`. `pairs`: the (item, text) pairs of the release in order, as
    `registry.record.build` returns them; text None where the words were withheld. `works`: see `notices.told_of`."""
    printed, unprinted = {}, []
    for item, text in pairs:
        if not item.printed:
            unprinted.append(_line(len(unprinted) + 1, item, text))
            continue
        section = printed.setdefault((item.category, item.outcome), Section(_heading(release.round, item)))
        section.lines.append(_line(len(section.lines) + 1, item, text))
    return {
        "release": release,
        "notices": told_of(release, timezone.localdate(), works),
        "is_document": release.source_kind == SourceKind.DOCUMENT,
        "sections": list(printed.values()),
        "unprinted": unprinted,
    }


def _line(order, item, text):
    is_public = not item.entry._state.adding
    url = reverse("entry", args=[item.entry.pk]) if is_public else ""
    return Line(order, item, words_of(item, text), url)


def _heading(round, item):
    if item.outcome == Outcome.NAMED:
        return han(round.title_for(item.category))
    if item.outcome == Outcome.PROPOSED:
        return format_html(_("Proposed for naming: {title}"), title=han(round.title_for(item.category)))
    known = HEADINGS.get((item.category, item.outcome))
    return known or f"{Category(item.category).label} · {Outcome(item.outcome).label}"


def changes_by(pairs):
    """What publishing these pairs would change: each candidate's present statement beside the one to come. What a
    published release changed is told by `diffs.changes_of`."""
    wanted = [item.entry.current_id for item, _text in pairs if item.entry.current_id]
    present = ReleaseItem.objects.filter(pk__in=wanted).select_related("text", "withholding")
    before = {item.entry_id: item for item in present}
    rows = [
        Change(old, words_of(old) if old else Words(), item, words_of(item, text))
        for item, text in pairs
        for old in [before.get(item.entry_id)]
    ]
    return [row for row in rows if row.is_change]


def page_context(release):
    """Context of a published release's page: the list, what it corrects and what corrects it."""
    pairs = [(item, getattr(item, "text", None)) for item in release.items.all()]
    changes = changes_of(release.items.all()) if release.supersedes_id else []
    linked = [(_("Corrected by:"), correction) for correction in release.corrections.all()]
    if release.supersedes:
        linked.append((_("This release corrects:"), release.supersedes))
    objecting = NoticeObjections.objects.filter(release=release) if release.kind == ReleaseKind.NOTICE else ()
    return release_context(release, pairs) | {"linked": linked, "changes": changes, "objecting": objecting}
