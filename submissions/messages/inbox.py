"""What a user reads: the messages of the own unit, as far as they speak of what the user may see."""

from django.utils import timezone

from ..models import Message
from ..permissions import can
from . import wording
from .outbox import link_of

FIRST = 5  # on the first screen


def messages_of(user):
    """The user's messages, the newest first."""
    found = Message.objects.visible_to(user).select_related("round", "read_by", "transition")
    return found.prefetch_related("letters")


def count_unread(user):
    """How many messages of the user's unit nobody has read; no query for those who have none."""
    return Message.objects.visible_to(user).unread().count() if can(user, "use_workbench") else 0


def first_unread(user):
    """The newest unread messages, for the first screen, told."""
    return told(messages_of(user).unread()[:FIRST])


def told(messages):
    """`messages` with their sentences (`said`) and where they lead (`link`)."""
    messages = list(messages)
    for message in messages:
        message.said, message.link = wording.said(message), link_of(message)
    return messages


def mark_read(messages, by):
    """Note who read those of `messages` nobody has read yet. Returns how many."""
    return messages.unread().update(read_at=timezone.now(), read_by=by)
