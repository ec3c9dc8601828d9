"""The public reads no private table: a canary sits in every private text field, and every public page is read."""

import re

import pytest
from django.apps import apps
from django.db import connection, models
from django.db.models import F, Value
from django.db.models.functions import Cast as AsType
from django.db.models.functions import Concat
from django.urls import reverse

from registry import append_only
from registry.models import ReleaseKind
from submissions import publishing
from submissions.article_drafts import digest_of
from submissions.publishing import articles

from .test_article_drafts import Desk

PRIVATE_APPS = ("accounts", "submissions", "evaluations")
CANARY = "zq7canary"
PRIVATE_URLS = ("/workbench/", "/admin/", "/accounts/")
# Entered by hand, because no page links to them, or because they are what a stranger would try.
KNOCKED_AT = (
    "/nowhere/",
    "/named/?round=nowhere",
    "/rounds/2026/",
    "/rounds/closed/",
    "/api/v1/entries/?q=zq7",
    "/healthz",
)


def private_text_fields():
    for model in (model for app in PRIVATE_APPS for model in apps.get_app_config(app).get_models()):
        for field in model._meta.concrete_fields:
            is_text = isinstance(field, models.CharField | models.TextField) and not field.choices
            if is_text and not field.is_relation:
                yield model, field


def plant():
    """Put the canary into every private text field of every row; return how many fields got it."""
    append_only.lift(connection)
    count = 0
    for model, field in private_text_fields():
        words = Concat(Value(CANARY), AsType(F("pk"), models.CharField()))
        if field.max_length is not None and field.max_length < 60:
            words = words if field.unique else Value(CANARY[: field.max_length])
        count += bool(model._base_manager.update(**{field.name: words}))
    append_only.install(connection)
    return count


def read_everything(client, start="/"):
    """Every public page there is a way to from `start`, with what was knocked at: {path: (status, text)}."""
    seen, waiting = {}, [start, *KNOCKED_AT, reverse("api_entries"), reverse("api_schema")]
    while waiting:
        path = waiting.pop()
        if path in seen or path.startswith(PRIVATE_URLS):
            continue
        response = client.get(path)
        body = b"".join(response.streaming_content) if response.streaming else response.content
        seen[path] = response.status_code, body
        found = re.findall(rb'(?:href|action)="(/[^"#]*)"', body) if b"<html" in body[:200] else []
        waiting.extend(link.decode().replace("&amp;", "&") for link in found if not link.startswith(b"/static/"))
    return seen


@pytest.fixture
def told(cast):
    """A round with one published candidate, and much that is nobody's business yet."""
    published = cast.submission_in("named", title="公开的项目", summary="x", contact="x", lead_unit="")
    for status in ("draft", "returned", "withdrawn", "not_named"):
        cast.submission_in(status, summary="x", contact="x", lead_unit="x")
    cast.make_round("closed")
    cast.publish(ReleaseKind.NAMING, published)
    publishing.start(cast.round, ReleaseKind.RECOMMENDATION, cast.document(), cast.regional_office)
    write_articles(Desk(cast))
    return cast


def write_articles(office):
    """One published in two editions, a draft with files that was reviewed."""
    office.mend(office.publish(part=1, title="公开的文章"))
    draft = office.draft(part=2, subtitle="x", source="x")
    office.attach(draft)
    articles.sign_off(draft, office.by, digest_of(draft), note="x")


def test_no_public_page_shows_anything_private(told, client):
    assert plant() == len({(model, field) for model, field in private_text_fields() if model._base_manager.exists()})
    pages = read_everything(client)
    shown = {path for path, (_status, body) in pages.items() if CANARY.encode() in body}
    assert shown == set()
    assert max(status for status, _body in pages.values()) < 500
    assert "公开的项目".encode() in pages[reverse("named")][1]


def test_the_crawl_finds_a_canary_that_is_public(told, client):
    """The test above can fail: words that are public are found by the same crawl on every kind of page."""
    pages = read_everything(client)
    shown = {path.split("?")[0] for path, (_status, body) in pages.items() if "公开的项目".encode() in body}
    assert {"/named/", "/named.csv", "/named.json", "/api/v1/entries/", "/releases/1/"} <= shown
    shown = {path.split("?")[0] for path, (_status, body) in pages.items() if "公开的文章".encode() in body}
    assert {"/", "/articles/", "/articles/1/", "/articles/2/"} <= shown


def test_a_round_nobody_published_from_is_unknown(told, client):
    pages = read_everything(client)
    assert pages["/rounds/2026/"][0] == 200
    assert pages["/rounds/closed/"][0] == 404
