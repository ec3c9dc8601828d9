"""What a submission must bring: the requirements of its category in the edition it is judged under.

A submission follows the newest edition until it is handed in for the first time; from then on it keeps that edition,
so that the rules it is judged under never change under it.
"""

from .models import Requirement, RoundRules, ScanState


def edition_of(submission):
    """The number of the edition of requirements that goes for `submission`."""
    if submission.edition is not None:
        return submission.edition
    rules = RoundRules.objects.filter(round=submission.round_id).only("edition").first()
    return rules.edition if rules else 1


def requirements_of(submission):
    """All requirements that go for `submission`, with the stage each is due from, in the round's order."""
    found = Requirement.objects.filter(round=submission.round_id, category=submission.category)
    return found.in_edition(edition_of(submission)).select_related("from_stage").order_by("order", "code")


def in_force(requirements, submission, edition):
    """`requirements_of` for many submissions at once: those of `requirements` (of any round) that go for this one."""
    return [
        one
        for one in requirements
        if (one.round_id, one.category) == (submission.round_id, submission.category) and one.holds_in(edition)
    ]


def is_due(requirement, submission):
    """Whether it must be there now: with the submission, or from the stage that has been reached."""
    if requirement.from_stage_id is None:
        return True
    return submission.stage is not None and requirement.from_stage.order <= submission.stage.order


def must_be_there(requirement, submission):
    return requirement.required and is_due(requirement, submission)


def lacking(submission, codes=None):
    """Required materials that are due and not there. `codes` are the requirement codes of the files at hand; by
    default those of the submission's materials, whose scan found no virus."""
    due = [one for one in requirements_of(submission) if must_be_there(one, submission)]
    if not due:
        return []
    there = set(held_codes(submission) if codes is None else codes)
    return [one for one in due if one.code not in there]


def held_codes(submission):
    return {one.requirement for one in submission.materials.select_related("file") if counts(one)}


def counts(material):
    """A file with a virus in it is none."""
    return material.file.scan_state != ScanState.INFECTED
