"""What a submission must bring, when it is due, and the versions that freeze what was brought."""

import pytest
from django.utils import translation

from registry.digests import digest
from registry.models import Category
from submissions import versions
from submissions.models import RoundRules, Version
from submissions.requirements import lacking
from submissions.workflow import move

from .test_workflow import tried

pytestmark = pytest.mark.django_db

# A required material × where the candidate stands: · not due yet, lacks it, or in. Stage 1 is the review.
DUE = """
                          draft  submitted  under_review/1  under_review/2
with_the_submission       lacks  lacks      lacks           lacks
from_the_first_stage      ·      ·          lacks           lacks
from_the_second_stage     ·      ·          ·               lacks
not_required              ·      ·          ·               ·
of_the_other_category     ·      ·          ·               ·
"""


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def standing(cast):
    """{row of the picture: a candidate there}, all filed before the requirements were set."""
    places = {status: cast.submission_in(status) for status in ("draft", "submitted")}
    return places | {"under_review/1": cast.submission_in("under_review"), "under_review/2": cast.at_last_stage()}


def test_each_material_is_due_where_the_picture_says(cast, standing):
    kinds = {
        "with_the_submission": {},
        "from_the_first_stage": {"from_stage": cast.review},
        "from_the_second_stage": {"from_stage": cast.field_evaluation},
        "not_required": {"required": False},
        "of_the_other_category": {"category": Category.COMPREHENSIVE},
    }
    columns, *rows = [line.split() for line in DUE.strip().splitlines()]
    for name, *cells in rows:
        one = cast.requirement(**kinds[name])
        drawn = {where: lacking(submission) == [one] for where, submission in standing.items()}
        assert {where: "lacks" if is_there else "·" for where, is_there in drawn.items()} == dict(
            zip(columns, cells, strict=True)
        )
        one.delete()


def test_without_a_required_material_nothing_is_handed_in_and_with_it_it_is(cast):
    cast.requirement("A1", name="申报书")
    draft = cast.draft()
    assert str(tried(draft, "submit", cast.drafter)) == "Still missing: A1 申报书."
    cast.material(draft, "A1")
    move(draft, "submit", cast.drafter)
    assert draft.status == "submitted"


def test_a_file_with_a_virus_fulfils_nothing(cast):
    cast.requirement("A1", name="申报书")
    draft = cast.draft()
    material = cast.material(draft, "A1")
    type(material.file).objects.update(scan_state="infected")
    assert str(tried(draft, "submit", cast.drafter)) == "Still missing: A1 申报书."


def test_what_a_stage_asks_must_be_handed_in_before_the_candidate_advances(cast):
    cast.requirement("B1", name="详细材料", from_stage=cast.review)
    candidate = cast.submission_in("under_review")
    refused = "Not handed in yet, though due at this stage: B1 详细材料."
    assert str(tried(candidate, "supplement", cast.drafter)) == "Still missing: B1 详细材料."
    assert str(tried(candidate, "advance", cast.regional_office)) == refused
    cast.material(candidate, "B1")
    assert str(tried(candidate, "advance", cast.regional_office)) == refused
    cast.play(candidate, "supplement")
    assert [version.number for version in candidate.versions.all()] == [1, 2]
    assert str(tried(candidate, "supplement", cast.drafter)) == "Nothing has been added since it was last handed in."
    cast.play(candidate, "advance")
    assert candidate.stage == cast.field_evaluation


def test_where_a_stage_asks_nothing_nothing_is_supplemented(cast):
    candidate = cast.submission_in("under_review")
    cast.material(candidate, "")
    assert str(tried(candidate, "supplement", cast.drafter)) == "This stage asks no further materials."


# --- editions ---


def test_a_submission_keeps_the_edition_it_was_first_handed_in_under(cast):
    """Also when it comes back for correction; a draft follows the newest."""
    returned, draft = cast.submission_in("returned"), cast.draft()
    RoundRules.objects.update(edition=2)
    cast.requirement("A1", since=2)
    assert (returned.edition, lacking(returned)) == (1, [])
    assert (draft.edition, [one.code for one in lacking(draft)]) == (None, ["A1"])
    cast.material(draft, "A1")
    cast.play(draft, "submit")
    assert draft.edition == 2


# --- versions ---


def test_each_handing_in_freezes_a_numbered_version_that_its_transition_tells_of(cast):
    draft = cast.draft(summary="第一稿")
    cast.material(draft, "A1", b"%PDF-1.7 one", "一.pdf")
    cast.play(draft, "submit", "return")
    cast.material(draft, "A1", b"%PDF-1.7 two", "二.pdf")
    cast.play(draft, "resubmit", "recommend", "accept", "withdraw", "reopen")
    kept = list(Version.objects.order_by("number"))
    told = [row.details["frozen"] for row in draft.transitions.all() if "frozen" in row.details]
    assert told == [{"number": one.number, "code": one.code, "digest": one.digest} for one in kept]
    assert [one.transition.move for one in kept] == ["submit", "resubmit"]
    assert [[file.name for file in one.files.all()] for one in kept] == [["一.pdf"], ["一.pdf", "二.pdf"]]
    assert [digest(one.content) for one in kept] == [one.digest for one in kept]
    assert [list(versions.findings(one)) for one in kept] == [[], []]


def test_a_version_names_nothing_by_its_place_in_this_database(cast):
    version = cast.submission_in("submitted").versions.get()
    assert version.content["region"] == {"code": "150400", "path": "内蒙古自治区赤峰市"}
    assert sorted(key for key in version.content if key.endswith("id")) == []


@pytest.mark.once
@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("0123-4567-89AB-CDEF", "0123456789ABCDEF"),
        (" o123 4567 89ab cdef ", "0123456789ABCDEF"),
        ("oil1-0000-0000-0000", "0111000000000000"),
        ("0123-4567-89AB-CDE", None),
        ("0123-4567-89AB-CDEU", None),
        ("", None),
    ],
)
def test_a_code_is_read_as_people_type_it(typed, code):
    assert versions.read_code(typed) == code


# --- the rank that comes back ---


def test_who_is_reopened_gets_its_rank_back_unless_another_has_it_by_now(cast):
    first, second = cast.submission_in("submitted"), cast.submission_in("submitted")
    cast.play(first, "recommend", rank=1)
    cast.play(first, "rank", rank=2)
    cast.play(first, "withdraw", "reopen")
    assert first.rank == 2
    cast.play(first, "withdraw")
    cast.play(second, "recommend", rank=2)
    cast.play(first, "reopen")
    assert (first.status, first.rank, second.rank) == ("recommended", None, 2)
