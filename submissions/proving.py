"""What can be said of a version, asked again now: whether it is the current one, who handed it in, whether it fits."""

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from . import history, versions


def verdicts(version):
    """[(speaks for it?, sentence)], for the page that proves a paper."""
    return [is_current(version), handed_in(version), *integrity(version)]


def is_current(version):
    number, current = version.number, versions.current(version.submission).number
    if number == current:
        return True, _("It is the current version.")
    return False, _("It is not the current version any more: that is version %(number)s.") % {"number": current}


def handed_in(version):
    at = localtime(version.at)
    return True, _("Handed in by %(who)s, %(unit)s, on %(day)s at %(time)s (Beijing time).") % {
        "who": version.by_name,
        "unit": version.by_unit or "—",
        "day": date_format(at, "DATE_FORMAT"),
        "time": at.strftime("%H:%M:%S"),
    }


def integrity(version):
    """The digest recomputed now, and what the history tells of it."""
    findings = [sentence[:1].upper() + sentence[1:] for sentence in versions.findings(version)]
    if history.digest_of(version.transition) != version.transition.digest:
        findings.append(_("The history of this submission was altered where it was handed in."))
    if not findings:
        return [(True, _("The digest computed again now fits: nothing was altered since."))]
    return [(False, sentence) for sentence in findings]


def of_file(answer, version):
    """What is said of a file that was held against the version: `answer` is a `forms.verifying.Answer`."""
    facts = {"name": answer.name, "number": version.number}
    if not answer.same:
        return False, _("“%(name)s” is not among the files of version %(number)s: no SHA-256 is the same.") % facts
    facts["names"] = "、".join(one.name for one in answer.same)
    return True, _("“%(name)s” is, byte for byte, this file of version %(number)s: %(names)s.") % facts
