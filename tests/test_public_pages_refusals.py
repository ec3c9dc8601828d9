"""What means nothing is refused with a sentence; never everything instead, never a failure of ours."""

import uuid

import pytest
from django.template.loader import render_to_string

from registry.models import Entry

from .reading import all_of
from .record import synthetic_round

PAGES = ["/", "/rounds/", "/rounds/2025/", "/named/", "/regions/150404/", "/releases/1/"]
NOT_THERE = {
    "/rounds/1999/": "没有这个批次，或者该批次尚未公布任何名单。",
    "/regions/999999/": "没有这个行政区划代码。请填写六位代码，如 150404。",
    f"/entries/{uuid.UUID(int=1)}/": "公开记录中没有这一条目。",
    "/releases/99/": "没有这一编号的发布。",
    f"/releases/{'9' * 300}/": "没有这一编号的发布。",
    "/releases/1/?page=2": "名单没有这一页。",
    "/releases/1/?page=ALL": "名单没有这一页。",
    "/named/?page=2": "名单没有这一页。",
    "/named/?page=0": "名单没有这一页。",
    "/named/?page=-1": "名单没有这一页。",
    "/named/?page=last": "名单没有这一页。",
    f"/named/?page={'9' * 5000}": "名单没有这一页。",
    "/named/?page=%00": "名单没有这一页。",
}
NO_SUCH_ADDRESS = ["/rounds/%00/", "/regions/15040/", "/regions/150404x/", "/entries/1/", "/releases/-1/", "/nowhere/"]
MEANINGLESS = [
    "round=2024",
    "round=%00",
    "city=赤峰市",
    "city=150404",
    "category=both",
    "q=" + "长" * 10_000,
    "q=%00",
    "q=%ED%A0%80",
    "q=%FF",
    "q=“”",
    "round=2025&city=%F0%9F",
]


@pytest.fixture(scope="module", autouse=True)
def one_round(shared):
    return synthetic_round(1)


@pytest.mark.parametrize("address", NOT_THERE)
def test_what_is_not_there_is_said_not_to_be_there(client, address):
    response = client.get(address)
    assert response.status_code == 404
    assert NOT_THERE[address] in all_of(response, "p")


@pytest.mark.parametrize("address", NO_SUCH_ADDRESS)
def test_an_address_of_no_page_gets_the_page_for_that(client, address):
    response = client.get(address)
    assert (response.status_code, all_of(response, "h1")) == (404, ["没有这一页"])


@pytest.mark.parametrize("asked", MEANINGLESS)
def test_a_filter_that_means_nothing_is_refused(client, asked):
    response = client.get(f"/named/?{asked}")
    assert (response.status_code, all_of(response, "h1")) == (400, ["无法处理这一请求"])
    assert len(all_of(response, "p")) == 4  # the lead, one sentence, the way home, the footer


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options", "trace"])
@pytest.mark.parametrize("address", PAGES)
def test_the_record_can_only_be_read(client, address, method):
    client.handler.enforce_csrf_checks = True
    assert getattr(client, method)(address).status_code == 405


def test_an_entry_can_only_be_read_too(client):
    assert client.post(f"/entries/{Entry.objects.get().pk}/").status_code == 405


def test_a_refusal_is_not_kept(client):
    assert client.get("/named/?page=2").status_code == 404
    synthetic_round(20, code="2026")
    assert client.get("/named/?page=2").status_code == 200


def test_what_is_searched_is_shown_as_words_and_not_as_marks(client):
    response = client.get("/named/", {"q": "<script>alert(1)</script>"})
    assert response.status_code == 200
    assert b"<script" not in response.content
    assert b"&lt;script&gt;alert(1)&lt;/script&gt;" in response.content


@pytest.mark.parametrize("name", ["400", "403", "403_csrf", "404", "500"])
def test_a_page_of_refusal_needs_nothing_that_may_have_failed(name, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert '<html lang="zh-hans" data-mode="normal" data-contrast="normal">' in render_to_string(f"{name}.html")
