"""Strangers try addresses: parameters the pages know and ones they do not, with values made to do harm. Whatever comes
back is a proper answer and holds nothing private (test_canary.py plants it)."""

import pytest
from django.urls import resolve
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from registry.cache import pages

from .crawl import answer_of, public_routes, route_of
from .test_canary import CANARY, crawled, planted, told  # noqa: F401 - the same ground

# What a parameter is called elsewhere: look-ups into tables, paging, formats, switches.
UNKNOWN_NAMES = (
    *("id", "pk", "page", "offset", "limit", "cursor", "ordering", "order_by", "sort", "search", "q", "fields"),
    *(
        "format",
        "expand",
        "include",
        "callback",
        "debug",
        "preview",
        "draft",
        "as_of",
        "next",
        "lang",
        "mode",
        "contrast",
    ),
    *("submission", "submission__contact", "submissions__summary__contains", "round__rules__closed", "created_by"),
    *("user__username", "entry__submission__contact__startswith", "current__text__name__regex", "state", "status"),
)
HOSTILE = (
    *(
        "",
        " ",
        "\t",
        "\x00",
        "\x7f",
        "\u202e",
        "\ufeff",
        "\ufffd",
        "e\u0301",
        "𠀀",
        "％",
        "'",
        '"',
        "\\",
        "`",
        "%",
        "_",
        "*",
        ".*",
        "(",
    ),
    *("' OR '1'='1", '" OR ""="', "1; DROP TABLE registry_entry", "1 UNION SELECT contact FROM submissions_submission"),
    *(
        "<script>alert(1)</script>",
        "{{ request.user }}",
        "{% debug %}",
        "${7*7}",
        "%(contact)s",
        "%s%s%s%n",
        "{0.__class__}",
    ),
    *(
        "../../../../etc/passwd",
        "..%2f..%2f",
        "/etc/passwd",
        "file:///etc/passwd",
        "//elsewhere.example",
        "javascript:alert(1)",
    ),
    *(
        "null",
        "None",
        "undefined",
        "true",
        "[]",
        "{}",
        '{"$gt": ""}',
        "NaN",
        "inf",
        "1e309",
        "-1",
        "0",
        "0x1f",
        "9" * 400,
    ),
    *("draft", "submitted", "named", "closed", "2026", "1999", "150000", "150400", "15040", "赤峰市", "甲" * 400),
    *("2024-06-30", "2024-02-30", "0000-00-00", "9999-12-31", "20240630", "2024-06-30T00:00:00Z", "zq7", "zq7canar_"),
)
ANY_VALUE = st.sampled_from(HOSTILE) | st.text(max_size=40).filter(lambda text: CANARY not in text)


def known_names(path):
    """The parameters this address says it depends on."""
    return getattr(resolve(path).func, "public_params", ())


@pytest.fixture
def addresses(crawled, planted):  # noqa: F811 - the fixtures
    """One address of each public route, without its parameters."""
    return sorted({route_of(path): path.partition("?")[0] for path in crawled if route_of(path)}.values())


def answer(client, path, query=None, **headers):
    """What the view says: nothing that was kept from before."""
    pages.clear()
    return answer_of(client.get(path, query, **headers))


def wrong(answers):
    """Of {what was asked: answer} those that are no answer, or hold what is private."""
    return {asked: found.status for asked, found in answers.items() if found.status >= 500 or found.holds(CANARY)}


def test_every_route_is_tried(addresses):
    assert {route_of(path) for path in addresses} == public_routes()


def test_no_hostile_value_of_a_known_parameter_brings_out_anything(addresses, client):
    asked = [(path, name, value) for path in addresses for name in known_names(path) for value in HOSTILE]
    assert len(asked) > 5 * len(HOSTILE)
    assert wrong({one: answer(client, one[0], {one[1]: one[2]}) for one in asked}) == {}


def test_no_hostile_value_of_an_unknown_parameter_brings_out_anything(addresses, client):
    """All of them at once: who does not know a parameter does not look at it. Every eighth value is enough for that."""
    found = {}
    for path in addresses:
        names = set(UNKNOWN_NAMES) - set(known_names(path))
        found |= {(path, value): answer(client, path, dict.fromkeys(names, value)) for value in HOSTILE[::8]}
    assert wrong(found) == {}


def test_no_heap_of_parameters_brings_out_anything(addresses, client):
    names = sorted({*UNKNOWN_NAMES, *(name for path in addresses for name in known_names(path))})
    asked = st.dictionaries(st.sampled_from(names), st.lists(ANY_VALUE, min_size=1, max_size=2), max_size=4)

    @settings(max_examples=300, deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(st.sampled_from(addresses), asked)
    def ask(path, parameters):
        query = {name: [text.encode("utf-8", "surrogatepass") for text in texts] for name, texts in parameters.items()}
        assert wrong({path: answer(client, path, query)}) == {}

    ask()


@pytest.mark.parametrize("value", ["zq7", "é" * 100, "\\", '"', "draft; sessionid=x", "0" * 4000])
def test_no_cookie_nor_header_brings_out_anything(addresses, client, value):
    client.cookies.load(dict.fromkeys(("lang", "mode", "contrast", "sessionid", "csrftoken", "messages"), value))
    told_so = (
        "HTTP_ACCEPT",
        "HTTP_ACCEPT_LANGUAGE",
        "HTTP_IF_NONE_MATCH",
        "HTTP_RANGE",
        "HTTP_REFERER",
        "HTTP_X_FORWARDED_HOST",
    )
    plain = {path: answer(client, path) for path in addresses}
    dressed = {path: answer(client, path, **dict.fromkeys(told_so, value)) for path in addresses}
    assert (wrong(plain), wrong(dressed)) == ({}, {})
