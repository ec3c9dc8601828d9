"""The city's ranking: all ranks of a category in one act, the reserve list, and one put in another's place."""

import pytest
from django.urls import reverse

from registry.models import Category
from submissions import ranking, substitution
from submissions.models import Quota, RoundRules, Submission
from submissions.workflow import MoveRefused, NotAllowed, Stale, choices

from .desk import desk, errors, everything, said
from .reading import all_of, page

pytestmark = pytest.mark.django_db
PAGE = "/workbench/ranking/2026/"


def recommended(cast, *titles):
    """Candidates recommended with ranks 1, 2, 3 …"""
    made = [cast.submission_in("submitted", title=title) for title in titles]
    for rank, one in enumerate(made, 1):
        cast.play(one, "recommend", rank=rank)
    return made


def in_reserve(cast, place=1, title="备选的"):
    one = cast.submission_in("submitted", title=title)
    cast.play(one, "reserve", reserve=place)
    return one


def sent(response, category=Category.SINGLE):
    """What the form of the category on the ranking page would send."""
    [form] = [form for standing, form in response.context["rows"] if standing.category == category]
    ranks = {field.html_name: field.value() or "" for _one, field in form.candidates()}
    return {"seen": form["seen"].value()} | ranks


def save(cast, changed, form=None):
    client = desk(cast.city_office)
    form = form or sent(client.get(PAGE))
    typed = {f"rank-{one.pk}": rank for one, rank in changed.items()}
    return client.post(f"{PAGE}single/", form | typed, follow=True)


def ranks(*candidates):
    return [Submission.objects.get(pk=one.pk).rank for one in candidates]


def test_ranks_are_exchanged_in_one_act_and_only_changes_enter_the_history(cast):
    first, second, third = recommended(cast, "甲", "乙", "丙")
    response = save(cast, {first: 2, second: 1})
    assert said(response) == ["已调整 2 个候选的排序，每次调整都记入该申报的办理经过。"]
    assert ranks(first, second, third) == [2, 1, 3]
    moves = [[row.move for row in one.transitions.order_by("sequence")] for one in (first, second, third)]
    assert moves == [["submit", "recommend", "rank"]] * 2 + [["submit", "recommend"]]
    assert [row.details["rank"] for row in first.transitions.filter(move="rank")] == [2]
    assert [row[0] for row in all_names(response)] == ["乙", "甲", "丙"]


def all_names(response):
    return [(name.removeprefix("排序： "),) for name in all_of(response, "th", 'class="verbatim"')]


def test_nothing_changed_writes_nothing(cast):
    recommended(cast, "甲", "乙")
    before = everything()
    assert (said(save(cast, {})), everything()) == (["排序没有变动。"], before)


WRONG = {
    "twice": ("2", "“乙”的排序 · “甲”已排第 2 位。"),
    "none": ("0", "“甲”\uff1a排序应为 1 至 999 的整数。"),
    "not a number": ("x", "“甲”的排序 · 输入整数。"),
    "empty": ("", "“甲”\uff1a这一批次要求填写推荐排序。"),
    "of one accepted": ("3", "“甲”\uff1a本盟市已有申报排在第 3 位。"),
}


@pytest.mark.parametrize("case", WRONG)
def test_a_rank_that_cannot_be_changes_none_of_them_and_what_was_typed_stays(cast, case):
    RoundRules.objects.update(asks_rank=True)
    first, second, third = recommended(cast, "甲", "乙", "丙")
    cast.play(third, "accept")
    typed, sentence = WRONG[case]
    before = everything()
    response = save(cast, {first: typed} if case == "twice" else {first: typed, second: 9})
    assert (errors(response), everything()) == ([sentence], before)
    assert sent(response)[f"rank-{first.pk}"] == typed


MEANWHILE = {
    "ranked anew": lambda cast, first, waiting: cast.play(first, "rank", rank=9),
    "withdrawn": lambda cast, first, waiting: cast.play(first, "withdraw"),
    "accepted": lambda cast, first, waiting: cast.play(first, "accept"),
    "another recommended": lambda cast, first, waiting: cast.play(waiting, "recommend", rank=9),
}


@pytest.mark.parametrize("case", MEANWHILE)
def test_who_saves_a_page_that_is_no_longer_so_is_told_who_was_faster(cast, case):
    waiting = cast.submission_in("submitted", title="丁")
    first, second = recommended(cast, "甲", "乙")
    form = sent(desk(cast.city_office).get(PAGE))
    MEANWHILE[case](cast, first, waiting)
    before = everything()
    response = save(cast, {second: 5}, form)
    assert (response.status_code, everything()) == (409, before)
    [sentence] = errors(response)
    name = "丁" if case == "another recommended" else "甲"
    assert sentence.startswith(f"“{name}”\uff1a")
    assert sentence.count("已先于您在 ") == 1
    assert sent(response)[f"rank-{second.pk}"] == "5"


def test_pressing_again_after_having_read_it_counts(cast):
    first, second = recommended(cast, "甲", "乙")
    form = sent(desk(cast.city_office).get(PAGE))
    cast.play(first, "rank", rank=9)
    again = sent(save(cast, {second: 5}, form)) | {f"rank-{first.pk}": 9}
    save(cast, {}, again)
    assert ranks(first, second) == [9, 5]


def test_another_citys_candidates_are_neither_shown_nor_ranked(cast):
    far = cast.submission_in("recommended", by=cast.far_drafter, title="外市的", region=cast.places["呼和浩特市"])
    response = desk(cast.city_office).get(PAGE)
    assert page(response).count("外市的") == 0
    before = everything()
    save(cast, {far: 1}, {"seen": [f"{far.pk}@{far.version}"]})
    assert everything() == before


def test_who_may_not_rank_changes_nothing(cast):
    first, _second = recommended(cast, "甲", "乙")
    before = everything()
    seen = {one.pk: one.version for one in Submission.objects.all()}
    with pytest.raises(NotAllowed):
        ranking.set_ranks(cast.regional_office, cast.round, "single", seen, dict.fromkeys(seen, 7))
    assert everything() == before


def test_the_page_shows_who_is_recommended_in_reserve_waiting_and_what_became_free(cast):
    cast.quota(3)
    one, two, three = recommended(cast, "甲", "乙", "丙")
    cast.play(three, "accept")
    cast.play(one, "withdraw")
    in_reserve(cast, 2, "备二")
    in_reserve(cast, 1, "备一")
    cast.submission_in("submitted", title="等着的")
    response = desk(cast.city_office).get(PAGE)
    [single] = [standing for standing, _form in response.context["rows"] if standing.category == "single"]
    lists = ("ranked", "settled", "vacated", "reserve", "waiting")
    found = {name: [str(candidate) for candidate in getattr(single, name)] for name in lists}
    assert found == {
        "ranked": ["乙"],
        "settled": ["丙"],
        "vacated": ["甲"],
        "reserve": ["备一", "备二"],
        "waiting": ["等着的"],
    }
    text = page(response)
    assert [text.count(words) for words in ("名额已用 2 个，共 3 个", "原排第 1 位", "备选第 1 位 备一")] == [1, 1, 1]


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("path", "queries"), [("/workbench/ranking/", 8), (PAGE, 8), (f"{PAGE}letter/", 9)])
def test_the_pages_cost_the_same_for_one_candidate_and_for_three(cast, django_assert_num_queries, path, queries, count):
    cast.quota(9)
    for number in range(1, count + 1):
        cast.play(cast.submission_in("submitted"), "recommend", rank=number)
        cast.submission_in("submitted")
        in_reserve(cast, number)
        cast.submission_in("withdrawn")
    client = desk(cast.city_office)
    client.get(path)
    with django_assert_num_queries(queries):
        client.get(path)


# --- substitution ---


def substitute(cast, leaving, **typed):
    client = desk(cast.city_office)
    url = reverse("submission_substitute", args=[leaving.pk])
    form = client.get(url).context["form"]
    sent = {field.html_name: field.value() or "" for field in form}
    return client.post(url, sent | typed, follow=True)


def test_one_step_withdraws_the_one_and_recommends_the_other_in_its_place(cast):
    cast.quota(1)
    [leaving] = recommended(cast, "甲")
    coming = in_reserve(cast, title="乙")
    response = substitute(cast, leaving, reason="单位申请退出")
    leaving.refresh_from_db()
    coming.refresh_from_db()
    assert said(response) == ["“乙”已递补“甲”并推荐上报，排序为 1。"]
    assert (leaving.status, leaving.rank) == ("withdrawn", None)
    assert (coming.status, coming.rank, coming.reserve) == ("recommended", 1, None)
    assert leaving.transitions.get(move="withdraw").reason == "单位申请退出\n由备选名单中的“乙”递补。"
    assert Quota.objects.get().used == 1


@pytest.mark.parametrize("left", ["withdraw", "disqualify"])
def test_one_who_left_already_is_replaced_with_the_rank_that_became_free(cast, left):
    cast.quota(2)
    _first, second = recommended(cast, "甲", "乙")
    cast.play(second, left)
    coming = in_reserve(cast, title="丙")
    substitute(cast, second)
    coming.refresh_from_db()
    assert (coming.status, coming.rank, Quota.objects.get().used) == ("recommended", 2, 2)


def test_one_sent_back_after_it_was_recommended_can_be_replaced_too(cast):
    [leaving] = recommended(cast, "甲")
    cast.play(leaving, "send_back")
    coming = in_reserve(cast, title="乙")
    substitute(cast, leaving, reason="不能按期补正")
    coming.refresh_from_db()
    assert (coming.status, coming.rank) == ("recommended", 1)


REFUSED = {
    "no reason": ({"reason": " "}, ["理由 · 请写明理由。"]),
    "nobody chosen": ({"coming": "", "reason": "退出"}, ["递补的候选 · 请从列表中选择。"]),
    "somebody else": (
        {"coming": "00000000-0000-0000-0000-000000000000@1", "reason": "退出"},
        ["递补的候选 · 请从列表中选择。"],
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_missing_moves_neither(cast, case):
    [leaving] = recommended(cast, "甲")
    in_reserve(cast)
    typed, sentences = REFUSED[case]
    before = everything()
    response = substitute(cast, leaving, **typed)
    assert (errors(response), everything()) == (sentences, before)


def test_if_the_second_step_is_refused_the_first_is_undone(cast):
    leaving, _coming = cast.submission_in("recommended"), in_reserve(cast)
    RoundRules.objects.update(asks_rank=True)  # and the place has none to hand on
    before = everything()
    response = substitute(cast, leaving, reason="退出")
    assert (errors(response), everything()) == (["这一批次要求填写推荐排序。"], before)


def test_who_was_recommended_meanwhile_does_not_come_again(cast):
    cast.quota(2)
    [leaving] = recommended(cast, "甲")
    coming = in_reserve(cast)
    seen = Submission.objects.get(pk=coming.pk)
    cast.play(coming, "recommend", rank=2)
    before = everything()
    with pytest.raises(Stale):
        substitution.substitute(leaving, seen, cast.city_office, "退出")
    coming.refresh_from_db()
    with pytest.raises(MoveRefused):
        substitution.substitute(leaving, coming, cast.city_office, "退出")
    assert everything() == before
    assert Quota.objects.get().used == 2


def test_who_was_withdrawn_meanwhile_is_not_replaced_unseen(cast):
    [leaving] = recommended(cast, "甲")
    in_reserve(cast)
    client = desk(cast.city_office)
    url = reverse("submission_substitute", args=[leaving.pk])
    form = {field.html_name: field.value() or "" for field in client.get(url).context["form"]}
    cast.play(leaving, "withdraw")
    before = everything()
    response = client.post(url, form | {"reason": "退出"})
    assert (response.status_code, everything()) == (409, before)


NOT_REPLACEABLE = {
    "under_review": "自治区已受理该候选，不能再一步递补。",
    "submitted": "该申报当前状态为“已提交”，没有可供递补的名额。",
    "withdrawn": "该申报当前状态为“已退出”，没有可供递补的名额。",
}


@pytest.mark.parametrize("status", NOT_REPLACEABLE)
def test_who_holds_no_place_the_city_still_decides_on_is_not_replaced(cast, status):
    submission = cast.submission_in(status)
    in_reserve(cast)
    client = desk(cast.city_office)
    url = reverse("submission_substitute", args=[submission.pk])
    response = client.get(url)
    assert all_of(response, "p", 'class="notice"') == [NOT_REPLACEABLE[status]]
    sent = {field.html_name: field.value() or "" for field in response.context["form"]}
    before = everything()
    assert (client.post(url, sent | {"reason": "退出"}).status_code, everything()) == (200, before)


def test_of_another_category_nobody_comes(cast):
    [leaving] = recommended(cast, "甲")
    whole = cast.submission_in("submitted", category=Category.COMPREHENSIVE, region=cast.places["松山区"], title="")
    cast.play(whole, "reserve", reserve=1)
    before = everything()
    with pytest.raises(MoveRefused):
        substitution.substitute(leaving, whole, cast.city_office, "退出")
    assert everything() == before
    text = page(desk(cast.city_office).get(reverse("submission_substitute", args=[leaving.pk])))
    assert text.count("本类别没有备选候选") == 1


# --- what comes back ---


def test_a_rank_comes_back_with_its_candidate_unless_another_has_it(cast):
    first, second = recommended(cast, "甲", "乙")
    cast.play(first, "withdraw", "reopen")
    assert ranks(first) == [1]
    cast.play(first, "withdraw")
    cast.play(second, "rank", rank=1)
    cast.play(first, "reopen")
    assert ranks(first, second) == [None, 1]


def test_a_reserve_place_is_taken_given_up_and_lost_with_the_next_step(cast):
    one = in_reserve(cast, 1)
    cast.play(one, "reserve", reserve=None)
    assert one.reserve is None
    cast.play(one, "reserve", reserve=2)
    cast.play(one, "recommend")
    assert (one.reserve, [name for name, _step, why in choices(one, cast.city_office) if not why]) == (
        None,
        ["rank", "withdraw"],
    )
