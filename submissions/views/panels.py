"""What a submission's page shows besides its facts and its history: one panel a subject, in the order of the page.

A panel is a function (user, submission) -> (template, what it shows), or None where there is nothing to show; its
template reads the second as `panel`.
"""

from .. import papers, substitution, tasks
from ..materials import listing
from ..objections import listing as register
from . import drafts

PANELS = (drafts.flags_panel, listing.panel, tasks.panel, papers.panel, substitution.panel, register.panel)


def of(user, submission):
    """The panels of `submission` for `user`, as (template, what it shows)."""
    return [made for made in (panel(user, submission) for panel in PANELS) if made]
