"""When a division existed, what it came from and what it became."""

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from .words import han


def day(text):
    """A day known as precisely as its source gives it: `2021-04-09`, `2021-04`, `2021` or nothing."""
    parts = text.split("-") if text else []
    shapes = ["", pgettext("year", "{0}"), pgettext("month of a year", "{0}-{1}"), pgettext("day", "{0}-{1}-{2}")]
    return shapes[len(parts)].format(*(part.lstrip("0") for part in parts))


def history(region, changes):
    """Sentences for what is known; nothing for a division that has always been there."""
    if region.valid_from:
        yield format_html(_("Exists since {date}."), date=day(region.valid_from))
    if region.valid_to:
        yield format_html(_("Existed until {date}."), date=day(region.valid_to))
    for change in changes:
        if change.successor_id == region.pk and change.predecessor:
            yield _link(_("Came from: {place} ({kind}, {date})"), change, change.predecessor)
        if change.predecessor_id == region.pk and change.successor:
            yield _link(_("Became: {place} ({kind}, {date})"), change, change.successor)


def _link(shape, change, region):
    place = format_html('<a href="{}">{}</a>', reverse("region", args=[region.code]), han(region.path))
    return format_html(shape, place=place, kind=han(change.kind), date=day(change.date) or _("date not public"))
