"""Publishing and withholding at the desk: the pages, the buttons, and what they refuse."""

import re

import pytest
from django.urls import reverse

from registry.models import Entry, ItemText, Release, ReleaseKind, Withholding
from registry.verification import verify
from submissions import publishing, statements
from submissions.models import DraftItem, DraftRelease, SignOff

from .desk import desk, errors, everything, form_of, said
from .reading import all_of, page, rows

pytestmark = pytest.mark.django_db
TITLES = ("甲‘智慧+交通’ 助力", "乙 建机制 促改革", "丙 提升执法能力")
FIRST, SECOND, THIRD = TITLES


@pytest.fixture
def three(cast):
    return [cast.submission_in("recommended", title=title) for title in TITLES]


@pytest.fixture
def draft(cast, three):
    return publishing.start(cast.round, ReleaseKind.RECOMMENDATION, cast.document(), cast.regional_office)


def look(user, draft):
    return desk(user).get(reverse("draft", args=[draft.pk]))


def press(user, draft, button, *args, follow=True, **sent):
    """Press one of the draft's buttons with the digest the page shows now, unless another is sent."""
    sent = {"seen_digest": statements.digest_of(draft), **sent}
    return desk(user).post(reverse(f"draft_{button}", args=[draft.pk, *args]), sent, follow=follow)


def make_ready(cast, draft):
    press(cast.regional_office, draft, "signed_text", signed_text="\n".join(TITLES))
    for kind in ("secrecy_review", "approval"):
        press(cast.regional_office, draft, "sign_off", kind=kind)


def standing_against(response):
    section = re.findall(r"目前不能确认的原因.*?</ul>", response.content.decode(), re.S)
    return [re.sub(r"\s+", " ", line).strip() for line in re.findall(r"<li>(.*?)</li>", "".join(section), re.S)]


def test_the_whole_way_from_button_to_button(cast, three):
    client = desk(cast.regional_office)
    sent = {
        "round": "2026",
        "kind": "recommendation_list",
        "document": cast.document().pk,
        "supersedes": "",
        "city": "",
    }
    response = client.post(reverse("draft_new"), sent, follow=True)
    assert said(response) == ["发布稿已拟好。请核对名单，再办理审签。"]
    draft = DraftRelease.objects.get()
    assert standing_against(look(cast.second_person, draft)) == [
        "尚未完成保密审查。",
        "尚未完成审批。",
        "尚未粘贴签发文件所载名单。",
    ]
    make_ready(cast, draft)
    assert standing_against(look(cast.second_person, draft)) == []
    response = press(cast.second_person, draft, "confirm")
    assert said(response) == ["第 1 号发布已对外公开；此后只能更正，不能改动。"]
    assert [row[1] for row in rows(response)] == list(TITLES)
    assert [text.split(" ")[0] for text in all_of(client.get(reverse("release", args=[1])), "li") if "‘" in text] != []


def test_the_drafts_page_is_the_public_page_to_come_and_says_what_it_changes(cast, draft):
    response = look(cast.auditor, draft)
    listed = all_of(response, "span", 'class="words"')
    assert [text.split(" 内蒙古自治区")[0] for text in listed] == list(TITLES)
    assert rows(response, "changes") == [["此前未公开", f"· 已推荐 {title}"] for title in TITLES]
    assert Release.objects.count() == 0


def test_a_differing_character_is_marked_and_named_by_its_code(cast, draft):
    text = "\n".join(["甲‘智慧＋交通’　助力", SECOND, THIRD])
    response = press(cast.regional_office, draft, "signed_text", signed_text=text)
    marks = re.findall(r"<mark>(.*?)</mark>", response.content.decode())
    assert marks == ["+", " ", "＋", "　"]
    assert page(response).count("U+002B / U+FF0B") == 1
    assert standing_against(response)[-1].startswith("第 1 行第 5 个字符不一致")


def test_a_missing_and_an_extra_line_are_shown_whole(cast, draft):
    response = press(cast.regional_office, draft, "signed_text", signed_text="\n".join([FIRST, SECOND, THIRD, "丁"]))
    assert re.findall(r"<mark>(.*?)</mark>", response.content.decode()) == ["丁"]
    response = press(cast.regional_office, draft, "signed_text", signed_text="\n".join([FIRST, THIRD]))
    assert re.findall(r"<mark>(.*?)</mark>", response.content.decode()) == [SECOND]


def test_who_drafted_it_sees_why_the_button_is_not_theirs_and_is_refused(cast, draft):
    make_ready(cast, draft)
    response = look(cast.regional_office, draft)
    assert standing_against(response) == ["您是拟稿人，须由另一人确认。"]
    assert response.content.decode().count('<button class="button" disabled>') == 1
    response = press(cast.regional_office, draft, "confirm")
    assert (response.status_code, errors(response)) == (409, ["您是拟稿人，须由另一人确认。"])
    assert (Release.objects.count(), Entry.objects.count()) == (0, 0)


def test_what_changed_after_the_page_was_opened_is_neither_confirmed_nor_signed_off(cast, draft):
    make_ready(cast, draft)
    seen = statements.digest_of(draft)
    publishing.change_item(draft.items.first(), cast.regional_office, FIRST, lead_unit="市交通运输局")
    before = SignOff.objects.count()
    for button, more in [("confirm", {}), ("sign_off", {"kind": "approval"})]:
        response = press(cast.second_person, draft, button, seen_digest=seen, **more)
        assert (response.status_code, errors(response)[-1]) == (409, "您打开之后发布稿已有改动，请重新核对。")
    assert (Release.objects.count(), SignOff.objects.count()) == (0, before)
    assert page(look(cast.second_person, draft)).count("此前办理的因内容改动已失效") == 2


@pytest.mark.parametrize(
    ("button", "sent"),
    [("confirm", {"seen_digest": ""}), ("sign_off", {"kind": "nonsense"}), ("sign_off", {"kind": ""})],
)
def test_a_button_that_sends_nonsense_is_a_bad_request(cast, draft, button, sent):
    make_ready(cast, draft)
    before = everything()
    assert press(cast.second_person, draft, button, **sent).status_code == 400
    assert (everything(), SignOff.objects.count()) == (before, 2)


def test_a_published_release_leads_to_its_correction(cast):
    release = cast.publish(ReleaseKind.NAMING, cast.submission_in("named"))
    page = desk(cast.regional_office).get(reverse("published", args=[release.number]))
    way = re.search(r'href="([^"]*kind=correction[^"]*)"', page.content.decode())[1].replace("&amp;", "&")
    form = desk(cast.regional_office).get(way).context["form"]
    assert [str(form[name].value()) for name in ("kind", "round", "supersedes")] == [
        "correction",
        cast.round.code,
        str(release.pk),
    ]
    auditors = desk(cast.auditor).get(reverse("published", args=[release.number]))
    assert auditors.content.decode().count("kind=correction") == 0


def test_an_items_words_are_set_as_the_signed_document_prints_them(cast, draft):
    item = draft.items.first()
    client, url = desk(cast.regional_office), reverse("draft_item", args=[draft.pk, item.pk])
    sent = form_of(client.get(url)) | {"name": "甲’智慧'", "lead_unit": "市交通运输局"}
    response = client.post(url, sent, follow=True)
    item.refresh_from_db()
    assert (item.name, item.lead_unit, item.outcome) == ("甲’智慧'", "市交通运输局", "recommended")
    assert said(response) == ["第 1 条已修改；此前的审签随之失效，需重新办理。"]
    late = client.post(url, sent | {"name": "晚到的"})
    assert (late.status_code, form_of(late)["name"]) == (409, "晚到的")
    item.refresh_from_db()
    assert item.name == "甲’智慧'"


@pytest.mark.parametrize("name", ["", " 　", "甲\x00", "甲\n乙", "长" * 301])
def test_words_that_cannot_be_printed_are_refused(cast, draft, name):
    item = draft.items.first()
    client, url = desk(cast.regional_office), reverse("draft_item", args=[draft.pk, item.pk])
    response = client.post(url, form_of(client.get(url)) | {"name": name})
    assert (len(errors(response)), draft.items.first().name) == (1, FIRST)


def test_an_item_is_left_out_and_the_list_ordered_as_signed(cast, draft):
    press(cast.regional_office, draft, "item_drop", draft.items.get(name=SECOND).pk)
    press(cast.regional_office, draft, "signed_text", signed_text=f"{THIRD}\n{FIRST}")
    press(cast.regional_office, draft, "order")
    assert [item.name for item in draft.items.order_by("order")] == [THIRD, FIRST]


def test_a_text_too_long_or_unreadable_is_refused_and_comes_back(cast, draft):
    for text in ("甲\x0c乙", "长" * 200_001):
        response = press(cast.regional_office, draft, "signed_text", signed_text=text)
        draft.refresh_from_db()
        assert (len(all_of(response, "ul", "errorlist")), draft.signed_text) == (1, "")
        assert response.context["text_form"]["signed_text"].value() == text


@pytest.mark.parametrize("text", ["", " \n　\r\n"])
def test_a_list_that_prints_somebody_needs_its_signed_text_and_the_form_says_so(cast, draft, text):
    assert all_of(look(cast.regional_office, draft), "small").count("（选填）") == 2  # the notes of both sign-offs
    response = press(cast.regional_office, draft, "signed_text", signed_text=text)
    draft.refresh_from_db()
    assert all_of(response, "ul", "errorlist") == ["请粘贴签发文件所载名单；未经比对，不能确认发布。"]
    response = press(cast.regional_office, draft, "order")
    assert (response.status_code, errors(response)) == (409, ["请先粘贴签发文件所载名单，再按其顺序排列。"])
    assert (draft.signed_text, [item.name for item in draft.items.order_by("order")]) == ("", list(TITLES))


def test_a_list_that_prints_nobody_needs_none(cast):
    cast.submission_in("not_named")
    draft = publishing.start(cast.round, ReleaseKind.NAMING, cast.document(), cast.regional_office)
    response = press(cast.regional_office, draft, "signed_text", signed_text="")
    assert (response.status_code, all_of(response, "ul", "errorlist")) == (200, [])
    assert said(response) == ["签发文本已保存并与名单比对，差异见下。"]


def test_the_item_of_another_draft_does_not_exist_under_this_one(cast, draft):
    other = publishing.start(cast.round, ReleaseKind.RECOMMENDATION, cast.document(), cast.regional_office)
    foreign = other.items.first().pk
    assert press(cast.regional_office, draft, "item_drop", foreign).status_code == 404
    assert press(cast.regional_office, draft, "item", foreign, name="别的").status_code == 404
    assert DraftItem.objects.count() == 6


def test_a_discarded_draft_leaves_its_candidates_for_the_next(cast, draft):
    press(cast.regional_office, draft, "discard")
    assert page(look(cast.auditor, draft)).count("已作废，内容没有公开。") == 1
    response = press(cast.regional_office, draft, "discard")
    assert (response.status_code, errors(response)) == (409, ["这份发布稿已作废。"])
    assert (
        publishing.start(cast.round, ReleaseKind.RECOMMENDATION, draft.document, cast.regional_office).items.count()
        == 3
    )


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"kind": "rumour"}, "发布类型 · 请从列表中选择。"),
        ({"document": ""}, "依据 · 请从列表中选择。"),
        ({"kind": "naming_decision"}, "没有可列入这类发布的候选对象：没有处于相应环节且尚未公布的申报。"),
        ({"kind": "correction"}, "更正须注明所更正的发布；其他类型不填更正对象。"),
    ],
)
def test_a_release_that_cannot_begin_is_refused_with_a_sentence(cast, three, changed, sentence):
    sent = {
        "round": "2026",
        "kind": "recommendation_list",
        "document": cast.document().pk,
        "supersedes": "",
        "city": "",
    }
    response = desk(cast.regional_office).post(reverse("draft_new"), sent | changed)
    assert (errors(response), DraftRelease.objects.count()) == ([sentence], 0)


def test_a_release_can_be_limited_to_one_city(cast, three):
    cast.submission_in("recommended", by=cast.far_drafter, title="呼市的")
    sent = {"round": "2026", "kind": "recommendation_list", "document": cast.document().pk, "city": "150100"}
    desk(cast.regional_office).post(reverse("draft_new"), sent)
    assert [item.name for item in DraftRelease.objects.get().items.all()] == ["呼市的"]


BUTTONS = ("signed_text", "order", "sign_off", "confirm", "discard")


@pytest.mark.parametrize(
    ("who", "seen", "pressed"),
    [("auditor", 200, 403), ("drafter", 404, 404), ("city_office", 404, 404), ("administrator", 403, 403)],
)
def test_who_sees_a_draft_and_who_presses_its_buttons(cast, draft, who, seen, pressed):
    make_ready(cast, draft)
    before = everything(), list(DraftItem.objects.values())
    user, item = getattr(cast, who), draft.items.first().pk
    assert look(user, draft).status_code == seen
    answers = [press(user, draft, button, kind="approval") for button in BUTTONS]
    answers += [press(user, draft, "item", item, name="别的"), press(user, draft, "item_drop", item)]
    assert [answer.status_code for answer in answers] == [pressed] * 7
    assert (everything(), list(DraftItem.objects.values())) == before


@pytest.mark.parametrize("button", BUTTONS)
def test_a_button_is_not_an_address_to_visit(cast, draft, button):
    assert desk(cast.regional_office).get(reverse(f"draft_{button}", args=[draft.pk])).status_code == 405


# --- withholding ---

CANARY = "13800138000"


@pytest.fixture
def leak(cast):
    """A candidate published twice with a telephone number in its title."""
    one = cast.submission_in("recommended", title=f"某局创新机制 联系电话{CANARY}")
    cast.publish(ReleaseKind.RECOMMENDATION, one)
    cast.play(one, "accept", "advance")
    return cast.publish(ReleaseKind.FIELD_EVALUATION, one)


def withhold(user, release, reason, order=1):
    url = reverse("withhold", args=[release.number, order])
    return desk(user).post(url, {"reason": reason}, follow=True)


def test_the_page_shows_every_statement_that_loses_its_words(cast, leak):
    response = desk(cast.regional_office).get(reverse("withhold", args=[leak.number, 1]))
    assert [text.split(" · ")[0] for text in all_of(response, "li") if "号发布" in text and "联系电话" in text] == [
        "第 2 号发布第 1 条",
        "第 1 号发布第 1 条",
    ]


def test_withheld_words_are_gone_everywhere_and_the_record_still_holds(cast, leak, client):
    response = withhold(cast.regional_office, leak, "含个人联系方式")
    assert said(response) == ["已撤下 2 处文字，各页面、名单、下载和接口同时生效；原处留有注明日期的撤下记录。"]
    assert ItemText.objects.count() == 0
    assert page(response).count(CANARY) == 0
    entry = Entry.objects.get()
    public = [
        "/",
        "/releases/1/",
        "/releases/2/",
        f"/entries/{entry.pk}/",
        "/named.csv",
        f"/api/v1/entries/{entry.pk}/",
    ]
    assert [CANARY in client.get(path).content.decode() for path in public] == [False] * len(public)
    assert verify().findings == []


@pytest.mark.parametrize("reason", ["", "  ", "甲\x00", "长" * 301, f"含电话 {CANARY}"])
def test_a_reason_that_says_nothing_or_too_much_withholds_nothing(cast, leak, reason):
    response = withhold(cast.regional_office, leak, reason)
    assert (len(errors(response)), Withholding.objects.count(), ItemText.objects.count()) == (1, 0, 2)


def test_words_withheld_already_are_not_withheld_again(cast, leak):
    withhold(cast.regional_office, leak, "含个人联系方式")
    response = withhold(cast.second_person, leak, "再来一次")
    assert errors(response) == ["理由 · 这处文字已经撤下。"]
    assert Withholding.objects.count() == 2


@pytest.mark.parametrize(("who", "status"), [("auditor", 403), ("drafter", 403), ("city_office", 403)])
def test_others_withhold_nothing(cast, leak, who, status):
    assert withhold(getattr(cast, who), leak, "含个人联系方式").status_code == status
    assert (Withholding.objects.count(), ItemText.objects.count()) == (0, 2)


@pytest.mark.parametrize(("number", "order"), [(99, 1), (2, 99), (10**30, 1), (2, 10**30)])
def test_what_was_never_published_cannot_be_withheld(cast, leak, number, order):
    url = reverse("withhold", args=[number, order])
    assert desk(cast.regional_office).post(url, {"reason": "含个人联系方式"}).status_code == 404
