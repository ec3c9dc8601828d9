"""Withholding as the office does it: what was taken from the public does not come back by the next list."""

import pytest

from registry.models import ItemText, ReleaseKind, Withholding
from submissions import publishing, statements

NUMBER = "13800138000"
LEAKED = f"松山区执法改革 联系电话{NUMBER}"


@pytest.fixture
def leaked(cast):
    """A candidate whose published title holds a telephone number: (submission, its published item)."""
    submission = cast.submission_in("recommended", title=LEAKED)
    release = cast.publish(ReleaseKind.RECOMMENDATION, submission)
    submission.refresh_from_db()
    return submission, release.items.get()


def named_draft(cast, submission):
    cast.play(submission, "accept", "advance", "name")
    document = cast.document()
    return publishing.start(cast.round, ReleaseKind.NAMING, document, cast.regional_office, submissions=[submission])


def test_withheld_words_stand_against_the_next_list_until_others_are_set(cast, leaked):
    submission, item = leaked
    publishing.withhold(item, cast.regional_office, "含个人联系方式")
    draft = named_draft(cast, submission)
    sentence = f"“{LEAKED}”:关于该对象的文字曾被撤下,请填写可以公布的文字。".replace(":", "\uff1a").replace(
        ",", "\uff0c"
    )
    assert sentence in publishing.blockers(draft, cast.second_person)

    publishing.change_item(draft.items.get(), cast.regional_office, "松山区执法改革")
    publishing.paste_signed_text(draft, cast.regional_office, "松山区执法改革")
    for kind in cast.round.rules.asked_sign_offs:
        publishing.sign_off(draft, kind, cast.regional_office, statements.digest_of(draft))
    assert publishing.blockers(draft, cast.second_person) == []


def test_words_that_were_never_withheld_stand_against_nothing(cast, leaked):
    draft = named_draft(cast, leaked[0])
    assert [one for one in publishing.blockers(draft, cast.second_person) if "撤下" in one] == []


@pytest.mark.parametrize("reason", [f"含电话 {NUMBER}", LEAKED, f"“{LEAKED}”含电话", "", "   "])
def test_a_reason_that_gives_it_away_or_says_nothing_is_refused(cast, leaked, reason):
    with pytest.raises(publishing.PublishRefused):
        publishing.withhold(leaked[1], cast.regional_office, reason)
    assert (Withholding.objects.count(), ItemText.objects.get().name) == (0, LEAKED)


def test_only_the_regional_office_withholds(cast, leaked):
    for who in (cast.city_office, cast.drafter, cast.auditor, cast.superuser):
        with pytest.raises(publishing.PublishRefused):
            publishing.withhold(leaked[1], who, "含个人联系方式")
    assert Withholding.objects.count() == 0
