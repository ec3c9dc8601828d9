"""Sources cited as an official text cites them. What is not known is said not to be public, never guessed."""

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext as _

from registry.models import SourceKind

from .words import han, title_marks


def citation(release):
    """Title, organ, number and date in one line. A publication has no number, so none is missed."""
    facts = {
        "title": han(title_marks(release.source_title)),
        "organ": han(release.source_organ) if release.source_organ else _("issuing organ not public"),
        "number": han(release.source_number) if release.source_number else _("document number not public"),
        "date": _date(release) or _("date not public"),
    }
    if release.source_kind == SourceKind.DOCUMENT:
        return format_html(_("{title}, {organ}, {number}, {date}"), **facts)
    if not release.source_organ:
        return format_html(_("Cited from {title} ({date})"), **facts)
    return format_html(_("Cited from {title} ({organ}, {date})"), **facts)


def _date(release):
    return date_format(release.source_issued_on, "DATE_FORMAT") if release.source_issued_on else ""


def source(release):
    """Who issued what and when, linked to the release; what is not known is left out of the sentence."""
    title = format_html(
        '<a href="{}">{}</a>', reverse("release", args=[release.number]), han(title_marks(release.source_title))
    )
    if release.source_kind == SourceKind.PUBLICATION:
        return format_html(_("According to {title}"), title=title)
    if not release.source_organ:
        return title
    facts = {"organ": han(release.source_organ), "title": title}
    if release.source_issued_on is None:
        return format_html(_("{organ} issued {title}"), **facts)
    return format_html(_("On {date}, {organ} issued {title}"), date=_date(release), **facts)
