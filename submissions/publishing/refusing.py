"""Who may publish at all, and how a refusal says so."""

from django.utils.translation import gettext as _

from ..models import DraftRelease
from ..models.two_persons import DraftState
from ..permissions import can


class PublishRefused(Exception):
    """Nothing was written; `str()` is the sentence for the user, `.sentences` all of them."""

    def __init__(self, *sentences):
        self.sentences = [str(sentence) for sentence in sentences]
        super().__init__(" ".join(self.sentences))


def allow(by, action="publish"):
    if not can(by, action):
        raise PublishRefused(_("Only the regional office publishes."))


def still_open(draft):
    """The draft, locked; refuses one that is published or discarded. Must run inside a transaction."""
    locked = DraftRelease.objects.select_for_update().get(pk=draft.pk)
    if locked.state != DraftState.OPEN:
        raise PublishRefused(_("This draft is %(state)s.") % {"state": locked.get_state_display()})
    return locked
