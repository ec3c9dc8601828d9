"""What changed from one version to the next: fields with the differing words marked, files by their digest."""

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from . import contents
from .comparison import Difference, compare
from .preparing import marked

# Longer pieces are shown whole: to find the differing characters in them would keep the reader waiting.
LONGEST_MARKED = 800
ENDS = r"\n\u3002\uff1b\uff01\uff1f;!?"
SENTENCE = re.compile(f"[^{ENDS}]*[{ENDS}]+|[^{ENDS}]+")


@dataclass(frozen=True)
class ChangedField:
    """`lines` are `preparing.Marked`: `ours` is what stood before, `signed` what stands now."""

    label: str
    lines: list


@dataclass(frozen=True)
class ChangedFile:
    """`before` or `after` is None for a file that was added or removed."""

    requirement: str
    before: contents.File | None
    after: contents.File | None

    @property
    def what(self):
        if self.before is None:
            return _("added")
        if self.after is None:
            return _("removed")
        return _("renamed") if self.before.sha256 == self.after.sha256 else _("replaced")


@dataclass(frozen=True)
class Changes:
    fields: list
    files: list
    requirements: list  # sentences

    def __bool__(self):
        return bool(self.fields or self.files or self.requirements)


def between(before, after):
    """The `Changes` from one content to another."""
    return Changes(
        list(changed_fields(before, after)),
        list(changed_files(before, after)),
        list(changed_requirements(before, after)),
    )


def changed_fields(before, after):
    old = {key: text for key, _label, text in contents.fields(before)}
    new = {key: text for key, _label, text in contents.fields(after)}
    labels = {key: label for one in (before, after) for key, label, _text in contents.fields(one)}
    for key, label in labels.items():
        was, now = old.get(key, ""), new.get(key, "")
        if was != now:
            yield ChangedField(label, [marked(one) for one in differences(was, now)])


def differences(was, now):
    """Sentence by sentence, so that a long text shows only those that differ."""
    for one in compare(SENTENCE.findall(was), SENTENCE.findall(now)):
        if one.kind == "changed" and max(len(one.ours), len(one.signed)) > LONGEST_MARKED:
            yield Difference("extra", one.line, ours=one.ours)
            yield Difference("missing", one.line, signed=one.signed)
        else:
            yield one


def changed_files(before, after):
    """Under each requirement: what went, what came, and what took whose place."""
    labels = {group.code: group.label for one in (before, after) for group in contents.groups(one)}
    for code, label in labels.items():
        old, new = apart(files_under(before, code), files_under(after, code))
        for was, now in paired(old, new, code):
            yield ChangedFile(label, was, now)


def files_under(content, code):
    return [one for one in contents.files(content) if one.requirement == code]


def apart(old, new):
    """The files of both sides that are not on the other under the same name."""
    same = {(one.name, one.sha256) for one in old} & {(one.name, one.sha256) for one in new}
    return [[one for one in side if (one.name, one.sha256) not in same] for side in (old, new)]


def paired(old, new, code):
    """(before, after): the same bytes under another name, then the same name, then, under a requirement, in order."""
    left = list(new)
    ways = [lambda one: one.sha256, lambda one: one.name, *([lambda one: code] if code else [])]
    for way in ways:
        for was in list(old):
            now = next((one for one in left if way(one) == way(was)), None)
            if now:
                yield was, now
                old.remove(was)
                left.remove(now)
    yield from ((was, None) for was in old)
    yield from ((None, now) for now in left)


def changed_requirements(before, after):
    """The rules somebody is judged under do not change under them; if they do after all, it is said."""
    if before.get("edition") != after.get("edition"):
        facts = {"before": before.get("edition"), "after": after.get("edition")}
        yield _("Judged under edition %(after)s of the requirements, before under %(before)s.") % facts
    old, new = ({(one.code, one.name): one.label for one in contents.groups(side)} for side in (before, after))
    asked = [label for key, label in new.items() if key not in old and key[1]]
    gone = [label for key, label in old.items() if key not in new and key[1]]
    if asked:
        yield _("Asked since: %(materials)s.") % {"materials": "、".join(asked)}
    if gone:
        yield _("No longer asked: %(materials)s.") % {"materials": "、".join(gone)}
