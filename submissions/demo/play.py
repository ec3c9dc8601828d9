"""The round of 2023, played: the demonstration accounts draft, recommend, review and publish, each their own part.

Only the round with its rules and stages, and the two sources, are entered directly; no submission, transition or
release is written but by `drafts`, `move` and `publishing`.
"""

from registry.models import NAME_UNDISCLOSED, Category, ReleaseKind, Round, SourceKind

from .. import drafts, publishing, statements
from ..messages import inbox
from ..models import OfficialDocument, RoundRules, Stage, StageKind
from ..workflow import move
from . import seed

RECOMMENDED = (*seed.REGIONS, *seed.PROJECTS, *[NAME_UNDISCLOSED] * seed.UNNAMED_PROJECTS)
ENTERED = (*seed.REGIONS, *seed.PROJECTS)
NAMED = (*seed.NAMED_REGIONS, *seed.PROJECTS)


def the_round_of_2023(places, people):
    round = _round(places)
    article, decision = _sources(round, people["region1"])
    candidates = [(name, _recommend(round, name, places, people)) for name in RECOMMENDED]
    _publish(round, ReleaseKind.RECOMMENDATION, article, RECOMMENDED, people)
    for name, candidate in candidates:
        _review(candidate, name in ENTERED, article, people["region1"])
    _publish(round, ReleaseKind.FIELD_EVALUATION, article, ENTERED, people)
    for name, candidate in candidates[: len(ENTERED)]:
        move(candidate, "name" if name in NAMED else "decline", people["region1"], document=decision)
    _publish(round, ReleaseKind.NAMING, decision, NAMED, people)
    RoundRules.objects.filter(round=round).update(closed=True)
    for user in people.values():  # it lies years back: nobody begins with a heap of unread messages
        inbox.mark_read(inbox.messages_of(user), user)


def _round(places):
    round = Round.objects.create(
        code=seed.CODE, name=seed.NAME, year=2023, region=places["内蒙古自治区"], **seed.TITLES
    )
    RoundRules.objects.create(round=round)
    Stage.objects.create(round=round, order=1, kind=StageKind.REVIEW, name=seed.REVIEW)
    Stage.objects.create(
        round=round, order=2, kind=StageKind.FIELD_EVALUATION, name=seed.FIELD_EVALUATION, needs_document=True
    )
    return round


def _sources(round, by):
    """The city's article, cited for who was recommended and who entered; the decision for who was named."""
    article = OfficialDocument(kind=SourceKind.PUBLICATION, title=seed.ARTICLE)
    decision = OfficialDocument(
        kind=SourceKind.DOCUMENT, title=seed.DECISION, organ=seed.DECISION_ORGAN, issued_on=seed.DECISION_DAY
    )
    for source in (article, decision):
        source.round, source.created_by = round, by
        source.save(force_insert=True)
    return article, decision


def _recommend(round, name, places, people):
    """松山区 files its own candidacy; the city's bureau files the others for the city."""
    drafter = people["drafter2" if name == "松山区" else "drafter1"]
    candidate = drafts.create(drafter, round, **_content(name, places))
    move(candidate, "submit", drafter)
    move(candidate, "recommend", people["city"])
    return candidate


def _content(name, places):
    if name in seed.REGIONS:
        return {"category": Category.COMPREHENSIVE, "region": places[name]}
    project = {"category": Category.SINGLE, "region": places["赤峰市"]}
    return project | ({"name_undisclosed": True} if name == NAME_UNDISCLOSED else {"title": name})


def _review(candidate, entered, article, by):
    move(candidate, "accept", by)
    if entered:
        move(candidate, "advance", by, document=article)
    else:
        move(candidate, "stop", by, reason=seed.NOT_ENTERED, document=article)


def _publish(round, kind, source, signed, people):
    """Drafted, put in the source's order and signed off by one person of the regional office, confirmed by another."""
    draft = publishing.start(round, kind, source, people["region1"])
    publishing.paste_signed_text(draft, people["region1"], "\n".join(signed))
    publishing.order_as_signed(draft, people["region1"])
    seen = statements.digest_of(draft)
    for asked in round.rules.asked_sign_offs:
        publishing.sign_off(draft, asked, people["region1"], seen)
    publishing.confirm(draft, people["region2"], seen)
