"""What a title is today, for the page of its entry: its state and since when, its term, and where its place is now."""

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext as _

from regions.lineage import present_successors
from registry.rechecks import recheck_on, valid_until

from .citations import citation
from .words import han, listed


def facts_of_title(entry, today):
    """(what, of what) for the list of facts, as of the day `today`; nothing for an entry without a title."""
    last = valid_until(entry)
    days = [
        (_("Since"), entry.title_since),
        (_("Valid until"), last),
        (_("To be checked again by"), recheck_on(entry)),
    ]
    found = [(label, date_format(day, "DATE_FORMAT")) for label, day in days if day]
    if last and last < today:
        told = _("The term has passed. Until a release says what becomes of the title, its state stays as it was.")
        found.append((_("Remark"), told))
    if entry.titled:
        link = reverse("release", args=[entry.titled.release.number])
        found.append((_("Stated by"), format_html('<a href="{}">{}</a>', link, citation(entry.titled.release))))
    return found


def present_place(entry):
    """[(what, of what)]: the divisions of today where the name has changed since the naming; else nothing."""
    region = entry.region
    if region is None:
        return []
    now = present_successors(region)
    if region.is_present and region.path == entry.current.region_path:
        return []
    if not now:
        return [(_("Division today"), _("It no longer exists."))]
    return [(_("Division today"), listed([_place(one) for one in now]))]


def _place(region):
    shape = _('<a href="{address}">{path}</a> (code {code})')
    return format_html(shape, address=reverse("region", args=[region.code]), path=han(region.path), code=region.code)
