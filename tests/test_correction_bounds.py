"""What a correction may not do: take a step its list was not about, name past a notice or an objection, or draw an
objection away from the notice it answers."""

from datetime import timedelta

import pytest
from django.utils import timezone

from registry.models import NoticeObjections, Outcome, ReleaseKind
from submissions import publishing, statements, titles
from submissions.models import RoundRules, Stage
from submissions.objections import sending

from .objecting import objection

OFFERED = """
                       recommended entered_field_evaluation proposed named
    recommendation_list     x                 .                .       .
    field_evaluation_list   x                 x                .       .
    naming_notice           x                 x                x       .
    naming_decision         x                 x                x       x
"""
ENDS = ["not_named", "withdrawn", "disqualified"]


def correct(cast, release, **facts):
    """A correction of the one item of `release`, drafted, with these facts of it changed."""
    draft = publishing.start(
        cast.round, ReleaseKind.CORRECTION, cast.document(), cast.regional_office, supersedes=release
    )
    item = draft.items.get()
    publishing.change_item(item, cast.regional_office, **{"name": item.name, **facts})
    publishing.paste_signed_text(draft, cast.regional_office, "\n".join(statements.printed_lines(draft)))
    for asked in ("secrecy_review", "approval"):
        publishing.sign_off(draft, asked, cast.regional_office, statements.digest_of(draft))
    return draft


def confirm(cast, draft):
    return publishing.confirm(draft, cast.second_person, statements.digest_of(draft))


@pytest.mark.parametrize("line", OFFERED.strip().splitlines()[1:], ids=lambda line: line.split()[0])
def test_a_correction_takes_no_step_behind_that_of_its_list_nor_does_one_of_it(cast, line):
    kind, *cells = line.split()
    named = cast.submission_in("named") if kind == "naming_decision" else cast.at_last_stage()
    release = cast.publish(kind, named)
    again = confirm(cast, correct(cast, release, name="更正后的名称"))
    drafts = [correct(cast, one, name="再次更正") for one in (release, again)]
    steps = [step for step, cell in zip(OFFERED.split()[:4], cells, strict=True) if cell == "x"]
    assert [titles.outcomes_offered(draft.items.get()) for draft in drafts] == [[*steps, *ENDS]] * 2


def test_a_correction_that_names_somebody_waits_for_the_notice_and_for_objections(cast):
    candidate = cast.at_last_stage()
    cast.publish(ReleaseKind.NOTICE, candidate)
    cast.play(candidate, "decline")
    release = cast.publish(ReleaseKind.NAMING, candidate)
    Stage.objects.filter(round=cast.round).update(needs_notice=True)
    objection(cast, candidate)
    draft = correct(cast, release, outcome=Outcome.NAMED)
    over = timezone.now() + timedelta(days=7)
    waits = publishing.blockers(draft, cast.second_person), publishing.blockers(draft, cast.second_person, over)
    objected = f"“{candidate.title}”：对该对象的异议尚有1件未了结：未作出认定，或者认定成立而未整改到位。"
    assert [len(found) for found in waits] == [2, 1]
    assert waits[0][0].startswith(f"“{candidate.title}”：“实地评估”须待公示期满：公示至")
    assert waits[0][1:] == waits[1] == [objected]


def test_an_objection_to_who_was_only_reworded_answers_the_notice_and_is_counted_with_it(cast):
    RoundRules.objects.update(tells_objection_totals=True, takes_objections_online=True)
    cast.round.refresh_from_db()
    candidate = cast.at_last_stage()
    candidate.round.rules.refresh_from_db()
    release = cast.publish(ReleaseKind.NOTICE, candidate)
    confirm(cast, correct(cast, release, name="更正后的名称"))
    candidate.refresh_from_db()
    assert objection(cast, candidate).release == release
    assert NoticeObjections.objects.get(release=release).received == 1
    assert len(sending.candidates(release.notice)) == 1


def test_the_form_does_not_offer_who_was_taken_out_of_the_notice(cast):
    candidate = cast.at_last_stage()
    release = cast.publish(ReleaseKind.NOTICE, candidate)
    confirm(cast, correct(cast, release, outcome=Outcome.ENTERED))
    candidate.refresh_from_db()
    assert sending.candidates(release.notice) == []
    assert objection(cast, candidate).release is None
