"""The requirements of a round, in editions. As soon as somebody was judged under an edition its rows are only ended and
succeeded (under the same code) by rows of the next; what nobody was judged under is changed in place.
"""

from django.utils.translation import gettext as _

from ..models import Requirement, Submission
from .holding import RulesRefused, changing

FIELDS = (
    *("order", "name", "wanted", "required", "formats", "largest_mb", "most_pages"),
    *("template", "template_name", "from_stage", "asks_seal"),
)
ONLY_ITS_PLACE = {"order"}  # where it stands on the page judges nobody


def in_force(rules):
    """What is asked of those who hand in now, in the order of the page."""
    found = rules.round.requirements.in_edition(rules.edition)
    return found.select_related("from_stage").order_by("category", "order", "code")


def row_of(requirement):
    """A picture (see `changing`) of one requirement; of an ended one there is none."""

    def picture(rules):
        found = Requirement.objects.filter(pk=requirement.pk, until=None)
        return [list(row) for row in found.values_list("pk", *FIELDS)]

    return picture


def handed_in_under(rules, edition):
    """The submissions of a round that are judged under the edition with this number."""
    return Submission.objects.in_round(rules.round_id).filter(edition=edition)


def add(rules, by, category, code, **facts):
    """A further requirement for a category; `facts` are values of `FIELDS`."""
    with changing(rules, by, _("requirement %(code)s") % {"code": code}) as stored:
        known = Requirement.objects.filter(round=stored.round_id, category=category, code=code, until=None)
        if known.exists():
            raise RulesRefused(_code_once(), "code")
        since = _edition_to_write(stored)
        return Requirement.objects.create(round_id=stored.round_id, category=category, code=code, since=since, **facts)


def _code_once():
    constraints = Requirement._meta.constraints
    return next(one for one in constraints if one.name == "requirement_code_once").violation_error_message


def change(rules, by, seen, requirement, **facts):
    """Write `facts` into a requirement, or into its successor; returns the row that is in force now."""
    what = _("requirement %(code)s") % {"code": requirement.code}
    with changing(rules, by, what, seen, row_of(requirement)) as stored:
        row = Requirement.objects.get(pk=requirement.pk)
        changed = {name for name, value in facts.items() if getattr(row, name) != value}
        if changed - ONLY_ITS_PLACE:
            row = _open_to_change(row, _edition_to_write(stored))
        for name in changed:
            setattr(row, name, facts[name])
        row.save()
        return row


def remove(rules, by, seen, requirement):
    """Ask it no longer. It stays for those who were judged under it."""
    what = _("requirement %(code)s") % {"code": requirement.code}
    with changing(rules, by, what, seen, row_of(requirement)) as stored:
        row, edition = Requirement.objects.get(pk=requirement.pk), _edition_to_write(stored)
        if row.since == edition:
            row.delete()
        else:
            _end(row, edition)


def _edition_to_write(rules):
    """The number of an edition nobody was judged under: the present one, or else one more. Whoever is just handing in
    shares the rules, so that this waits for them."""
    if handed_in_under(rules, rules.edition).exists():
        rules.edition += 1
        rules.save(update_fields=["edition"])
    return rules.edition


def _open_to_change(row, edition):
    """The row itself if it is no older than `edition`, else its successor, unsaved."""
    if row.since == edition:
        return row
    _end(row, edition)
    row.pk, row.since, row.until = None, edition, None
    row._state.adding = True
    return row


def _end(row, edition):
    Requirement.objects.filter(pk=row.pk).update(until=edition)
