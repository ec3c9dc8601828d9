"""The form of a draft sent twice, gone back to, sent in part, or sent after only some of it was returned."""

import pytest
from django.urls import reverse

from submissions import drafts
from submissions.models import Submission

from .desk import desk, everything, form_of, said

pytestmark = pytest.mark.django_db
KEY = "5b1f0d4e-6f3c-4a67-9d6c-1a2b3c4d5e6f"


@pytest.fixture
def client(cast):
    return desk(cast.drafter)


def typed(cast, **changed):
    place = cast.drafter.city.pk
    return {"round": cast.round.code, "category": "single", "region": place, "title": "一", "key": KEY, **changed}


def edit_url(draft):
    return reverse("submission_edit", args=[draft.pk])


def test_what_was_added_before_the_second_press_is_saved_too(cast, client):
    client.post(reverse("submission_begin"), typed(cast))
    client.post(reverse("submission_new"), typed(cast, summary="接着写的一段"))
    draft = Submission.objects.get()
    assert (draft.title, draft.summary, draft.version) == ("一", "接着写的一段", 2)


def test_who_goes_back_to_the_first_page_overwrites_nothing_unseen(cast, client):
    client.post(reverse("submission_new"), typed(cast))
    drafts.edit(Submission.objects.get(), cast.colleague, summary="同事写的")
    before = everything()
    answer = client.post(reverse("submission_new"), typed(cast, summary="我写的"))
    assert (answer.status_code, everything()) == (409, before)
    assert [field["stored"] for field in answer.context["form"].stored] == ["同事写的"]
    assert form_of(answer)["summary"] == "我写的"

    facts = client.post(reverse("submission_begin"), typed(cast, summary="我写的")).json()
    assert (facts["version"], facts["base"]) == (2, {})
    saving = typed(cast, summary="我写的", version=facts["version"], base="{}")
    facts = client.post(facts["autosave"], saving).json()
    assert (facts["state"], list(facts["conflicts"]), everything()) == ("conflict", ["summary"], before)


def test_a_form_sent_again_after_it_was_submitted_gives_the_words_back(cast, client):
    client.post(reverse("submission_new"), typed(cast))
    cast.play(Submission.objects.get(), "submit")
    before = everything()
    answer = client.post(reverse("submission_new"), typed(cast, summary="太晚"))
    assert (answer.status_code, form_of(answer)["summary"], everything()) == (403, "太晚", before)


def test_a_field_that_was_not_sent_stays(cast, client):
    draft = cast.draft(title="原名", summary="原来的一段")
    page = form_of(client.get(edit_url(draft)))
    sent = {name: page[name] for name in ("version", "base", "category", "region")} | {"title": "改名"}
    assert client.post(reverse("submission_autosave", args=[draft.pk]), sent).json()["state"] == "saved"
    draft.refresh_from_db()
    assert (draft.title, draft.summary) == ("改名", "原来的一段")


@pytest.fixture
def returned(cast, client):
    """(a draft returned for its summary alone, what a page opened before holds, changed in title and summary)"""
    draft = cast.draft(title="原名", summary="原稿")
    page = form_of(client.get(edit_url(draft))) | {"title": "另起的名", "summary": "改过的稿"}
    cast.play(draft, "submit")
    cast.play(draft, "return", parts={"summary": "请写明时间"})
    return draft, page


SENTENCE = "“项目名称”未退回补正，保持原样。您填写的是：另起的名"


def test_what_is_typed_where_nothing_was_returned_is_said_not_to_be_saved(client, returned):
    draft, page = returned
    facts = client.post(reverse("submission_autosave", args=[draft.pk]), page).json()
    assert (facts["state"], facts["errors"]) == ("errors", {"title": [SENTENCE]})
    draft.refresh_from_db()
    assert (draft.title, draft.summary) == ("原名", "改过的稿")


def test_without_a_script_it_is_said_on_the_next_page(client, returned):
    draft, page = returned
    answer = client.post(edit_url(draft), page, follow=True)
    assert said(answer) == ["“原名”已保存，尚未提交。", SENTENCE]
    draft.refresh_from_db()
    assert (draft.title, draft.summary) == ("原名", "改过的稿")


def test_an_earlier_text_with_a_secrecy_mark_is_not_taken_over(cast, client):
    earlier = cast.submission_in("submitted", title="去年的")
    Submission.objects.update(summary="机密★5年")
    before = everything()
    answer = client.post(reverse("submission_again", args=[earlier.pk]), {"round": cast.round.code}, follow=True)
    assert (answer.status_code, len(said(answer)), everything()) == (200, 1, before)
