"""Any sequence of moves, edits and uploads: no city exceeds its quota, no frozen version changes, nothing is changed
that was not open. What is open is kept here from what was pressed, not asked of the code that guards it.
"""

import hashlib

import pytest
from django.core.files.base import ContentFile
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from submissions import drafts, invariants, materials, ranking, substitution, versions
from submissions.models import Quota, StoredFile, Submission, Version
from submissions.moves import MOVES
from submissions.parts import FIELDS
from submissions.quotas import places_held
from submissions.workflow import MoveRefused, move

pytestmark = pytest.mark.django_db
CODES = ("A1", "A2", "B1", "")
RETURNED = ((), ("title",), ("material:A1",), ("summary", "material:"), ("title", "lead_unit", "material:B1"))
EVERYTHING = {*FIELDS, *(f"material:{code}" for code in CODES)}
WRITTEN = ("title", "lead_unit", "summary", "contact", "category")
BACK_AND_FORTH = ("return", "send_back", "resubmit")
LEAVING = ("withdraw", "disqualify", "stop", "decline", "name")  # tried more seldom: little happens after it
WHICH = st.integers(0, 2)
PRESS = st.tuples(st.just("press"), WHICH, st.integers(0, 999), st.sampled_from(RETURNED))
STEPS = st.one_of(
    PRESS,
    PRESS,
    PRESS,
    st.tuples(st.just("write"), WHICH, st.sampled_from(WRITTEN), st.integers(0, 2)),
    st.tuples(st.just("add"), WHICH, st.sampled_from(CODES), st.integers(0, 2)),
    st.tuples(st.just("remove"), WHICH, st.integers(0, 3), st.none()),
    st.tuples(st.just("rank_all"), WHICH, st.permutations([1, 2, 3]), st.none()),
    st.tuples(st.just("substitute"), WHICH, WHICH, st.none()),
)


class Walk:
    """Three candidates for one place, handed in. `opened` says what may be changed in each, `kept` what was frozen."""

    def __init__(self, cast, files):
        self.cast, self.files, self.kept = cast, files, {}
        self.candidates = [cast.submission_in("submitted", title=title) for title in "甲乙丙"]
        self.opened = {one.pk: EVERYTHING for one in self.candidates}
        self.seen = {one.pk: self.content(one) for one in self.candidates}

    def step(self, way, which, what, how):
        one = self.candidates[which]
        one.refresh_from_db()
        try:
            with transaction.atomic():
                getattr(self, way)(one, what, how)
        except (MoveRefused, materials.Refused):
            one.refresh_from_db()
        self.look(one)

    def press(self, one, number, parts):
        fitting = [name for name in MOVES if one.status in MOVES[name].sources]
        likely = [name for name in fitting if name not in LEAVING] * 5 + fitting
        likely += [name for name in fitting if name in BACK_AND_FORTH] * 5
        name = likely[number % len(likely)]
        inputs = self.cast.inputs_for(name, one)
        if "parts" in MOVES[name].asks:
            inputs["parts"] = dict.fromkeys(parts, "改")
        if name in ("recommend", "rank", "reserve"):
            inputs["reserve" if name == "reserve" else "rank"] = len(parts) + 1
        move(one, name, self.cast.who_makes(name, one), **inputs)
        if name in ("return", "send_back"):
            self.opened[one.pk] = set(parts) or EVERYTHING

    def write(self, one, field, number):
        value = ["comprehensive", "single", "single"][number] if field == "category" else f"{field}{number}"
        drafts.edit(one, self.cast.drafter, **{field: value})

    def add(self, one, code, number):
        materials.add(one, self.cast.drafter, self.files[number], "材料.pdf", code)

    def remove(self, one, number, _how):
        held = list(one.materials.order_by("pk"))
        if number < len(held):
            materials.remove(held[number], self.cast.drafter)

    def rank_all(self, one, ranks, _how):
        seen = dict(Submission.objects.filter(status="recommended").values_list("pk", "version"))
        given = dict(zip(sorted(seen), ranks, strict=False))
        ranking.set_ranks(self.cast.city_office, self.cast.round, one.category, seen, given)

    def substitute(self, leaving, which, _how):
        coming = Submission.objects.get(pk=self.candidates[which].pk)
        substitution.substitute(leaving, coming, self.cast.city_office, "退出")

    def content(self, one):
        """{part: what it holds}."""
        held = {f"material:{code}": set() for code in CODES}
        for code, file in one.materials.values_list("requirement", "file"):
            held[f"material:{code}"].add(file)
        return {field: getattr(one, field) for field in FIELDS} | held

    def open_now(self, one):
        if one.status == "draft":
            return EVERYTHING
        if one.status == "returned":
            return self.opened[one.pk]
        at_review = one.status == "under_review" and one.stage == self.cast.review
        return {"material:B1"} if at_review else set()

    def look(self, one):
        now, before = self.content(one), self.seen[one.pk]
        changed = {part for part in now if now[part] != before[part]}
        assert changed - self.open_now(one) == set()
        self.seen[one.pk] = now
        self.nothing_frozen_changed()
        assert [quota.limit >= quota.used == places_held(quota) for quota in Quota.objects.all()] == [True]

    def nothing_frozen_changed(self):
        found = {one.pk: self.frozen(one) for one in Version.objects.prefetch_related("files__file")}
        assert {pk: found[pk] for pk in self.kept} == self.kept
        self.kept = found

    def frozen(self, version):
        files = sorted((one.order, one.name, one.file.sha256) for one in version.files.all())
        return version.number, version.code, version.digest, version.content, files


def stored(content):
    sha256 = hashlib.sha256(content).hexdigest()
    file = StoredFile(sha256=sha256, size=len(content), kind="pdf", pages=1)
    file.file.save(sha256, ContentFile(content))
    return file


@settings(
    max_examples=22,
    deadline=None,
    database=None,
    derandomize=True,
    phases=(Phase.generate,),  # a walk that fails is shown as it was found: shortening it would take minutes
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(steps=st.lists(STEPS, min_size=30, max_size=60))
def test_no_quota_is_exceeded_no_version_changes_and_nothing_is_open_that_was_not_returned(cast, files, steps):
    with transaction.atomic():
        walk = Walk(cast, files)
        for step in steps:
            walk.step(*step)
        assert [found for version in Version.objects.all() for found in versions.findings(version)] == []
        assert [found for _one, found in invariants.submissions()] == [[]] * 3
        transaction.set_rollback(True)


@pytest.fixture
def files(cast):
    cast.quota(1)
    cast.requirement("A1", required=False)
    cast.requirement("A2", required=False)
    cast.requirement("B1", required=False, from_stage=cast.review)
    return [stored(f"%PDF-1.7 {number}".encode()) for number in range(3)]
