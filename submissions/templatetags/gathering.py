"""What is missing, as a page shows it: a shape for the eye, a word for everyone, a link to where it is mended."""

from django import template
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext as _

from registry.models import Category

from ..missing import State
from ..models import TaskState
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
    """(label, words) of what counts besides the lines: time and places."""
    found = [(_("deadline"), due(picture.due)), (_("quota"), quota_told(picture.quota))]
    return [(label, words) for label, words in found if words]


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
def tasks_told(counts, none="—"):
    if not counts["all"]:
        return none
    told = _("%(answered)s of %(all)s answered") % counts
    return _("%(told)s, %(overdue)s overdue") % {"told": told, **counts} if counts["overdue"] else told


# --- department tasks ---

TASK_SHAPES = {TaskState.OPEN: "○", TaskState.ANSWERED: "◐", TaskState.ACCEPTED: "●"}


@register.filter
def task_mark(task):
    shape = '<span class="mark"><span aria-hidden="true">{}</span>{}</span>'
    return format_html(shape, TASK_SHAPES[task.state], task.get_state_display())


@register.filter
def late_mark(row):
    if not row.days_late:
        return ""
    return format_html('<strong class="late">{}</strong>', _("%(count)s days overdue") % {"count": row.days_late})


@register.filter
def files_told(row):
    return _("%(count)s files") % {"count": row.files} if row.files else ""


@register.filter
def task_posts(task):
    """(address, label) of what one press does to a task as it stands."""
    to_accept, to_reopen = ("task_accept", _("Accept the reply")), ("task_reopen", _("Open again"))
    return {TaskState.ANSWERED: [to_accept, to_reopen], TaskState.ACCEPTED: [to_reopen]}.get(task.state, [])


@register.filter
def task_links(task):
    """(address, label) of the forms of a task as it stands."""
    reply = [("task_reply", _("Enter the reply"))] if task.state != TaskState.ACCEPTED else []
    return [*reply, ("task_edit", _("Change")), ("task_remove", _("Remove"))]


@register.filter
def asked_politely(letter):
    """What a department is asked, in one or two sentences."""
    facts = {"count": len(letter.rows), "late": letter.late}
    if letter.reply_by:
        facts["day"] = date_format(letter.reply_by, "DATE_FORMAT")
        asked = _("We have not yet received your reply to the %(count)s tasks below. Please reply by %(day)s.") % facts
    else:
        asked = _("We have not yet received your reply to the %(count)s tasks below. Please reply soon.") % facts
    late = _("%(late)s of them are overdue; please send these at once.") % facts if letter.late else ""
    return asked + late
