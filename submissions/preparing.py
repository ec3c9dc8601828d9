"""A draft of a release as its page shows it: the preview, what it changes, what it still needs, what differs."""

from dataclasses import dataclass
from difflib import SequenceMatcher

from django.utils import timezone
from django.utils.translation import gettext as _

from registry.pages import changes_by, release_context
from registry.pages.notices import told_of

from . import publishing, statements
from .comparison import Difference
from .models import SignOffKind, rules_of
from .permissions import can
from .publishing.noticing import changes_open


@dataclass(frozen=True)
class Asked:
    """A sign-off the round asks for: the first `given` for the present content, if there is one, else what is said of
    it (`missing`)."""

    kind: str
    label: str
    given: list
    missing: list


@dataclass(frozen=True)
class Marked:
    """A difference with the parts of both lines as (text, differs); `codes` name the first differing characters,
    because a wide space and a narrow one look the same."""

    difference: Difference
    ours: list
    signed: list
    codes: tuple


def standing(draft, user):
    """Everything about an open draft as it stands now, for its page."""
    release, pairs = publishing.preview(draft)
    return {
        "digest": statements.digest_of(draft),
        "blockers": publishing.blockers(draft, user),
        "comparison": comparison(draft),
        "differences": [marked(one) for one in publishing.differences(draft) or ()],
        "sign_offs": asked_sign_offs(draft),
        "changes": changes_by(pairs),
        **release_context(release, pairs),
    }


def notice_panel(release, user):
    """A published notice's clock, and the pages on which `user` can change it: (name of the page, words)."""
    today = timezone.localdate()
    told = told_of(release, today)
    words = {"extend": _("Extend"), "pause": _("Pause"), "resume": _("Resume")}
    may = changes_open(told[0].notice.term, today) if told and can(user, "publish") else []
    return {"notices": told, "notice_changes": [(f"notice_{name}", words[name]) for name in may]}


def comparison(draft):
    """What is said where no difference is shown."""
    if draft.signed_text.strip():
        return _("The list and the signed text are the same character for character.")
    if not statements.printed_lines(draft):
        return _("This list prints nobody; there is nothing to compare.")
    return _("The text of the signed document is not pasted yet.")


def asked_sign_offs(draft):
    current, several = statements.digest_of(draft), list(draft.sign_offs.select_related("by").order_by("at"))
    return [
        _asked(kind, [one for one in several if one.kind == kind], current)
        for kind in rules_of(draft.round).asked_sign_offs
    ]


def _asked(kind, several, current):
    given = [one for one in several if one.seen_digest == current]
    missing = [_("still missing")]
    if len(given) < len(several):
        missing.append(_("an earlier one is void, the draft was changed since"))
    return Asked(kind, SignOffKind(kind).label, given[:1], missing)


def marked(difference):
    ours, signed = difference.ours, difference.signed
    if difference.kind != "changed":
        return Marked(difference, [(ours, True)] if ours else [], [(signed, True)] if signed else [], ())
    steps = SequenceMatcher(None, ours, signed, autojunk=False).get_opcodes()
    at = difference.position - 1
    return Marked(
        difference,
        [(ours[i1:i2], tag != "equal") for tag, i1, i2, _j1, _j2 in steps if i1 < i2],
        [(signed[j1:j2], tag != "equal") for tag, _i1, _i2, j1, j2 in steps if j1 < j2],
        (code_of(ours[at : at + 1]), code_of(signed[at : at + 1])),
    )


def code_of(char):
    return f"U+{ord(char):04X}" if char else "—"
