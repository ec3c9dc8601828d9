"""Publishing where lists are empty, names repeat and the ground moves under a draft."""

import pytest

from registry.models import Category, Release, ReleaseKind
from submissions import publishing, statements
from submissions.publishing import PublishRefused

pytestmark = pytest.mark.django_db


def signed_off(cast, kind, signed=None, **facts):
    """A draft of everything the round has to state, with every sign-off; `signed` pasted, the list itself if None."""
    draft = publishing.start(cast.round, kind, cast.document(), cast.regional_office, **facts)
    text = "\n".join(statements.printed_lines(draft)) if signed is None else signed
    publishing.paste_signed_text(draft, cast.regional_office, text)
    for asked in draft.round.rules.asked_sign_offs:
        publishing.sign_off(draft, asked, cast.regional_office, statements.digest_of(draft))
    return draft


def confirm(cast, draft):
    return publishing.confirm(draft, cast.second_person, statements.digest_of(draft))


def test_a_decision_that_names_nobody_is_published_without_a_list(cast):
    declined = cast.submission_in("not_named")
    release = confirm(cast, signed_off(cast, ReleaseKind.NAMING))
    assert [(item.outcome, item.printed) for item in release.items.all()] == [("not_named", False)]
    declined.refresh_from_db()
    assert declined.entry.outcome == "not_named"


def test_a_line_that_nobody_stands_for_is_named_also_beside_an_empty_list(cast):
    cast.submission_in("not_named", title="未命名的")
    draft = signed_off(cast, ReleaseKind.NAMING, signed="另一个项目")
    with pytest.raises(PublishRefused) as refused:
        confirm(cast, draft)
    assert [sentence.count("“另一个项目”") for sentence in refused.value.sentences] == [1]
    assert Release.objects.count() == 0


def test_a_division_renamed_after_the_sign_off_voids_it(cast):
    cast.submission_in("recommended", category=Category.COMPREHENSIVE, region=cast.places["松山区"], title="")
    draft = signed_off(cast, ReleaseKind.RECOMMENDATION)
    seen, place = statements.digest_of(draft), cast.places["松山区"]
    type(place).objects.filter(pk=place.pk).update(path="内蒙古自治区赤峰市松山新区")
    with pytest.raises(PublishRefused):
        publishing.confirm(draft, cast.second_person, seen)
    assert Release.objects.count() == 0
    assert len(publishing.missing_sign_offs(draft)) == 2


@pytest.mark.parametrize(
    "signed", ["名称未公开\n甲\n名称未公开", "甲\n名称未公开\n名称未公开", "名称未公开\n名称未公开\n甲"]
)
def test_names_that_repeat_are_ordered_as_the_signed_text_has_them(cast, signed):
    for title in ("名称未公开", "甲", "名称未公开"):
        cast.submission_in("recommended", title=title)
    draft = publishing.start(cast.round, ReleaseKind.RECOMMENDATION, cast.document(), cast.regional_office)
    publishing.paste_signed_text(draft, cast.regional_office, signed)
    publishing.order_as_signed(draft, cast.regional_office)
    assert statements.printed_lines(draft) == signed.split("\n")
