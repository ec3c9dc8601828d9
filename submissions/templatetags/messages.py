"""What the workbench's pages say of messages to one's unit."""

from django import template
from django.utils.html import format_html
from django.utils.translation import gettext as _

from ..messages.inbox import count_unread

register = template.Library()


@register.inclusion_tag("workbench/_unread_count.html", takes_context=True)
def unread_count(context):
    """How many messages of the user's unit nobody has read, as a link; nothing where there are none."""
    return {"count": context["unread"] if "unread" in context else count_unread(context["request"].user)}


@register.simple_tag
def message_mark(message):
    """Read or not: a word and a shape."""
    if message.read_at is None:
        return format_html('<span class="unread"><span aria-hidden="true">●</span> {}</span>', _("unread"))
    return _("read by %(name)s") % {"name": message.read_by}
