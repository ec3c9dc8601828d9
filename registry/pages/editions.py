"""What a further edition of an article changed: line by line, and file by file."""

from dataclasses import dataclass
from difflib import SequenceMatcher

from django.utils.translation import gettext as _

from registry.markup import plain_lines


@dataclass(frozen=True)
class Part:
    """One part of an article with its lines as (what became of it, words): "same", "gone" or "new"."""

    label: str
    lines: list


def changes_between(before, after):
    """Parts that differ between two readable editions, in the order of the page."""
    labels = {
        "title": _("Title"),
        "subtitle": _("Subtitle"),
        "body": _("Text"),
        "credit": _("Credit line"),
        "source": _("Cited publication"),
    }
    found = [(label, _lines(before.text, name), _lines(after.text, name)) for name, label in labels.items()]
    found.append((_("Pictures and attachments"), _files(before), _files(after)))
    return [Part(label, _compared(old, new)) for label, old, new in found if old != new]


def _lines(text, name):
    words = getattr(text, name)
    return plain_lines(words) if name == "body" else [words] if words else []


def _files(article):
    """A line for each file. The digest tells files of one name apart, so it stands in the line."""
    files = sorted(article.files.all(), key=lambda one: one.order)
    return [" · ".join(filter(None, [one.name, one.caption, one.alt, f"SHA-256 {one.sha256}"])) for one in files]


def _compared(old, new):
    found = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            found += [("same", line) for line in old[i1:i2]]
            continue
        found += [("gone", line) for line in old[i1:i2]]
        found += [("new", line) for line in new[j1:j2]]
    return found
