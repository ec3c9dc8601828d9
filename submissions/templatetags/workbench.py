"""What the workbench's pages are drawn with. What a user may do is asked of the rules, never of a role in a page."""

from datetime import datetime

from django import template
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.text import capfirst
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from .. import deadlines, parts, versions
from ..materials import listing
from ..models import Status
from ..models.two_persons import DraftState
from ..moves import MOVES
from ..permissions import can

register = template.Library()

# Heading, page, the rule that opens it, and the beginnings of the page names below it.
MENU = (
    (_("What waits for you"), "workbench", "use_workbench", ("workbench",)),
    (_("Submissions"), "submission_list", "use_workbench", ("submission", "task")),
    (_("Messages"), "message_list", "use_workbench", ("message_list",)),
    (_("Spreadsheets"), "sheets", "create", ("sheet",)),
    (_("What is still missing"), "city_progress", "see_progress", ("city_progress",)),
    (_("Verify a paper"), "verify", "use_workbench", ("verif",)),
    (_("Ranking and recommendation"), "ranking_list", "keep_ranking", ("ranking",)),
    (_("Outcomes"), "outcomes", "record_outcomes", ("outcomes",)),
    (_("Objections"), "objection_list", "see_objections", ("objection",)),
    (_("Documents"), "document_list", "see_publishing", ("document",)),
    (_("Publishing"), "draft_list", "see_publishing", ("draft", "published", "withhold", "notice", "release_import")),
    (_("Articles"), "article_list", "see_publishing", ("article",)),
    (_("Re-checks"), "recheck_list", "see_rechecks", ("recheck",)),
    (_("Rounds and rules"), "rules_list", "read_rules", ("rules",)),
)
SHAPES = {
    Status.DRAFT: "✎",
    Status.SUBMITTED: "→",
    Status.RETURNED: "↩",
    Status.RECOMMENDED: "·",
    Status.UNDER_REVIEW: "◐",
    Status.NOT_SHORTLISTED: "○",
    Status.NAMED: "●",
    Status.NOT_NAMED: "○",
    Status.WITHDRAWN: "–",
    Status.DISQUALIFIED: "×",
}
FIELD_TEMPLATES = {
    "checkbox": "workbench/_checkbox.html",
    "checkboxselectmultiple": "workbench/_fieldset.html",
    "radioselect": "workbench/_fieldset.html",
    "parts": "workbench/_parts_field.html",
}


@register.simple_tag(takes_context=True)
def menu(context):
    """The pages open to this user, as (heading, address, attribute that marks the present one)."""
    request = context["request"]
    here = request.resolver_match.url_name if request.resolver_match else ""
    return [
        (heading, reverse(name), mark_safe('aria-current="page"') if here.startswith(below) else "")
        for heading, name, rule, below in MENU
        if can(request.user, rule)
    ]


@register.simple_tag(takes_context=True)
def may(context, action, obj=None):
    return can(context["request"].user, action, obj)


@register.simple_tag
def status_mark(status):
    """State is never colour alone: a shape for the eye, a word for everyone."""
    shape = '<span class="mark mark-{}"><span aria-hidden="true">{}</span>{}</span>'
    return format_html(shape, status, SHAPES[Status(status)], Status(status).label)


@register.simple_tag
def due(at, otherwise=""):
    """A deadline and what is left until it."""
    if at is None:
        return otherwise
    soon = " soon" if deadlines.is_soon(at) else ""
    shape = '<span class="due{}">{} · <span class="nowrap">{}</span></span>'
    return format_html(shape, soon, _("until %(time)s") % {"time": deadlines.last_moment(at)}, deadlines.time_left(at))


@register.filter
def last_saved(at):
    return _("last saved %(time)s") % {"time": date_format(localtime(at), "Y-m-d H:i")} if at else _("Not saved")


@register.filter
def also_writing(names):
    """Who else has the form open; nothing where nobody has."""
    return _("Also writing here now: %(names)s") % {"names": "、".join(names)} if names else ""


@register.filter
def field_template(field):
    return FIELD_TEMPLATES.get(field.widget_type, "workbench/_field.html")


@register.filter
def draft_template(state):
    """An open draft is worked on, an ended one is only read."""
    return "workbench/_draft_open.html" if state == DraftState.OPEN else "workbench/_draft_ended.html"


@register.filter
def given(transition):
    """What a move was made with, as (label, words): its reason, what is to be corrected where and by when, rank, place
    on the reserve list, document."""
    details, document = transition.details, transition.document
    due_at = details.get("due_at")
    found = (
        (_("Version:"), handed_in(transition)),
        (_("Reason:"), transition.reason),
        (_("To be corrected:"), details.get("corrections")),
        (_("Open for correction:"), opened(transition)),
        (_("To be corrected by:"), due_at and deadlines.last_moment(datetime.fromisoformat(due_at))),
        (_("Rank:"), details.get("rank")),
        (_("Place on the reserve list:"), details.get("reserve")),
        (_("Document:"), document and f"{document} {document.number}"),
    )
    return [(label, words) for label, words in found if words]


def handed_in(transition):
    """The version a move froze, with the code of its receipt."""
    frozen = transition.details.get("frozen")
    return frozen and f"{frozen['number']} · {versions.grouped(frozen['code'])}"


def opened(transition):
    """The parts a return opened, one a line with its remark; all of them where it named none."""
    if transition.to_status != Status.RETURNED:
        return ""
    told = parts.told(transition.details)
    said = _("%(part)s: %(remark)s")
    lines = [said % {"part": label, "remark": remark} if remark else str(label) for _part, label, remark in told]
    return "\n".join(lines) or _("everything")


@register.filter
def on_top(history, submission):
    """What a submission's page says first, as (template, last transition, parts of the last return): what is to be
    corrected, or that it has been and what changed. Nothing before a return and after the next step."""
    rows = list(history)
    last = rows[0] if rows else None
    if submission.status != Status.RETURNED and (last is None or last.move != "resubmit"):
        return []
    template = "workbench/_to_correct.html" if submission.status == Status.RETURNED else "workbench/_corrected.html"
    asked = next(row for row in rows if row.to_status == Status.RETURNED)
    return [(template, last, parts.told(asked.details))]


@register.simple_tag
def scan_way(document, may_enter):
    """To the scan of a document; where it has none, for those who may, to where it is added."""
    if document.scan:
        return format_html('<a href="{}">{}</a>', reverse("document_scan", args=[document.pk]), _("Download"))
    if may_enter:
        return format_html('<a href="{}">{}</a>', reverse("document_scan_add", args=[document.pk]), _("Add the scan"))
    return "—"


@register.simple_tag
def part_way(part, label, submission, may_edit):
    """The name of a part to be corrected, for those who may leading to where it is."""
    shape = '<a href="{place}">{label}</a>' if may_edit else "<b>{label}</b>"
    return format_html(shape, place=place_of(part, submission), label=capfirst(label))


@register.filter
def place_of(part, submission):
    """Where a part is corrected: its field on the form, or its materials on the submission's own page."""
    if part.startswith(parts.MATERIAL):
        return f"#materials-{part.removeprefix(parts.MATERIAL) or listing.OTHER}"
    return f"{reverse('submission_edit', args=[submission.pk])}#id_{part}"


@register.filter
def marked(parts):
    """A line of a comparison from its (text, differs) parts, what differs in <mark>; a dash where there is none."""
    shapes = {True: "<mark>{}</mark>", False: "{}"}
    return mark_safe("".join(format_html(shapes[differs], text) for text, differs in parts)) or "—"


@register.filter
def done_mark(is_done):
    """As shape and word."""
    return f"✓ {_('yes')}" if is_done else f"✗ {_('no')}"


@register.filter
def foretold(row):
    """What would become of one candidate of many (`bulk.Row`), or why it stays as it is."""
    return format_html("<span>{} {}</span>", _("stays as it is:"), row.why_not) if row.why_not else row.becomes


@register.filter
def way_taken(transition):
    way = f"{transition.get_from_status_display()} → {transition.get_to_status_display()}"
    return f"{way} · {transition.to_stage.name}" if transition.to_stage else way


@register.simple_tag
def counted(round, status, count):
    """How many there are, leading to them; where there are none there is nothing to lead to."""
    if not count:
        return "0"
    address = f"{reverse('submission_list')}?round={round}&status={status}"
    return format_html('<a href="{}">{}</a>', address, count)


@register.filter
def places_used(quota):
    if quota is None:
        return _("no quota set")
    return _("%(used)s of %(limit)s places used") % {"used": quota.used, "limit": quota.limit}


@register.filter
def move_label(name):
    return MOVES[name].label


@register.simple_tag
def step(stage, submission):
    """The attributes of one stage in the row of a round's stages."""
    at = submission.stage.order if submission.stage else 0
    return {stage.order < at: mark_safe('class="done"'), stage.order == at: mark_safe('aria-current="step"')}.get(
        True, ""
    )


register.filter("last_moment", deadlines.last_moment)
register.filter("status_label", lambda status: Status(status).label)
