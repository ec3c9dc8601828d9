"""How facts of the record are shown: outcomes as shape and word, days, names of places."""

from django import template
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from registry.models import Outcome, TitleState
from registry.pages.citations import citation
from registry.pages.proving import SHORT
from registry.pages.words import han, place_name, title_marks

register = template.Library()
SHAPES = {
    Outcome.RECOMMENDED: "·",
    Outcome.ENTERED: "◐",
    Outcome.PROPOSED: "◎",
    Outcome.NAMED: "●",
    Outcome.NOT_NAMED: "○",
    Outcome.WITHDRAWN: "–",
    Outcome.DISQUALIFIED: "×",
    Outcome.UNDER_RECTIFICATION: "△",
    Outcome.SUSPENDED: "□",
    Outcome.RESTORED: "●",
    Outcome.REVOKED: "×",
    Outcome.DEREGISTERED: "–",
    Outcome.RETAINED: "●",
}


MARK = '<span class="mark mark-{}"><span aria-hidden="true">{}</span>{}</span>'
TITLE_SHAPES = {
    TitleState.VALID: "●",
    TitleState.UNDER_RECTIFICATION: "△",
    TitleState.SUSPENDED: "□",
    TitleState.REVOKED: "×",
    TitleState.DEREGISTERED: "–",
}


@register.simple_tag
def outcome_mark(outcome):
    """State is never colour alone: a shape for the eye, a word for everyone."""
    return format_html(MARK, outcome, SHAPES[Outcome(outcome)], Outcome(outcome).label)


@register.simple_tag
def stood(standing):
    """What was said last of a candidate, if anything was."""
    return outcome_mark(standing.current.outcome) if standing.current else _("not public so far")


@register.filter
def rewording(parts):
    """How one text became another (`diffs.parts`), told to those too who hear it read."""
    shape = '<{tag}><span class="visually-hidden">{said} </span>{text}</{tag}>'
    told = {"gone": ("del", _("taken out:")), "new": ("ins", _("put in:"))}
    marked = []
    for kind, text in parts:
        tag, said = told.get(kind, ("", ""))
        marked.append(format_html(shape, tag=tag, said=said, text=han(text)) if tag else han(text))
    return format_html_join("", "{}", ((one,) for one in marked))


@register.simple_tag
def title_mark(state):
    """Where the life of a title stands, as shape and word; nothing where there is no title."""
    return format_html(MARK, f"title-{state}", TITLE_SHAPES[state], TitleState(state).label) if state else ""


def entered_late(release, day):
    """That a release the list of `day` rests on was published here only after that day, and when; nothing otherwise,
    nor for the present list (no `day`)."""
    return entered_on(release) if day and release.published_on > day else ""


@register.simple_tag
def backfilled(release):
    """That a release was entered long after its date of issue, and when."""
    return entered_on(release) if release.is_backfilled else ""


def entered_on(release):
    sentence = _("entered later: on {day}").format(day=date_format(release.published_on, "DATE_FORMAT"))
    return format_html('<span class="late">{}</span>', sentence)


@register.filter
def or_unknown(value, unknown=None):
    """What the source does not say is said not to be public; it is never left out and never guessed."""
    if value in (None, ""):
        return format_html('<span class="quiet">{}</span>', unknown or _("not public"))
    return han(value) if isinstance(value, str) else date_format(value, "DATE_FORMAT")


@register.simple_tag
def place_link(region, printed=""):
    """A division under its own name, or under that of its day; a project may have none that is public."""
    if region is None:
        return or_unknown("")
    name = han(printed) if printed else place_name(region)
    return format_html('<a href="{}">{}</a>', reverse("region", args=[region.code]), name)


@register.simple_tag
def city_link(city):
    """The city of a line of numbers; what no division is stated of stands on a line of its own."""
    if not city:
        return _("no division stated")
    return format_html('<a href="{}">{}</a>', reverse("region", args=[city.code]), place_name(city))


@register.simple_tag
def place_crumb(region):
    return format_html("<li>{}</li>", place_link(region)) if region else ""


@register.simple_tag
def organised(round):
    """At which level a round stands, and who organises it if that is a division."""
    level = round.get_level_display()
    if round.region is None:
        return format_html(_("Level: {level}"), level=level)
    return format_html(_("Level: {level}. Organised in {region}"), level=level, region=place_name(round.region))


@register.filter
def sha256(digest):
    """A digest in full, or that there is none to be shown."""
    return format_html('<span class="digest">SHA-256 {}</span>', digest) if digest else or_unknown(digest)


@register.filter
def digest_short(digest):
    """The beginning of a digest as it stands on paper, in groups that can be read aloud."""
    return " ".join(digest[start : start + 4] for start in range(0, SHORT, 4))


register.filter("place", place_name)
register.filter("han", han)
register.filter("titled", lambda title: han(title_marks(title)))
register.simple_tag(citation)
