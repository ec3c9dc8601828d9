"""The way to the public: refused, with nothing written, until a second person confirms what was signed and compared."""

import pytest
from django.db import IntegrityError, transaction

from registry.models import Category, Entry, Outcome, Release, ReleaseItem, ReleaseKind
from submissions import publishing, statements
from submissions.comparison import Difference, compare
from submissions.models import DraftRelease, RoundRules, SignOff, Submission

pytestmark = pytest.mark.django_db
TITLES = ("甲‘智慧+交通’ 助力", "乙 建机制 促改革", "丙 提升执法能力")
FIRST, SECOND, THIRD = TITLES


@pytest.fixture
def three(cast):
    return [cast.submission_in("recommended", title=title) for title in TITLES]


@pytest.fixture
def draft(cast, three):
    return publishing.start(cast.round, ReleaseKind.RECOMMENDATION, cast.document(), cast.regional_office)


@pytest.fixture
def ready(cast, draft):
    """A draft that a second person could confirm now."""
    publishing.paste_signed_text(draft, cast.regional_office, "\n".join(TITLES))
    sign(cast, draft)
    return draft


def sign(cast, draft, by=None):
    for kind in ("secrecy_review", "approval"):
        publishing.sign_off(draft, kind, by or cast.regional_office, statements.digest_of(draft))


def confirm(draft, by):
    return publishing.confirm(draft, by, statements.digest_of(draft))


def refusal(act, *args, **kwargs):
    """The sentences with which `act` is refused; nothing public was written by it."""
    before = [model.objects.count() for model in (Release, ReleaseItem, Entry)]
    with pytest.raises(publishing.PublishRefused) as caught:
        act(*args, **kwargs)
    assert [model.objects.count() for model in (Release, ReleaseItem, Entry)] == before
    return caught.value.sentences


def words(release):
    return [item.text.name for item in release.items.order_by("order")]


def set_rules(cast, **rules):
    RoundRules.objects.filter(round=cast.round).update(**rules)


# --- the whole way ---


def test_what_was_drafted_signed_compared_and_confirmed_is_what_the_public_reads(cast, ready, three):
    release = confirm(ready, cast.second_person)
    assert words(release) == list(TITLES)
    assert (release.number, release.kind, release.source_title) == (1, "recommendation_list", "关于命名的决定")
    assert (ready.state, ready.confirmed_by, ready.release) == ("published", cast.second_person, release)
    for one in three:
        one.refresh_from_db()
        assert (one.entry.outcome, one.entry.recommended.release) == (Outcome.RECOMMENDED, release)


def test_a_preview_is_what_is_then_published_and_writes_nothing(cast, ready):
    release, pairs = publishing.preview(ready)
    assert (Release.objects.count(), Entry.objects.count()) == (0, 0)
    written = confirm(ready, cast.second_person)
    assert (release.number, release.kind) == (written.number, written.kind)
    assert [(item.order, item.region_path, text.name) for item, text in pairs] == [
        (item.order, item.region_path, item.text.name) for item in written.items.order_by("order")
    ]


def test_an_entry_goes_from_list_to_list_under_one_name_in_the_public(cast):
    one = cast.submission_in("recommended", title=FIRST)
    cast.publish(ReleaseKind.RECOMMENDATION, one)
    cast.play(one, "accept", "advance")
    cast.publish(ReleaseKind.FIELD_EVALUATION, one)
    cast.play(one, "name")
    cast.publish(ReleaseKind.NAMING, one)
    entry = Entry.objects.get()
    outcomes = [item.outcome for item in entry.items.order_by("release__number")]
    assert (outcomes, entry.outcome) == (["recommended", "entered_field_evaluation", "named"], "named")


def test_who_entered_and_was_not_named_is_stated_and_not_printed(cast):
    named, declined = cast.submission_in("named", title=FIRST), cast.submission_in("not_named", title=SECOND)
    release = cast.publish(ReleaseKind.NAMING, named, declined)
    stated = [(item.text.name, item.printed, item.outcome) for item in release.items.order_by("order")]
    assert stated == [(FIRST, True, "named"), (SECOND, False, "not_named")]


# --- who stands in a draft ---


def in_draft(cast, kind):
    draft = publishing.start(cast.round, kind, cast.document(), cast.regional_office)
    return [item.name for item in draft.items.order_by("order")]


def test_each_kind_takes_up_who_stands_there(cast):
    statuses = ("draft", "submitted", "returned", "recommended", "under_review", "not_shortlisted", "withdrawn")
    for status in (*statuses, "disqualified", "named", "not_named"):
        cast.submission_in(status, title=status)
    cast.at_last_stage(title="at_last_stage")
    held = ["recommended", "under_review", "not_shortlisted", "named", "not_named", "at_last_stage"]
    assert in_draft(cast, ReleaseKind.RECOMMENDATION) == held
    assert in_draft(cast, ReleaseKind.FIELD_EVALUATION) == ["named", "not_named", "at_last_stage"]
    assert in_draft(cast, ReleaseKind.NAMING) == ["named", "not_named"]


def test_what_a_release_has_stated_is_not_taken_up_again(cast, three):
    cast.publish(ReleaseKind.RECOMMENDATION, *three[:2])
    assert in_draft(cast, ReleaseKind.RECOMMENDATION) == [THIRD]


def test_regions_stand_before_projects_and_cities_in_official_order(cast):
    cast.submission_in("recommended", title="赤峰的项目")
    cast.submission_in("recommended", by=cast.far_drafter, title="呼市的项目")
    cast.submission_in("recommended", category=Category.COMPREHENSIVE, region=cast.places["松山区"], title="")
    assert in_draft(cast, ReleaseKind.RECOMMENDATION) == ["松山区", "呼市的项目", "赤峰的项目"]


def test_a_draft_of_nothing_is_refused(cast):
    cast.draft()
    start = (cast.round, ReleaseKind.NAMING, cast.document(), cast.regional_office)
    assert refusal(publishing.start, *start) == ["没有可列入这类发布的候选对象：没有处于相应环节且尚未公布的申报。"]
    assert DraftRelease.objects.count() == 0


def test_a_document_of_another_round_carries_no_release(cast, three):
    other = cast.document(round=cast.make_round("2027"))
    start = (cast.round, ReleaseKind.RECOMMENDATION, other, cast.regional_office)
    assert refusal(publishing.start, *start) == ["该文件属于另一批次。"]


@pytest.mark.parametrize("who", ["drafter", "city_office", "auditor", "evaluator", "administrator", "superuser"])
def test_nobody_else_publishes(cast, ready, who):
    user, sentence = getattr(cast, who), ["只有自治区依法治区办可以发布。"]
    item = ready.items.first()
    assert refusal(publishing.start, cast.round, ReleaseKind.RECOMMENDATION, ready.document, user) == sentence
    assert refusal(publishing.change_item, item, user, "别的") == sentence
    assert refusal(publishing.drop_item, item, user) == sentence
    assert refusal(publishing.paste_signed_text, ready, user, "别的") == sentence
    assert refusal(publishing.order_as_signed, ready, user) == sentence
    assert refusal(publishing.sign_off, ready, "approval", user, statements.digest_of(ready)) == sentence
    assert refusal(publishing.discard, ready, user) == sentence
    assert refusal(confirm, ready, user) == sentence
    ready.refresh_from_db()
    assert (ready.state, ready.signed_text) == ("open", "\n".join(TITLES))


# --- the comparison ---

CHANGED = [
    ("甲‘智慧+交通’ 助力", "甲’智慧+交通’ 助力", 2),
    ("甲‘智慧+交通’ 助力", "甲‘智慧＋交通’ 助力", 5),
    ("甲‘智慧+交通’ 助力", "甲‘智慧+交通’　助力", 9),
    ("甲‘智慧+交通’ 助力", "甲‘智慧+交通’助力", 9),
    ("甲‘智慧+交通’ 助力", "甲‘智慧+交通’ 助力。", 12),
    ("甲‘智慧+交通’ 助力", "甲‘智慧+交通’ 助", 11),
]


@pytest.mark.parametrize(("ours", "signed", "position"), CHANGED)
def test_one_changed_character_is_named_with_its_line_and_place(cast, ready, ours, signed, position):
    publishing.paste_signed_text(ready, cast.regional_office, "\n".join([signed, SECOND, THIRD]))
    sentence = f"第 1 行第 {position} 个字符不一致：名单为“{ours}”，签发文本为“{signed}”。"
    assert refusal(confirm, ready, cast.second_person) == [sentence]


@pytest.mark.parametrize(
    ("lines", "sentences"),
    [
        ((FIRST, THIRD), [f"名单第 2 行在签发文本中没有：“{SECOND}”。"]),
        ((FIRST, SECOND, THIRD, "丁"), ["签发文本第 4 行未列入名单：“丁”。"]),
        ((FIRST, FIRST, SECOND, THIRD), [f"签发文本第 1 行未列入名单：“{FIRST}”。"]),
        (("丁", FIRST, SECOND, THIRD), ["签发文本第 1 行未列入名单：“丁”。"]),
        ((), ["尚未粘贴签发文件所载名单。"]),
        ((" \n　\n",), ["尚未粘贴签发文件所载名单。"]),
    ],
)
def test_a_missing_and_an_extra_line_are_named(cast, ready, lines, sentences):
    publishing.paste_signed_text(ready, cast.regional_office, "\n".join(lines))
    assert refusal(confirm, ready, cast.second_person) == sentences


def test_another_order_is_a_difference_until_the_list_follows_the_signed_text(cast, ready):
    publishing.paste_signed_text(ready, cast.regional_office, "\n".join([THIRD, FIRST, SECOND]))
    assert len(refusal(confirm, ready, cast.second_person)) == 2
    publishing.order_as_signed(ready, cast.regional_office)
    sign(cast, ready)
    assert words(confirm(ready, cast.second_person)) == [THIRD, FIRST, SECOND]


def test_blank_lines_and_space_around_a_line_do_not_count(cast, ready):
    publishing.paste_signed_text(ready, cast.regional_office, f"\n  {FIRST}　\r\n\r\n{SECOND}\n\t{THIRD}\n\n")
    assert words(confirm(ready, cast.second_person)) == list(TITLES)


def test_a_comparison_tells_the_fewest_differences():
    assert compare(["甲", "乙", "丙"], ["甲", "乙", "丙"]) == []
    assert compare(["甲", "丙"], ["甲", "乙", "丙"]) == [Difference("missing", 2, signed="乙")]
    assert compare(["甲", "乙", "丙"], ["甲", "丙"]) == [Difference("extra", 2, ours="乙")]
    assert compare(["甲", "乙"], ["甲", "己"]) == [Difference("changed", 2, "乙", "己", 1)]
    assert [one.kind for one in compare([], ["甲", "乙"])] == ["missing", "missing"]


# --- sign-off ---


def test_without_sign_off_and_text_everything_missing_is_said_at_once(cast, draft):
    assert refusal(confirm, draft, cast.second_person) == [
        "尚未完成保密审查。",
        "尚未完成审批。",
        "尚未粘贴签发文件所载名单。",
    ]


def test_a_round_that_asks_for_no_sign_off_gets_by_without(cast, draft):
    set_rules(cast, asks_secrecy_review=False, asks_approval=False)
    publishing.paste_signed_text(draft, cast.regional_office, "\n".join(TITLES))
    draft.round.rules.refresh_from_db()
    assert publishing.blockers(draft, cast.second_person) == []
    assert refusal(publishing.sign_off, draft, "approval", cast.regional_office, statements.digest_of(draft)) == [
        "这一批次不要求这项审签。"
    ]


def test_the_scan_is_waited_for_where_the_round_asks_it(cast, ready):
    set_rules(cast, asks_scan=True)
    assert refusal(confirm, ready, cast.second_person) == ["尚缺签发件扫描件。"]


def change_words(cast, draft):
    publishing.change_item(draft.items.first(), cast.regional_office, FIRST, lead_unit="市交通运输局")


def drop_one(cast, draft):
    publishing.drop_item(draft.items.last(), cast.regional_office)
    publishing.paste_signed_text(draft, cast.regional_office, "\n".join(TITLES[:2]))


def reorder(cast, draft):
    publishing.paste_signed_text(draft, cast.regional_office, "\n".join(reversed(TITLES)))
    publishing.order_as_signed(draft, cast.regional_office)


def other_number(cast, draft):
    draft.document.number = "内法办发〔2026〕9号"
    draft.document.save()


@pytest.mark.parametrize("change", [change_words, drop_one, reorder, other_number])
def test_any_change_voids_the_sign_offs_given_before(cast, ready, change):
    seen = statements.digest_of(ready)
    change(cast, ready)
    missing = ["尚未完成保密审查。", "尚未完成审批。"]
    assert refusal(confirm, ready, cast.second_person) == missing
    again = [*missing, "您打开之后发布稿已有改动，请重新核对。"]
    assert refusal(publishing.confirm, ready, cast.second_person, seen) == again
    sign(cast, ready)
    confirm(ready, cast.second_person)


def test_a_sign_off_for_what_was_seen_before_a_change_is_refused(cast, draft):
    seen = statements.digest_of(draft)
    change_words(cast, draft)
    assert refusal(publishing.sign_off, draft, "approval", cast.regional_office, seen) == [
        "您打开之后发布稿已有改动，请重新核对。"
    ]
    assert SignOff.objects.count() == 0


# --- the second person ---


def test_who_drafted_it_does_not_confirm_it(cast, ready):
    assert refusal(confirm, ready, cast.regional_office) == ["您是拟稿人，须由另一人确认。"]


def test_the_database_too_knows_no_confirmation_by_the_drafter(cast, ready):
    with pytest.raises(IntegrityError), transaction.atomic():
        DraftRelease.objects.filter(pk=ready.pk).update(confirmed_by=cast.regional_office)
    with pytest.raises(IntegrityError), transaction.atomic():
        DraftRelease.objects.filter(pk=ready.pk).update(state="published")


@pytest.mark.parametrize("digest", ["", "0" * 64, "x"])
def test_a_digest_nobody_showed_confirms_nothing(cast, ready, digest):
    assert refusal(publishing.confirm, ready, cast.second_person, digest) == ["您打开之后发布稿已有改动，请重新核对。"]


# --- what happened since ---


def test_a_candidate_that_moved_since_stands_against_it(cast, ready, three):
    cast.play(Submission.objects.get(pk=three[1].pk), "disqualify")
    assert refusal(confirm, ready, cast.second_person) == [f"“{SECOND}”在拟稿之后有变动，请将发布稿作废后重新拟稿。"]


def test_two_drafts_about_one_candidate_are_not_both_published(cast, ready, three):
    other = publishing.start(cast.round, ReleaseKind.RECOMMENDATION, cast.document(), cast.regional_office)
    confirm(ready, cast.second_person)
    publishing.paste_signed_text(other, cast.regional_office, "\n".join(TITLES))
    sign(cast, other)
    sentences = [f"“{title}”的这一结果已经发布，应使用更正。" for title in TITLES]
    assert refusal(confirm, other, cast.second_person) == sentences


@pytest.mark.parametrize("end", ["published", "discarded"])
def test_what_has_ended_is_not_worked_on(cast, ready, end):
    if end == "published":
        confirm(ready, cast.second_person)
    else:
        publishing.discard(ready, cast.regional_office)
    item, sentence = ready.items.first(), [f"这份发布稿{'已发布' if end == 'published' else '已作废'}。"]
    assert refusal(confirm, ready, cast.second_person) == sentence
    assert refusal(publishing.discard, ready, cast.regional_office) == sentence
    assert refusal(publishing.change_item, item, cast.regional_office, "别的") == sentence
    assert refusal(publishing.drop_item, item, cast.regional_office) == sentence
    assert refusal(publishing.paste_signed_text, ready, cast.regional_office, "别的") == sentence


def test_an_empty_draft_is_not_published(cast, ready):
    for item in ready.items.all():
        publishing.drop_item(item, cast.regional_office)
    assert "发布稿中没有条目。" in refusal(confirm, ready, cast.second_person)


def test_only_a_correction_states_another_outcome(cast, draft):
    item = draft.items.first()
    assert refusal(publishing.change_item, item, cast.regional_office, FIRST, "", Outcome.NAMED) == [
        "只有更正可以改动结果。"
    ]
    assert refusal(publishing.change_item, item, cast.regional_office, " 　") == ["请按签发文件填写名称。"]


# --- correction ---


@pytest.fixture
def published(cast):
    named, declined = cast.submission_in("named", title=FIRST), cast.submission_in("not_named", title=SECOND)
    return cast.publish(ReleaseKind.NAMING, named, declined)


def correction(cast, published, **limits):
    document = cast.document("关于更正的通知")
    return publishing.start(
        cast.round, ReleaseKind.CORRECTION, document, cast.regional_office, supersedes=published, **limits
    )


def finish(cast, draft):
    publishing.paste_signed_text(draft, cast.regional_office, "\n".join(statements.printed_lines(draft)))
    sign(cast, draft)
    return confirm(draft, cast.second_person)


def test_a_correction_begins_with_the_words_that_are_public_and_repeats_none_of_them(cast, published):
    draft = correction(cast, published)
    assert [(item.name, item.outcome) for item in draft.items.all()] == [(FIRST, "named"), (SECOND, "not_named")]
    assert [text for text in publishing.blockers(draft, cast.second_person) if "没有更正内容" in text] == [
        f"“{FIRST}”没有更正内容，请从发布稿中移出。",
        f"“{SECOND}”没有更正内容，请从发布稿中移出。",
    ]


def test_corrected_words_are_what_the_public_reads_and_the_old_list_stays_as_it_was_printed(cast, published):
    draft = correction(cast, published)
    publishing.drop_item(draft.items.get(name=SECOND), cast.regional_office)
    publishing.change_item(draft.items.get(), cast.regional_office, "甲‘智慧+交通’助力")
    release = finish(cast, draft)
    entry = Entry.objects.get(items__text__name=FIRST)
    assert (entry.current.text.name, entry.outcome) == ("甲‘智慧+交通’助力", "named")
    assert (words(published), release.supersedes) == ([FIRST, SECOND], published)


def test_a_naming_taken_back_is_printed_by_the_correction_and_is_what_the_public_reads(cast, published):
    draft = correction(cast, published)
    publishing.drop_item(draft.items.get(name=SECOND), cast.regional_office)
    publishing.change_item(draft.items.get(), cast.regional_office, FIRST, outcome=Outcome.NOT_NAMED)
    assert statements.printed_lines(draft) == [FIRST]
    finish(cast, draft)
    entry = Entry.objects.get(items__release=published, items__text__name=FIRST)
    assert (entry.outcome, entry.decided.outcome) == ("not_named", "not_named")


def test_a_candidate_taken_back_to_the_field_evaluation_loses_the_decision(cast, published):
    draft = correction(cast, published)
    publishing.drop_item(draft.items.get(name=SECOND), cast.regional_office)
    publishing.change_item(draft.items.get(), cast.regional_office, FIRST, outcome=Outcome.ENTERED)
    finish(cast, draft)
    entry = Entry.objects.get(items__release=published, items__text__name=FIRST)
    assert (entry.outcome, entry.decided) == ("entered_field_evaluation", None)


def test_a_correction_names_what_it_corrects_and_nothing_else_does(cast, published):
    document, user = cast.document(), cast.regional_office
    sentence = ["更正须注明所更正的发布；其他类型不填更正对象。"]
    assert refusal(publishing.start, cast.round, ReleaseKind.CORRECTION, document, user) == sentence
    assert refusal(publishing.start, cast.round, ReleaseKind.NAMING, document, user, published) == sentence
    other = cast.make_round("2027")
    elsewhere = cast.document(round=other)
    assert refusal(publishing.start, other, ReleaseKind.CORRECTION, elsewhere, user, published) == [
        "所更正的发布属于另一批次。"
    ]
