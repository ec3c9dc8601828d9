"""A draft that cannot be lost: autosave, two people, a session that ended, what was written before, flags."""

import json
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from registry.models import Category, ReleaseKind
from submissions import drafts, flags, guards, presence
from submissions.materials.holding import Open
from submissions.models import Material, Presence, Submission

from .desk import desk, errors, everything, form_of
from .reading import all_of, page

pytestmark = pytest.mark.django_db
WORD = "sieben-Sachen-2026"


def edit_url(draft):
    return reverse("submission_edit", args=[draft.pk])


def autosave(client, draft, typed):
    response = client.post(reverse("submission_autosave", args=[draft.pk]), typed)
    return response.status_code, response.json() if "json" in response["Content-Type"] else None


def form(client, draft, **typed):
    return form_of(client.get(edit_url(draft))) | typed


# --- autosave ---


def test_what_is_typed_is_saved_and_the_page_told_version_and_time(cast):
    draft, client = cast.draft(title="原名"), desk(cast.drafter)
    status, facts = autosave(client, draft, form(client, draft, title="改名 ", summary="第一段"))
    draft.refresh_from_db()
    assert (status, facts["state"], facts["version"]) == (200, "saved", draft.version)
    assert (draft.title, draft.summary, draft.version) == ("改名", "第一段", 2)
    assert facts["saved_at"] == timezone.localtime().strftime("%H:%M")
    assert facts["stored"]["title"] == "改名"


def test_without_a_change_nothing_is_written(cast):
    draft, client = cast.draft(), desk(cast.drafter)
    typed = form(client, draft)
    before = Submission.objects.values().get()
    assert autosave(client, draft, typed)[1]["state"] == "saved"
    assert Submission.objects.values().get() == before


def test_a_wrong_field_is_named_and_the_others_are_saved(cast):
    draft, client = cast.draft(title="原名"), desk(cast.drafter)
    status, facts = autosave(client, draft, form(client, draft, title="机密★5年", summary="要紧的一段"))
    draft.refresh_from_db()
    assert (status, facts["state"], list(facts["errors"])) == (200, "errors", ["title"])
    assert (draft.title, draft.summary) == ("原名", "要紧的一段")


def test_two_who_change_different_fields_lose_nothing(cast):
    draft = cast.draft(title="原名")
    first, second = desk(cast.drafter), desk(cast.colleague)
    mine, theirs = form(first, draft, title="甲写的"), form(second, draft, summary="乙写的")
    autosave(second, draft, theirs)
    facts = autosave(first, draft, mine)[1]
    draft.refresh_from_db()
    assert (draft.title, draft.summary) == ("甲写的", "乙写的")
    assert (facts["state"], facts["stored"]["summary"], facts["others"]) == ("saved", "乙写的", ["saihan"])


def test_two_who_change_the_same_field_both_keep_their_text_and_the_rest_is_saved(cast):
    draft = cast.draft(title="原名")
    first, second = desk(cast.drafter), desk(cast.colleague)
    mine = form(first, draft, title="甲写的", lead_unit="某局")
    autosave(second, draft, form(second, draft, title="乙写的"))
    facts = autosave(first, draft, mine)[1]
    draft.refresh_from_db()
    assert (facts["state"], facts["conflicts"]["title"]["stored"]) == ("conflict", "乙写的")
    assert (draft.title, draft.lead_unit) == ("乙写的", "某局")
    settled = mine | {"version": facts["version"], "base": json.dumps(facts["base"])}
    assert autosave(first, draft, settled)[1]["state"] == "saved"
    draft.refresh_from_db()
    assert draft.title == "甲写的"


@pytest.mark.parametrize(("choice", "kept"), [("mine", "甲写的"), ("theirs", "乙写的")])
def test_without_a_script_the_writer_chooses_between_both_texts(cast, choice, kept):
    draft = cast.draft(title="原名")
    first, second = desk(cast.drafter), desk(cast.colleague)
    mine = form(first, draft, title="甲写的", lead_unit="某局")
    drafts.edit(draft, cast.colleague, title="乙写的", summary="乙的一段")
    answer = first.post(edit_url(draft), mine)
    assert (answer.status_code, second.get(edit_url(draft)).status_code) == (409, 200)
    first.post(edit_url(draft), form_of(answer) | {"take-title": choice})
    draft.refresh_from_db()
    assert (draft.title, draft.lead_unit, draft.summary) == (kept, "某局", "乙的一段")


def test_what_may_no_longer_be_edited_is_refused_and_nothing_written(cast):
    draft, client = cast.draft(), desk(cast.drafter)
    typed = form(client, draft, title="晚了")
    cast.play(draft, "submit")
    before = everything()
    status, facts = autosave(client, draft, typed)
    assert (status, facts["state"], everything()) == (409, "refused", before)


@pytest.mark.parametrize(
    "typed", [{}, {"version": "x"}, *({"version": "1", "base": base} for base in ("{", "[]", "[" * 1999))]
)
def test_a_form_that_cannot_be_read_writes_nothing(cast, typed):
    draft = cast.draft()
    before = list(Submission.objects.values())
    answer = autosave(desk(cast.drafter), draft, typed | {"title": "改"})
    assert (answer[0] in (400, 409), list(Submission.objects.values())) == (True, before)


def test_the_first_saving_makes_one_draft_however_often_the_form_is_sent(cast):
    client = desk(cast.drafter)
    typed = form_of(client.get(reverse("submission_new")))
    typed |= {"round": cast.round.code, "category": "single", "region": cast.drafter.city.pk, "title": "一"}
    key = typed["key"] = "5b1f0d4e-6f3c-4a67-9d6c-1a2b3c4d5e6f"
    facts = [client.post(reverse("submission_begin"), typed).json() for _time in range(2)]
    assert [one["edit"] for one in facts] == [f"/workbench/submissions/{key}/edit/"] * 2
    assert client.post(reverse("submission_new"), typed).url == f"/workbench/submissions/{key}/"
    assert Submission.objects.count() == 1


def test_a_key_of_somebody_elses_draft_begins_another(cast):
    theirs = cast.draft(cast.far_drafter, title="外市的")
    typed = {"round": cast.round.code, "category": "single", "region": cast.drafter.city.pk, "key": str(theirs.pk)}
    desk(cast.drafter).post(reverse("submission_begin"), typed | {"title": "本地的"})
    theirs.refresh_from_db()
    assert sorted(Submission.objects.values_list("title", flat=True)) == ["外市的", "本地的"]
    assert theirs.title == "外市的"


def test_a_region_without_a_public_name_is_refused_as_a_whole_while_typing(cast):
    undated = cast.make_round("2019", opens_at=None, closes_at=None)
    draft, client = cast.draft(round=undated, title="", name_undisclosed=True), desk(cast.drafter)
    typed = form(client, draft, category="comprehensive", name_undisclosed="on", summary="要紧的一段")
    status, facts = autosave(client, draft, typed)
    draft.refresh_from_db()
    assert (status, facts["state"], list(facts["errors"])) == (200, "errors", ["name_undisclosed"])
    assert (draft.category, draft.name_undisclosed, draft.summary) == ("single", True, "要紧的一段")


# --- presence ---


def test_each_sees_who_else_writes_for_a_minute(cast):
    draft, now = cast.draft(), timezone.now()
    presence.touch(draft, cast.drafter, now)
    presence.touch(draft, cast.colleague, now + timedelta(seconds=1))
    assert presence.others(draft, cast.drafter, now) == ["saihan"]
    assert presence.others(draft, cast.colleague, now) == ["qiqige"]
    assert presence.others(draft, cast.drafter, now + timedelta(seconds=61)) == []
    desk(cast.colleague).get(edit_url(draft))
    assert page(desk(cast.drafter).get(edit_url(draft))).count("saihan") == 1
    assert Presence.objects.count() == 2


# --- a session that ended ---


def signed_in_again(client, answer, username="qiqige"):
    """Sign in on the page that came instead, with everything its form carries."""
    typed = {"username": username, "password": WORD, "kept": answer.context["kept"]}
    return client.post(answer.context["address"], typed)


@pytest.fixture
def with_password(cast):
    for who in (cast.drafter, cast.far_drafter):
        who.set_password(WORD)
        who.save()
    return cast


def test_text_sent_after_the_session_ended_is_given_back_unsaved_after_signing_in(with_password):
    draft, client = with_password.draft(title="原名"), Client()
    before = everything()
    answer = client.post(edit_url(draft), {"version": "1", "title": "写了一小时的", "summary": "很长\n两行"})
    assert (answer.status_code, everything()) == (200, before)
    assert page(answer).count("登录后可在表单中找回") == 1
    back = signed_in_again(client, answer)
    assert back.url == edit_url(draft)
    form_page = client.get(back.url)
    assert (form_of(form_page)["title"], form_of(form_page)["summary"]) == ("写了一小时的", "很长\n两行")
    draft.refresh_from_db()
    assert draft.title == "原名"
    assert form_of(client.get(edit_url(draft)))["title"] == "原名"


def test_a_wrong_password_does_not_lose_what_was_carried_on(with_password):
    draft, client = with_password.draft(), Client()
    answer = client.post(edit_url(draft), {"version": "1", "title": "写了一小时的"})
    wrong = client.post(
        answer.context["address"], {"username": "qiqige", "password": "falsch", "kept": answer.context["kept"]}
    )
    assert wrong.context["kept"] == answer.context["kept"]


def test_who_signs_in_as_somebody_else_gets_no_draft_to_see(with_password):
    draft, client = with_password.draft(), Client()
    answer = client.post(edit_url(draft), {"version": "1", "title": "写了一小时的"})
    back = signed_in_again(client, answer, "narisu")
    assert client.get(back.url).status_code == 404


KEPT = [
    "",
    "[" * 150_000,
    "5",
    '{"path": "PATH", "data": {"title": ["\\ud800"]}}',
    '{"path": "PATH", "data": []}',
    "x" * 300_000,
]


@pytest.mark.parametrize("kept", KEPT, ids=range(len(KEPT)))
def test_words_that_our_page_did_not_carry_are_not_taken(with_password, kept):
    draft, client = with_password.draft(title="原名"), Client()
    answer = client.post(edit_url(draft), {"version": "1", "title": "写了一小时的"})
    typed = {"username": "qiqige", "password": WORD, "kept": kept.replace("PATH", edit_url(draft))}
    assert client.post(answer.context["address"], typed).url == edit_url(draft)
    assert form_of(client.get(edit_url(draft)))["title"] == "原名"


@pytest.mark.parametrize("path", ["/workbench/", "https://example.org/", "//example.org/x"])
def test_carried_words_lead_nowhere_but_to_their_own_form(with_password, path):
    draft, client = with_password.draft(title="原名"), Client()
    kept = json.dumps({"path": path, "data": {"title": ["别处的"]}})
    typed = {"username": "qiqige", "password": WORD, "kept": kept, "next": path}
    answer = client.post(reverse("login"), typed)
    assert answer.url == ("/workbench/" if path == "/workbench/" else reverse("start"))
    assert form_of(client.get(edit_url(draft)))["title"] == "原名"


def test_who_signed_in_elsewhere_meanwhile_still_finds_what_was_carried_on(with_password):
    draft, client = with_password.draft(title="原名"), Client(enforce_csrf_checks=True)
    client.get(reverse("login"))
    token = {"csrfmiddlewaretoken": client.cookies["csrftoken"].value}
    answer = client.post(edit_url(draft), token | {"version": "1", "title": "写了一小时的"})
    typed = token | {"username": "qiqige", "password": WORD, "kept": answer.context["kept"]}
    expired = client.post(answer.context["address"], typed | {"csrfmiddlewaretoken": "x" * 32})
    assert (expired.status_code, expired.context["kept"]) == (403, answer.context["kept"])
    client.force_login(with_password.drafter)
    renewed = token | {"csrfmiddlewaretoken": client.cookies["csrftoken"].value}
    assert form_of(client.get(client.post(answer.context["address"], typed | renewed).url))["title"] == "写了一小时的"


def test_a_new_submission_is_carried_on_too(with_password):
    client = Client()
    answer = client.post(reverse("submission_new"), {"title": "写了一小时的", "category": "single"})
    back = signed_in_again(client, answer)
    assert form_of(client.get(back.url))["title"] == "写了一小时的"
    assert Submission.objects.count() == 0


def test_a_form_whose_token_is_gone_shows_what_was_typed_and_writes_nothing(cast):
    draft, client = cast.draft(), Client(enforce_csrf_checks=True)
    client.force_login(cast.drafter)
    before = everything()
    answer = client.post(edit_url(draft), {"version": "1", "title": "写了一小时的<b>"})
    assert (answer.status_code, everything()) == (403, before)
    assert all_of(answer, "textarea") == ["写了一小时的<b>"]


# --- only what was returned ---


def test_only_the_parts_that_were_returned_are_fields_each_with_its_remark(cast):
    candidate = cast.draft(title="题目", summary="原稿")
    cast.play(candidate, "submit")
    cast.play(candidate, "return", parts={"summary": "请写明时间"})
    client = desk(cast.drafter)
    answer = client.get(edit_url(candidate))
    assert [name for name in form_of(answer) if name not in ("version", "base")] == ["summary"]
    assert all_of(answer, "span", 'class="remark"') == ["请写明时间"]
    client.post(edit_url(candidate), form_of(answer) | {"summary": "2026年", "title": "偷改"})
    candidate.refresh_from_db()
    assert (candidate.title, candidate.summary) == ("题目", "2026年")


def test_whoever_corrects_too_late_is_told_so_for_fields_and_files_alike(cast, monkeypatch):
    candidate, client = cast.submission_in("submitted"), desk(cast.drafter)
    due_at = timezone.now() + timedelta(seconds=1)
    cast.play(candidate, "return", parts={"title": "改"}, due_at=due_at)
    typed = form(client, candidate, title="太晚")
    monkeypatch.setattr(timezone, "now", lambda: due_at)
    _status, facts = autosave(client, candidate, typed)
    told = [facts["sentence"], Open(candidate, cast.drafter).why_closed("")]
    assert told == [guards.is_not_overdue(candidate, {}, due_at)] * 2
    candidate.refresh_from_db()
    assert candidate.title != "太晚"


# --- written before ---


def test_a_draft_is_begun_from_an_earlier_submission_with_its_fields_and_files(cast):
    earlier = cast.draft(title="去年的", summary="内容", contact="0476")
    cast.material(earlier, "A1", b"%PDF-1.7 one")
    cast.material(earlier, "Z9", b"%PDF-1.7 two", "旧.pdf")
    cast.play(earlier, "submit")
    following = cast.make_round("2027")
    cast.requirement("A1", round=following)
    client = desk(cast.colleague)
    assert page(client.get(reverse("submission_new"))).count("去年的") == 1
    answer = client.post(reverse("submission_again", args=[earlier.pk]), {"round": "2027"})
    draft = Submission.objects.get(round=following)
    assert answer.url == edit_url(draft)
    assert [getattr(draft, name) for name in ("title", "summary", "contact")] == ["去年的", "内容", "0476"]
    files = Material.objects.filter(submission=draft).order_by("requirement")
    assert [(one.requirement, one.name) for one in files] == [("", "旧.pdf"), ("A1", "材料.pdf")]
    assert {one.file_id for one in files} == set(earlier.materials.values_list("file", flat=True))


def test_from_what_one_does_not_see_nothing_is_begun(cast):
    theirs = cast.submission_in("submitted", cast.far_drafter)
    before = everything()
    answer = desk(cast.drafter).post(reverse("submission_again", args=[theirs.pk]), {"round": cast.round.code})
    assert (answer.status_code, everything()) == (404, before)


# --- flags ---


def told(submission, user):
    return [flag.sentence for flag in flags.of(submission, user)]


def test_a_candidate_that_stands_already_is_told_to_those_who_may_know(cast):
    standing = cast.submission_in("submitted", cast.colleague, title="松山 ‘智慧’ 执法")
    again = cast.draft(title="松山“智慧”执法")
    elsewhere = cast.draft(cast.other_drafter, title="松山智慧执法")
    sentence = "同一候选已在本批次申报（已提交）。"
    assert told(again, cast.drafter) == [sentence]
    assert told(elsewhere, cast.other_drafter) == []
    assert len(told(elsewhere, cast.city_office)) == 2
    cast.play(standing, "withdraw")
    assert told(again, cast.drafter) == []


def test_what_lies_inside_a_region_that_stands_or_was_named_is_told(cast):
    songshan = cast.places["松山区"]
    whole = cast.draft(category=Category.COMPREHENSIVE, region=songshan, title="")
    inside = cast.draft(region=songshan, title="区里的项目")
    assert told(inside, cast.drafter) == ["位于“松山区”境内，该地区已在本批次申报（草稿）。"]
    cast.play(whole, "submit", "recommend", "accept", "advance", "name")
    cast.publish(ReleaseKind.NAMING, whole)
    later = cast.make_round("2028")
    again = cast.draft(round=later, category=Category.COMPREHENSIVE, region=songshan, title="")
    assert f"“松山区”已在“{cast.round.name}”中命名。" in told(again, cast.drafter)


def test_the_same_title_of_another_year_is_told_from_the_public_record(cast):
    named = cast.submission_in("named", cast.far_drafter, title="聚焦行政复议  规范化")
    cast.publish(ReleaseKind.NAMING, named)
    draft = cast.draft(round=cast.make_round("2029"), title="聚焦行政复议 规范化")
    assert told(draft, cast.drafter) == [f"同名项目已在“{cast.round.name}”中命名。"]


def test_an_identity_number_is_flagged_and_saved_all_the_same(cast):
    draft = cast.draft(contact="巴特尔 11010119900307803X")
    assert told(draft, cast.drafter) == ["文字中疑似含有居民身份证号码，非必要请删去。"]


@pytest.mark.parametrize("count", [1, 3])
def test_flags_cost_the_same_for_one_and_for_three(cast, django_assert_num_queries, count):
    for _number in range(count):
        cast.submission_in("submitted", title="同一个题目")
    draft = cast.draft(title="同一个题目")
    with django_assert_num_queries(2):
        assert len(told(draft, cast.drafter)) == count


def test_errors_are_still_told_in_the_page(cast):
    draft, client = cast.draft(), desk(cast.drafter)
    answer = client.post(edit_url(draft), form(client, draft, title="绝密★"))
    assert len(errors(answer)) == 1


def test_a_text_that_is_too_long_is_told_so_in_plain_words(cast):
    draft, client = cast.draft(), desk(cast.drafter)
    _status, facts = autosave(client, draft, form(client, draft, summary="字" * 5001, contact="字" * 121))
    assert facts["errors"] == {
        "summary": ["有 5001 个字\uff0c最多 5000 个字。"],
        "contact": ["有 121 个字\uff0c最多 120 个字。"],
    }
