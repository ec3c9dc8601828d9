"""What the register of objections is drawn with."""

from django import template
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from ..models import Channel, Objection, ObjectionState
from ..objections import OBJECTION_MOVES
from ..objections.fields import SWITCHES
from ..objections.telling import NEXT

register = template.Library()
SHAPES = {
    ObjectionState.RECEIVED: "→",
    ObjectionState.ASSIGNED: "◐",
    ObjectionState.VERIFIED: "◐",
    ObjectionState.UPHELD: "●",
    ObjectionState.NOT_UPHELD: "○",
    ObjectionState.NOT_ACCEPTED: "×",
    ObjectionState.ANSWERED: "✓",
    ObjectionState.WITHDRAWN: "–",
}


@register.simple_tag
def objection_mark(state):
    """State is never colour alone: a shape for the eye, a word for everyone."""
    shape = '<span class="mark"><span aria-hidden="true">{}</span>{}</span>'
    return format_html(shape, SHAPES[ObjectionState(state)], ObjectionState(state).label)


@register.filter
def what_comes_next(state):
    """For whoever sent it."""
    return NEXT[ObjectionState(state)]


@register.simple_tag
def received(objection):
    """The instant at which the form took it; of what came otherwise only the day was entered."""
    form = "DATETIME_FORMAT" if objection.channel == Channel.FORM else "DATE_FORMAT"
    return date_format(localtime(objection.received_at), form)


@register.filter
def objector(objection):
    """(label, words) of what is known of who objects; the name always, even where none was given."""
    known = [(Objection._meta.get_field(name).verbose_name, getattr(objection, name)) for name in SWITCHES]
    return [(label, words or _("not given")) for label, words in known if words or label == known[0][0]]


@register.filter
def step_facts(step):
    """Where a step led, who was to verify, when and how it was answered: as far as it says so."""
    answered = step.answered_on and f"{date_format(step.answered_on, 'DATE_FORMAT')} {step.get_answered_by_display()}"
    return [one for one in (step.get_to_state_display(), step.assignee, answered) if one]


@register.filter
def step_label(step):
    return OBJECTION_MOVES[step.name].label if step.name in OBJECTION_MOVES else _("Received")
