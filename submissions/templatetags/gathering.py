"""What is missing, as a page shows it: a shape for the eye, a word for everyone, a link to where it is mended."""

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from registry.models import Category

from ..missing import State
from .workbench import due

register = template.Library()

SHAPES = {
    State.THERE: "✓",
    State.TO_HAND_IN: "↑",
    State.MISSING: "✗",
    State.LATER: "…",
    State.OPTIONAL: "○",
}


@register.filter
def line_mark(line):
    shape = '<span class="mark"><span aria-hidden="true">{}</span>{}</span>'
    return format_html(shape, SHAPES[line.state], line.state.label)


@register.filter
def mended_at(line, submission):
    """The line's name, leading to where it is mended if it can be now."""
    if not line.page:
        return line.label
    return format_html('<a href="{}#{}">{}</a>', reverse(line.page, args=[submission.pk]), line.anchor, line.label)


@register.filter
def picture_facts(picture):
    """(label, words) of what counts besides the lines: time, places, departments."""
    found = [(_("deadline"), due(picture.due)), (_("quota"), quota_told(picture.quota))]
    asked = [(_("department tasks"), tasks_told(picture.tasks))] if picture.tasks["all"] else []
    return [(label, words) for label, words in found if words] + asked


@register.filter
def round_facts(progress):
    extended = [(_("extended"), progress.extension.reason)] if progress.extension else []
    quotas = {quota.category: quota for quota in progress.quotas}
    places = [
        (_("quota, %(category)s") % {"category": label}, quota_told(quotas.get(category)))
        for category, label in Category.choices
    ]
    return [(_("deadline"), due(progress.due, _("no closing time set"))), *extended, *places]


def quota_told(quota):
    if quota is None:
        return _("not limited")
    return _("%(used)s of %(limit)s used") % {"used": quota.used, "limit": quota.limit}


@register.filter
def tasks_told(counts):
    if not counts["all"]:
        return "—"
    told = _("%(answered)s of %(all)s answered") % counts
    return _("%(told)s, %(overdue)s overdue") % {"told": told, **counts} if counts["overdue"] else told
