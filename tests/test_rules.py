"""Which rule of a round may change in which state: what somebody was judged by stays, all else may be mended."""

from datetime import date, datetime, timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.utils import timezone

from registry.digests import digest
from submissions.models import Extension, Quota, RoundRules, Stage
from submissions.rules import limits, stages, windows
from submissions.rules.holding import RulesRefused, RulesStale
from submissions.workflow import MoveRefused, move

pytestmark = pytest.mark.django_db
BEIJING = timezone.get_default_timezone()
NOW = datetime(2026, 3, 10, 12, tzinfo=BEIJING)
FIRST, LAST = datetime(2026, 3, 1, tzinfo=BEIJING), datetime(2026, 3, 16, tzinfo=BEIJING)
DAY = timedelta(days=1)
ROUND_TABLES = (RoundRules, Stage, Quota, Extension, LogEntry)


def refused(act, *args, **facts):
    """The sentence with which a change of the rules is refused, or None; a refusal writes nothing."""
    before = [list(model.objects.order_by("pk").values()) for model in ROUND_TABLES]
    try:
        act(*args, **facts)
    except RulesRefused as sentence:
        assert [list(model.objects.order_by("pk").values()) for model in ROUND_TABLES] == before
        return str(sentence)
    return None


def rules_of(cast):
    return RoundRules.objects.select_related("round").get(round=cast.round)


# --- the window ---


@pytest.fixture
def march(cast):
    """A window from the 1st to the 15th of March 2026, 24:00."""
    RoundRules.objects.update(opens_at=FIRST, closes_at=LAST)
    return cast


def set_window(cast, opens_at=FIRST, closes_at=LAST, closed=False, at=NOW):
    rules = rules_of(cast)
    seen = digest(windows.window_of(rules))
    return refused(windows.set_window, rules, cast.regional_office, seen, opens_at, closes_at, closed, at=at)


def handed_in(cast, at, by=None):
    move(draft := cast.draft(by), "submit", draft.created_by, at=at)


LATE = "1 件申报在2026年3月8日24:00以后提交\uff0c这样设置会使其逾期。"
PAST = "这一时间已过\uff0c而各地已在填报。要立即停止接收\uff0c请勾选“已关闭”。"
EARLY = "2 件申报在2026年3月10日00:00以前提交\uff0c开始时间不能晚于已有的提交。"
WINDOWS = {
    # (what is there, what is asked): the sentence, or None
    ("nothing", "later"): None,
    ("nothing", "earlier, in the future"): None,
    ("nothing", "in the past"): None,
    ("nothing", "opens later"): None,
    ("nothing", "ends before it begins"): "截止时间须晚于开始时间。",
    ("a draft", "later"): None,
    ("a draft", "earlier, in the future"): None,
    ("a draft", "in the past"): PAST,
    ("a draft", "opens later"): None,
    ("a draft", "unknown"): None,
    ("submissions", "later"): None,
    ("submissions", "earlier, in the future"): None,
    ("submissions", "in the past"): PAST,
    ("submissions", "before one of them"): LATE,
    ("submissions", "opens later"): EARLY,
    ("submissions", "opens before them"): None,
    ("submissions", "unknown"): None,
    ("submissions", "closed by hand"): None,
}
THERE = {
    "nothing": (),
    "a draft": ((None, None),),
    "submissions": ((None, NOW - 7 * DAY), ("other_drafter", NOW - DAY)),
}
ASKED = {
    "later": {"closes_at": LAST + 5 * DAY},
    "earlier, in the future": {"closes_at": NOW + DAY},
    "in the past": {"closes_at": NOW - timedelta(hours=1)},
    "before one of them": {"closes_at": datetime(2026, 3, 9, tzinfo=BEIJING)},
    "opens later": {"opens_at": datetime(2026, 3, 10, tzinfo=BEIJING)},
    "opens before them": {"opens_at": FIRST + DAY},
    "ends before it begins": {"opens_at": LAST + DAY},
    "unknown": {"opens_at": None, "closes_at": None},
    "closed by hand": {"closed": True},
}


@pytest.mark.parametrize(("there", "asked"), WINDOWS)
def test_a_window_is_moved_only_where_nobody_is_caught_by_it(march, there, asked):
    for by, at in THERE[there]:
        handed_in(march, at, by and march.people[by]) if at else march.draft()
    assert set_window(march, **ASKED[asked]) == WINDOWS[there, asked]
    stored = rules_of(march)
    wanted = {"opens_at": FIRST, "closes_at": LAST, "closed": False}
    wanted |= {} if WINDOWS[there, asked] else ASKED[asked]
    assert {name: getattr(stored, name) for name in wanted} == wanted


def test_a_past_window_stays_as_it_was_while_something_else_of_it_is_changed(march):
    march.draft()
    assert set_window(march, closed=True, at=LAST + DAY) is None


# --- extensions ---


def extend(cast, city="赤峰市", closes_at=LAST + 3 * DAY, at=NOW, by="regional_office"):
    rules = rules_of(cast)
    seen, by = digest(windows.extensions_of(rules)), cast.people[by]
    return refused(windows.extend, rules, by, seen, cast.places[city], closes_at, "暴雪", at=at)


def test_an_extension_lets_its_city_submit_until_its_own_last_instant_and_nobody_else(march):
    assert extend(march) is None
    moment = timedelta(microseconds=1)
    answers = {}
    for who in ("drafter", "far_drafter"):
        for at in (LAST - moment, LAST, LAST + 3 * DAY - moment, LAST + 3 * DAY):
            draft = march.draft(march.people[who])
            try:
                move(draft, "submit", draft.created_by, at=at)
                answers.setdefault(who, []).append(None)
            except MoveRefused as sentence:
                answers.setdefault(who, []).append(str(sentence))
    late = "这一批次的申报截至2026年3月%s日24:00\uff08北京时间\uff09\uff0c现已截止。"
    assert answers == {"drafter": [None, None, None, late % 18], "far_drafter": [None, late % 15, late % 15, late % 15]}


@pytest.mark.parametrize(
    ("state", "closes_at", "sentence"),
    [
        ({}, LAST, "本批次自身截至2026年3月15日24:00\uff0c延期须晚于这一时间。"),
        ({}, LAST - DAY, "本批次自身截至2026年3月15日24:00\uff0c延期须晚于这一时间。"),
        ({"closes_at": FIRST + DAY}, NOW - DAY, "延期的截止时间须晚于当前时间。"),
        ({"closes_at": None}, LAST, "本批次没有设定截止时间\uff0c无从延期。"),
        ({"closed": True}, LAST + DAY, "本批次已手动关闭\uff0c延期不起作用。请先取消关闭。"),
        ({"closes_at": FIRST + DAY}, NOW + DAY, None),
    ],
)
def test_an_extension_is_later_than_the_rounds_own_end_and_in_the_future(march, state, closes_at, sentence):
    RoundRules.objects.update(**state)
    assert extend(march, closes_at=closes_at) == sentence


def test_the_last_extension_of_a_city_counts_and_a_round_that_closes_later_by_now_outlasts_it(march):
    chifeng = march.places["赤峰市"]
    extend(march, closes_at=LAST + 5 * DAY)
    extend(march, closes_at=LAST + 2 * DAY)
    extend(march, "包头市", closes_at=LAST + 9 * DAY)
    assert rules_of(march).closes_for(chifeng) == LAST + 2 * DAY
    assert set_window(march, closes_at=LAST + 4 * DAY) is None
    assert rules_of(march).closes_for(chifeng) == LAST + 4 * DAY


def test_of_two_officials_who_extend_at_once_the_second_is_told(march):
    rules = rules_of(march)
    seen = digest(windows.extensions_of(rules))
    city = march.places["赤峰市"]
    windows.extend(rules, march.regional_office, seen, city, LAST + DAY, "暴雪", at=NOW)
    with pytest.raises(RulesStale) as told:
        windows.extend(rules, march.second_person, seen, city, LAST + 2 * DAY, "大风", at=NOW)
    moment = timezone.localtime(LogEntry.objects.get().action_time)
    day = f"{moment.year}年{moment.month}月{moment.day}日{moment:%H:%M}"
    assert str(told.value) == (
        f"tuya 先于您在{day}修改了本批次规则\uff08赤峰市延期\uff09。您的内容尚未保存\uff0c请查看现在的规则。"
    )
    assert Extension.objects.count() == 1


# --- what is asked ---


def set_asks(cast, **changed):
    rules = rules_of(cast)
    seen = digest(windows.asks_of(rules))
    asks = {name: getattr(rules, name) for name in windows.ASKS} | changed
    return refused(windows.set_asks, rules, cast.regional_office, seen, **asks)


RANKED = "2 件申报已按现行规定推荐\uff0c本批次不再改变这一规定。"
SEALED = "2 件申报已按现行规定受理\uff0c本批次不再改变这一规定。"
ASKS = {
    ("submitted", "asks_rank"): None,
    ("submitted", "asks_sealed_scan"): None,
    ("recommended", "asks_rank"): RANKED,
    ("recommended", "asks_sealed_scan"): None,
    ("under_review", "asks_rank"): RANKED,
    ("under_review", "asks_sealed_scan"): SEALED,
    ("under_review", "asks_scan"): None,
    ("under_review", "asks_approval"): None,
}


@pytest.mark.parametrize(("status", "name"), ASKS)
def test_what_candidates_were_judged_by_is_asked_to_the_end_of_the_round(cast, status, name):
    for by in (cast.drafter, cast.other_drafter):
        cast.submission_in(status, by)
    now = getattr(rules_of(cast), name)
    assert set_asks(cast, **{name: not now}) == ASKS[status, name]
    assert getattr(rules_of(cast), name) == (now if ASKS[status, name] else not now)


# --- stages ---


def change_stage(cast, stage, **changed):
    rules = rules_of(cast)
    facts = {name: getattr(stage, name) for name in stages.FIELDS} | {"place": stage.order} | changed
    return refused(stages.change, rules, cast.regional_office, digest(stages.stages_of(rules)), stage, **facts)


def add_stage(cast, place):
    rules, seen = rules_of(cast), digest(stages.stages_of(rules_of(cast)))
    facts = dict.fromkeys(stages.FIELDS) | {"kind": "survey", "name": "群众满意度测评"}
    facts |= {"needs_document": False, "needs_notice": False}
    return refused(stages.add, rules, cast.regional_office, seen, place, **facts)


def remove_stage(cast, stage):
    rules, seen = rules_of(cast), digest(stages.stages_of(rules_of(cast)))
    return refused(stages.remove, rules, cast.regional_office, seen, stage)


def names_in_order(cast):
    found = list(cast.round.stages.order_by("order").values_list("order", "name"))
    assert [order for order, _name in found] == list(range(1, len(found) + 1))
    return [name[:2] for _order, name in found]


AT_REVIEW = "1 件申报已进入“自治区评审”\uff0c到这一阶段为止的顺序不再改变。"
AT_FIELD = "1 件申报已进入“实地评估”\uff0c到这一阶段为止的顺序不再改变。"
KIND = "1 件申报已进入该阶段\uff0c其类型不再改变。"
PASSED = "1 件申报已通过该阶段\uff0c通过条件不再改变。"
DECIDED = "1 件申报已在最后阶段得出结果\uff0c阶段及其顺序不再改变。"
# what is done to which stage × how far a candidate has come: recommended, at the review, at the field evaluation, named
STAGES = {
    "put the last first": (None, AT_REVIEW, AT_FIELD, DECIDED),
    "add one before all": (None, AT_REVIEW, AT_FIELD, DECIDED),
    "add one between": (None, None, AT_FIELD, DECIDED),
    "add one after all": (None, None, None, DECIDED),
    "remove the first": (None, AT_REVIEW, AT_FIELD, DECIDED),
    "remove the last": (None, None, AT_FIELD, DECIDED),
    "other kind for the first": (None, KIND, KIND, KIND),
    "the first asks a document": (None, None, PASSED, PASSED),
    "the last asks a notice": (None, None, None, PASSED),
    "other dates and name for the first": (None, None, None, None),
}
HOW_FAR = ("recommended", "review", "field", "named")
DO = {
    "put the last first": lambda cast: change_stage(cast, cast.field_evaluation, place=1),
    "add one before all": lambda cast: add_stage(cast, 1),
    "add one between": lambda cast: add_stage(cast, 2),
    "add one after all": lambda cast: add_stage(cast, 3),
    "remove the first": lambda cast: remove_stage(cast, cast.review),
    "remove the last": lambda cast: remove_stage(cast, cast.field_evaluation),
    "other kind for the first": lambda cast: change_stage(cast, cast.review, kind="other"),
    "the first asks a document": lambda cast: change_stage(cast, cast.review, needs_document=True),
    "the last asks a notice": lambda cast: change_stage(cast, cast.field_evaluation, needs_notice=True),
    "other dates and name for the first": lambda cast: change_stage(
        cast, cast.review, name="书面评审", starts_on=date(2026, 4, 1)
    ),
}


@pytest.mark.parametrize("what", STAGES)
@pytest.mark.parametrize("how_far", HOW_FAR)
def test_stages_change_only_where_nobody_was_judged_by_them(cast, what, how_far):
    if how_far in ("recommended", "named"):
        cast.submission_in(how_far)
    else:
        {"review": lambda: cast.submission_in("under_review"), "field": cast.at_last_stage}[how_far]()
    assert DO[what](cast) == STAGES[what][HOW_FAR.index(how_far)]
    assert len(names_in_order(cast)) in (1, 2, 3)


def test_a_stage_takes_the_place_it_is_given_and_the_others_move(cast):
    assert add_stage(cast, 2) is None
    assert names_in_order(cast) == ["自治", "群众", "实地"]
    assert change_stage(cast, cast.review, place=3) is None
    assert names_in_order(cast) == ["群众", "实地", "自治"]
    assert remove_stage(cast, Stage.objects.get(kind="survey")) is None
    assert names_in_order(cast) == ["实地", "自治"]


def test_a_stage_from_which_a_material_is_due_is_not_removed(cast):
    asked = cast.requirement("B1", from_stage=cast.field_evaluation)
    assert remove_stage(cast, cast.field_evaluation) == "以下材料自该阶段起应交\uff1aB1 材料B1。请先修改这些要求。"
    type(asked).objects.update(until=2)
    RoundRules.objects.update(edition=2)
    assert remove_stage(cast, cast.field_evaluation) == "已有申报按自该阶段起应交的材料要求提交\uff0c该阶段须保留。"


# --- quotas ---


def set_limits(cast, **wanted):
    """Keywords `chifeng_single=3`."""
    rules = rules_of(cast)
    codes = {"chifeng": "150400", "baotou": "150200"}
    cells = {key: key.split("_") for key in wanted}
    places = {(codes[city], category): wanted[key] for key, (city, category) in cells.items()}
    return refused(limits.set_limits, rules, cast.regional_office, digest(limits.limits_of(rules)), places)


def stored_limits():
    return sorted(Quota.objects.values_list("city__code", "category", "limit", "used"))


@pytest.mark.parametrize("before", [None, 3])
@pytest.mark.parametrize(("limit", "accepted"), [(0, False), (1, False), (2, True), (5, True), (None, True)])
def test_a_quota_is_counted_anew_and_not_set_below_what_is_used(cast, before, limit, accepted):
    if before:
        cast.quota(before)
    for by in (cast.drafter, cast.other_drafter):
        cast.submission_in("recommended", by)
    there = stored_limits()
    sentence = "赤峰市单项示范已推荐 2 个\uff0c名额不能低于这一数量。"
    assert set_limits(cast, chifeng_single=limit) == (None if accepted else sentence)
    after = [] if limit is None else [("150400", "single", limit, 2)]
    assert stored_limits() == (after if accepted else there)


def test_all_quotas_are_set_or_none(cast):
    cast.submission_in("recommended")
    refusal = "赤峰市单项示范已推荐 1 个\uff0c名额不能低于这一数量。"
    assert set_limits(cast, baotou_single=2, chifeng_single=0) == refusal
    assert stored_limits() == []
    assert set_limits(cast, baotou_single=2, chifeng_single=1, chifeng_comprehensive=0) is None
    assert stored_limits() == [
        ("150200", "single", 2, 0),
        ("150400", "comprehensive", 0, 0),
        ("150400", "single", 1, 1),
    ]


def test_the_cities_of_a_round_are_those_of_its_organiser_in_official_order(cast):
    assert [city.name for city in limits.cities_of(cast.round)] == ["呼和浩特市", "包头市", "赤峰市", "通辽市"]


# --- whoever it is not ---


@pytest.mark.parametrize("who", ["drafter", "city_office", "evaluator", "auditor", "administrator", "superuser"])
def test_only_the_regional_office_sets_rules(march, who):
    assert extend(march, by=who) == "批次规则由自治区依法治区办设定。"
