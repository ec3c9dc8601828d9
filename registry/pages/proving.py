"""A release proven on the spot: each digest computed anew from what is stored now, with a verdict in words."""

import re
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from registry.models import ReleaseItem
from registry.verification import item_findings, notice_findings, own_findings

from .notices import told_of
from .words import Words, words_of

SHORT = 12  # characters of the digest that stand on paper
WHOLE = gettext_lazy("✓ Whole: the release and all its items are as they were published.")
ALTERED = gettext_lazy("✗ Altered: something is not as it was published; see below what.")
DIGEST = re.compile(r"[0-9a-f]{12,64}")


@dataclass(frozen=True)
class Verdict:
    """`findings` are sentences; none of them: it is whole. Withheld words leave an item whole, for its digest stays."""

    findings: list
    item: ReleaseItem | None = None
    words: Words = Words()

    @property
    def is_whole(self):
        return not self.findings

    @property
    def label(self):
        return _("whole") if self.is_whole else _("altered")


def verify_context(release, typed=""):
    """Context of the page that proves `release`; `typed` is what somebody read off a paper, or nothing."""
    rows = sorted(release.items.all(), key=lambda item: item.order)
    whole = Verdict([*own_findings(release, rows), *notice_findings(release)])
    items = [Verdict(list(item_findings(item)), item, words_of(item)) for item in rows]
    is_sound = whole.is_whole and all(one.is_whole for one in items)
    return {
        "release": release,
        "whole": whole,
        "notices": told_of(release, timezone.localdate()),
        "items": items,
        "is_sound": is_sound,
        "outcome": WHOLE if is_sound else ALTERED,
        "withheld": sum(one.words.withheld is not None for one in items),
        "typed": typed,
        "compared": compared(release, typed),
    }


def compared(release, typed):
    """(whether it is the digest of this release, the sentence that says so); None where nothing was typed."""
    given = "".join(typed.split()).lower()
    if not given:
        return None
    if not DIGEST.fullmatch(given):
        return False, _("A digest is made of the digits and the letters a to f: type at least its first 12 characters.")
    if release.digest.startswith(given):
        return True, _("What you typed is the digest of this release: the paper shows it as it stands here.")
    return False, _("What you typed is not the digest of this release. Check the number of the release on the paper.")
