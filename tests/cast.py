"""The cast: who acts in the tests, on what ground. `cast.submission_in(status)` plays a candidate to any status
through the same moves the offices make; nothing is inserted past the workflow.
"""

import hashlib
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from accounts.models import Role, Unit, User
from registry.models import Category, Counting, ReleaseKind, Round, SourceKind
from submissions import drafts, publishing, statements
from submissions.models import (
    Material,
    OfficialDocument,
    Quota,
    Requirement,
    RoundRules,
    SealedScan,
    Stage,
    StageKind,
    StoredFile,
)
from submissions.moves import MOVES
from submissions.workflow import move

from .places import inner_mongolia

# The shortest way from a draft to each status.
UNDER_REVIEW = ("submit", "recommend", "accept")
WAYS = {
    "draft": (),
    "submitted": ("submit",),
    "returned": ("submit", "return"),
    "recommended": ("submit", "recommend"),
    "under_review": UNDER_REVIEW,
    "not_shortlisted": (*UNDER_REVIEW, "stop"),
    "named": (*UNDER_REVIEW, "advance", "name"),
    "not_named": (*UNDER_REVIEW, "advance", "decline"),
    "withdrawn": ("submit", "withdraw"),
    "disqualified": ("submit", "disqualify"),
}
# unit: its division
UNITS = {
    "赤峰市司法局": "赤峰市",
    "松山区司法局": "松山区",
    "赤峰市委依法治市办": "赤峰市",
    "呼和浩特市司法局": "呼和浩特市",
    "呼和浩特市委依法治市办": "呼和浩特市",
    "自治区党委依法治区办": "内蒙古自治区",
    "实地评估组": "内蒙古自治区",
    "审计组": "内蒙古自治区",
}
# name in the tests: (username, role, unit)
PEOPLE = {
    "drafter": ("qiqige", Role.DRAFTER, "松山区司法局"),
    "colleague": ("saihan", Role.DRAFTER, "松山区司法局"),
    "other_drafter": ("bateer", Role.DRAFTER, "赤峰市司法局"),
    "city_office": ("wulan", Role.CITY_OFFICE, "赤峰市委依法治市办"),
    "far_drafter": ("narisu", Role.DRAFTER, "呼和浩特市司法局"),
    "far_city_office": ("gaowa", Role.CITY_OFFICE, "呼和浩特市委依法治市办"),
    "regional_office": ("tuya", Role.REGIONAL_OFFICE, "自治区党委依法治区办"),
    "second_person": ("chaolu", Role.REGIONAL_OFFICE, "自治区党委依法治区办"),
    "evaluator": ("suhe", Role.EVALUATOR, "实地评估组"),
    "auditor": ("ming", Role.AUDITOR, "审计组"),
    "administrator": ("hada", Role.ADMINISTRATOR, None),
    "superuser": ("root", Role.ADMINISTRATOR, None),
}
CITY_MOVES = ("recommend", "return", "withdraw", "reserve", "rank")


class Cast:
    """`cast.places["松山区"]`, `cast.units["松山区司法局"]`, `cast.drafter`, `cast.regional_office` …; one open
    round with two stages and no quotas."""

    def __init__(self):
        self.places = inner_mongolia()
        self.units = {
            unit.name: unit
            for unit in Unit.objects.bulk_create(
                Unit(name=name, region=self.places[place]) for name, place in UNITS.items()
            )
        }
        self.people = {who: self._person(who, *facts) for who, facts in PEOPLE.items()}
        User.objects.bulk_create(self.people.values())
        self.__dict__.update(self.people)
        self.round = self.make_round()
        self.review, self.field_evaluation = self.round.stages.order_by("order")

    def _person(self, who, username, role, unit):
        is_superuser = who == "superuser"
        return User(
            username=username,
            first_name=username,
            role=role,
            unit=self.units.get(unit),
            password="!",
            is_superuser=is_superuser,
            is_staff=is_superuser,
        )

    def make_round(self, code="2026", **rules):
        now = timezone.now()
        window = {"opens_at": now - timedelta(days=1), "closes_at": now + timedelta(days=30)}
        round = Round.objects.create(
            code=code,
            year=2026,
            name=f"{code}年全区法治政府建设示范创建",
            region=self.places["内蒙古自治区"],
            title_comprehensive="全区法治政府建设示范地区",
            title_single="全区法治政府建设示范项目",
        )
        RoundRules.objects.create(round=round, **{**window, **rules})
        Stage.objects.create(round=round, order=1, kind=StageKind.REVIEW, name="自治区评审")
        Stage.objects.create(
            round=round, order=2, kind=StageKind.FIELD_EVALUATION, name="实地评估", needs_document=True
        )
        return round

    def quota(self, limit, category=Category.SINGLE, city="赤峰市", **facts):
        return Quota.objects.create(
            **{"round": self.round, "city": self.places[city], "category": category, "limit": limit, **facts}
        )

    def document(self, title="关于命名的决定", **facts):
        known = {"round": self.round, "kind": SourceKind.DOCUMENT, "organ": "自治区党委依法治区办"}
        return OfficialDocument.objects.create(title=title, created_by=self.regional_office, **{**known, **facts})

    def requirement(self, code="A1", category=Category.SINGLE, **facts):
        """A material the cast's round asks for, in the edition its rules are in."""
        round = facts.pop("round", self.round)
        known = {"name": f"材料{code}", "since": round.rules.edition}
        return Requirement.objects.create(round=round, code=code, category=category, **{**known, **facts})

    def stored(self, content):
        """These bytes as a stored PDF of one page, put there past all checks."""
        sha256 = hashlib.sha256(content).hexdigest()
        found = StoredFile.objects.filter(sha256=sha256).first() or StoredFile(
            sha256=sha256, size=len(content), kind="pdf", pages=1
        )
        if found.pk is None:
            found.file.save(sha256, ContentFile(content))
        return found

    def material(self, submission, requirement="A1", content=b"%PDF-1.7 \xe6\x9d\x90\xe6\x96\x99", name="材料.pdf"):
        """A file of a submission, put there past all checks: for tests of what comes after the upload."""
        by = submission.created_by
        return Material.objects.create(
            submission=submission, requirement=requirement, name=name, file=self.stored(content), added_by=by
        )

    def seal(self, version, by=None, content=b"%PDF-1.7 \xe7\x9b\x96\xe7\xab\xa0"):
        """The sealed scan of a version, put there past all checks."""
        by = by or self.city_office
        facts = {"name": "盖章件.pdf", "read_from_paper": True, "by": by, "by_name": str(by), "at": timezone.now()}
        return SealedScan.objects.create(version=version, file=self.stored(content), **facts)

    def draft(self, by=None, round=None, **content):
        """A single-item draft of `by`'s unit (the drafter's), complete unless `content` says otherwise."""
        by = by or self.drafter
        content = {"category": Category.SINGLE, "region": by.city, "title": "松山区‘智慧+执法’ 改革", **content}
        return drafts.create(by, round or self.round, **content)

    def submission_in(self, status, by=None, **content):
        """A candidate played to `status`; one under review stands at the first stage."""
        submission = self.draft(by, **content)
        for name in WAYS[str(status)]:
            self.play(submission, name)
        return submission

    def asked_for_more(self):
        """A candidate at a first stage that asks a material, which is there and not handed in yet."""
        submission = self.submission_in("under_review")
        self.requirement("B1", from_stage=self.review)
        self.material(submission, "B1")
        return submission

    def at_last_stage(self, by=None, **content):
        submission = self.submission_in("under_review", by, **content)
        self.play(submission, "advance")
        return submission

    def play(self, submission, *names, **inputs):
        """Make the moves as whoever they belong to, entering what they ask; returns the last transition."""
        for name in names:
            given = {**self.inputs_for(name, submission), **inputs}
            transition = move(submission, name, self.who_makes(name, submission), **given)
        return transition

    def publish(self, kind, *submissions, **facts):
        """Publish a release of `kind` about these submissions, as two people of the regional office do it."""
        document = facts.pop("document", None) or self.document(round=submissions[0].round)
        if kind == ReleaseKind.NOTICE:
            facts = {"starts_on": timezone.localdate(), "days": 7, "counting": Counting.CALENDAR, **facts}
        draft = publishing.start(
            submissions[0].round, kind, document, self.regional_office, submissions=submissions, **facts
        )
        publishing.paste_signed_text(draft, self.regional_office, "\n".join(statements.printed_lines(draft)))
        for asked in draft.round.rules.asked_sign_offs:
            publishing.sign_off(draft, asked, self.regional_office, statements.digest_of(draft), note="已审核")
        return publishing.confirm(draft, self.second_person, statements.digest_of(draft))

    def who_makes(self, name, submission):
        drafting = name in ("submit", "resubmit", "supplement") or (name == "withdraw" and submission.status == "draft")
        if drafting:
            return submission.created_by
        if name in CITY_MOVES:
            return self.city_office if submission.city.code == "150400" else self.far_city_office
        return self.regional_office

    def inputs_for(self, name, submission=None):
        """Valid inputs for the move `name`, only those it asks for. A rank is never needed here and not given."""
        ready = {
            "reason": lambda: "理由充分",
            "corrections": lambda: "请补充佐证材料",
            "due_at": lambda: timezone.now() + timedelta(days=10),
            "document": lambda: self.document(round=submission.round if submission else self.round),
            "reserve": lambda: 1,
        }
        return {ask: ready[ask]() for ask in MOVES[name].asks if ask in ready}


@pytest.fixture
def cast(db):
    return Cast()


@pytest.fixture
def documents(cast):
    """`documents(title, **facts)` enters an official document of the cast's round."""
    return cast.document
