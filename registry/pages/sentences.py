"""A place's part in a round, told in sentences as the city's own article tells it."""

from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from regions.models import Level
from registry.models import Category, Outcome, ReleaseKind, TitleState

from .citations import source
from .counts import published_steps
from .words import han, in_chinese, listed, place_name, quoted, words_of

DECIDING = (ReleaseKind.NAMING, ReleaseKind.CORRECTION)


def story(place, entries):
    """Sentences about these entries of one round, all of `place` or below it; safe HTML."""
    regions = [entry for entry in entries if entry.category == Category.COMPREHENSIVE]
    projects = [entry for entry in entries if entry.category == Category.SINGLE]
    of_regions = _own_candidacy if place.level == Level.COUNTY else _regions_recommended
    if entries and entries[0].round.level == "national":
        of_regions = _recommended_nationally
    return [
        *of_regions(place, [entry for entry in regions if entry.recommended_id]),
        *_projects_recommended([entry for entry in projects if entry.recommended_id]),
        *decisions(entries),
        *_others(entries),
        *_titles(entries),
    ]


def paragraph(sentences):
    """Sentences in one paragraph: Chinese ones stand side by side, others have a space between."""
    return format_html_join("" if in_chinese() else " ", "{}", ((sentence,) for sentence in sentences if sentence))


def names(entries):
    """The names that can be said; those undisclosed or withheld are counted elsewhere."""
    return [han(words.name) for words in map(words_of, (entry.current for entry in entries)) if words.can_be_said]


def _unsaid(entries):
    """How many have no name that can be said, as a remark after their number; empty if all have one."""
    unsaid = len(entries) - len(names(entries))
    return _(", names not public: {count}").format(count=unsaid) if unsaid else ""


def _everyone(entries):
    """The names that can be said, and how many others there are."""
    said = names(entries)
    unsaid = len(entries) - len(said)
    return said + ([_("{count} whose names are not public").format(count=unsaid)] if unsaid else [])


def _regions_recommended(place, entries):
    entered = [entry for entry in entries if entry.entered_id]
    facts = {
        "place": place_name(place),
        "count": len(entries),
        "names": listed(names(entries)),
        "entered": len(entered),
        "entered_names": listed(names(entered)),
    }
    if not entries:
        return []
    if len(entered) == len(entries):
        shape = _(
            "{place} recommended {count} for comprehensive demonstration ({names}); all entered the field evaluation."
        )
    elif entered:
        shape = _(
            "{place} recommended {count} for comprehensive demonstration ({names}); "
            "{entered} entered the field evaluation: {entered_names}."
        )
    else:
        shape = _("{place} recommended {count} for comprehensive demonstration: {names}.")
    return [format_html(shape, **facts)]


def _own_candidacy(place, entries):
    for entry in entries:
        facts = {"place": place_name(place), "city": place_name(entry.city)}
        yield format_html(_("{city} recommended {place} for comprehensive demonstration."), **facts)
        if entry.entered_id:
            yield format_html(_("{place} entered the field evaluation."), **facts)


def _recommended_nationally(place, entries):
    """Who recommended whom is not the city's to say: in a national round that is done by the provinces."""
    entered = sum(entry.entered_id is not None for entry in entries)
    facts = {"place": place_name(place), "names": listed(names(entries)), "count": len(entries), "entered": entered}
    if entered:
        yield format_html(
            _("Recommended for comprehensive demonstration: {names}; entered the field evaluation: {entered}."), **facts
        )
    elif entries:
        yield format_html(_("Recommended for comprehensive demonstration: {names}."), **facts)


def _projects_recommended(entries):
    entered = sum(entry.entered_id is not None for entry in entries)
    facts = {"count": len(entries), "entered": entered, "unsaid": _unsaid(entries)}
    if entered:
        yield format_html(
            _("Single-item projects recommended: {count}{unsaid}; entered the field evaluation: {entered}."), **facts
        )
    elif entries:
        yield format_html(_("Single-item projects recommended: {count}{unsaid}."), **facts)


def decisions(entries):
    """One sentence for each release that names one of these entries: source, then who was named what."""
    releases = {}
    for entry in entries:
        if entry.outcome == Outcome.NAMED:
            releases.setdefault(entry.decided.release, []).append(entry)
    for release, named in sorted(releases.items(), key=lambda pair: pair[0].number):
        clauses = [_clause(named[0].round, category, named) for category in Category.values]
        separator = pgettext("between clauses", "; ")
        whole = format_html_join(separator, "{}", ((clause,) for clause in clauses if clause))
        yield format_html(pgettext("source: clauses", "{source}: {clauses}."), source=source(release), clauses=whole)


def _clause(round, category, entries):
    chosen = [entry for entry in entries if entry.category == category]
    if not chosen:
        return ""
    said = names(chosen)
    facts = {"count": len(chosen), "unsaid": _unsaid(chosen), "title": han(round.title_for(category))}
    if category == Category.SINGLE:
        shape = pgettext("projects", "{names} ({count} in all{unsaid}) named “{title}”")
        return format_html(shape, names=quoted(said), **facts)
    shape = pgettext("regions", "{names} ({count} in all{unsaid}) named “{title}”")
    if len(chosen) == len(said) == 1:
        shape = _("{names} named “{title}”")
    return format_html(shape, names=listed(said), **facts)


def decided_by(releases):
    """One sentence for each of these releases, without what it says: for places that only count."""
    return [format_html(pgettext("a sentence", "{}."), source(release)) for release in releases]


def totals(counts):
    """{category: Counts} of a round in one sentence; of a step nobody has published, nothing is said."""
    shapes = {
        "recommended": _("{count} recommended"),
        "entered": _("{count} entered the field evaluation"),
        "proposed": _("{count} proposed for naming"),
        "named": _("{count} named"),
    }
    if not published_steps(counts):
        return ""
    regions, projects = (
        listed(shapes[step].format(count=getattr(counts[category], step)) for step in published_steps(counts))
        for category in Category.values
    )
    return format_html(_("Regions: {regions}; projects: {projects}."), regions=regions, projects=projects)


def _titles(entries):
    """Whose title was given and does not simply stand, state by state."""
    for state in TitleState:
        found = [entry for entry in entries if entry.state == state != TitleState.VALID]
        if found:
            facts = {"state": state.label, "names": listed(_everyone(found))}
            yield format_html(_("Titles now {state}: {names}."), **facts)


def _others(entries):
    """Who has not got to the end, outcome by outcome."""
    shapes = {
        Outcome.PROPOSED: _("Proposed for naming: {names}."),
        Outcome.NOT_NAMED: _("Not named: {names}."),
        Outcome.WITHDRAWN: _("Withdrawn: {names}."),
        Outcome.DISQUALIFIED: _("Disqualified: {names}."),
    }
    for outcome, shape in shapes.items():
        found = [entry for entry in entries if entry.outcome == outcome]
        if found:
            yield format_html(shape, names=listed(_everyone(found)))
