"""The locks around a round's rules, and the refusals of those who change them.

A move shares the rules from before it is judged until it is written; a change of the rules takes them alone. So no
submission is judged by what is just being changed: either the change sees it handed in, or it is judged by the change.
Officials wait for one another on the round itself. Quotas take that lock alone: they lock candidates, which a move
locks before it shares the rules, and taken the other way round the two would wait for each other for ever.
"""

from contextlib import contextmanager

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.utils.translation import gettext as _

from registry.digests import digest
from registry.models import Round

from ..deadlines import first_moment
from ..models import RoundRules
from ..permissions import can


class RulesRefused(Exception):
    """A change of the rules was refused and nothing was written; `sentences` are {field or None: sentence}."""

    def __init__(self, sentence, field=None):
        self.sentences = sentence if isinstance(sentence, dict) else {field: sentence}
        super().__init__("\n".join(str(one) for one in self.sentences.values()))


class RulesStale(RulesRefused):
    """A colleague changed it after the caller looked at it."""


def share(round_id):
    """Let the rules of a round stand still until the running transaction ends, together with others who do so. SQLite
    lets one transaction write at a time, which is more than is needed here."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM submissions_roundrules WHERE round_id = %s FOR SHARE", [round_id])


@contextmanager
def changing(rules, by, what, seen=None, picture=None, moves_wait=True):
    """The transaction in which `by` changes `what` (its name in the log). Gives the rules as they are stored.

    `picture` draws from the rules what the page showed, `seen` is the digest of it that the caller saw. Raises
    RulesRefused where it is not `by`'s to do, RulesStale where the picture is another by now.
    """
    if not can(by, "set_rules"):
        raise RulesRefused(_("Only the regional office sets the rules of a round."))
    with transaction.atomic():
        Round.objects.select_for_update(no_key=True).get(pk=rules.pk)
        stored = RoundRules.objects.select_for_update(no_key=True) if moves_wait else RoundRules.objects
        stored = stored.get(pk=rules.pk)
        if picture and digest(picture(stored)) != seen:
            raise RulesStale(_who_was_faster(stored))
        yield stored
        LogEntry.objects.log_actions(by.pk, [stored.round], CHANGE, change_message=str(what))


def _who_was_faster(rules):
    of_rounds = ContentType.objects.get_for_model(Round)
    last = LogEntry.objects.filter(content_type=of_rounds, object_id=str(rules.pk)).select_related("user").first()
    if last is None:
        return _("This was changed after you opened it. Nothing of yours was saved yet; look at what is stored now.")
    return _(
        "%(who)s was faster and changed the rules of this round on %(time)s (%(what)s). "
        "Nothing of yours was saved yet; look at what is stored now."
    ) % {"who": last.user, "time": first_moment(last.action_time), "what": last.change_message}


def seen(picture, rules):
    """What a page carries to say which state it showed."""
    return digest(picture(rules))
