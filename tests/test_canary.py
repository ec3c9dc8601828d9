"""The public reads no private table: a canary sits in every private text, and every public answer is read for it.

Answer means all of it: page, file, feed, redirect and refusal, with its headers and cookies, by every method, and what
the cache keeps of it. How strangers try: test_canary_strangers.py.
"""

from datetime import timedelta

import pytest
from django.apps import apps
from django.conf import settings
from django.core.cache import caches
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError, connection, models
from django.db.models import F, Value
from django.db.models.functions import Cast as AsType
from django.db.models.functions import Concat
from django.test import Client
from django.urls import reverse

from registry import append_only
from registry.cache import pages
from registry.models import ReleaseKind
from submissions import publishing
from submissions.article_drafts import digest_of
from submissions.models import Objection, RoundRules
from submissions.objections import questions
from submissions.publishing import articles

from . import made_files as made
from .cast import Cast
from .crawl import answer_of, read_everything, route_of
from .everything import everything
from .objecting import publish, send, take
from .test_article_drafts import Desk

PRIVATE_APPS = ("accounts", "submissions", "evaluations")
CANARY = "zq7canary"


def private_text_fields():
    for model in (model for app in PRIVATE_APPS for model in apps.get_app_config(app).get_models()):
        for field in model._meta.concrete_fields:
            is_text = isinstance(field, models.CharField | models.TextField) and not field.choices
            if (is_text and not field.is_relation) or isinstance(field, models.JSONField):
                yield model, field


def words_for(field):
    if isinstance(field, models.JSONField):
        return {CANARY: [CANARY]}
    words = Concat(Value(CANARY), AsType(F("pk"), models.CharField()))
    if field.max_length is not None and field.max_length < 60:
        words = words if field.unique else Value(CANARY[: field.max_length])
    return words


def plant():
    """Put the canary into every private text field of every row; return how many fields got it."""
    append_only.lift(connection)
    fields = private_text_fields()
    count = sum(bool(model._base_manager.update(**{field.name: words_for(field)})) for model, field in fields)
    append_only.install(connection)
    return count


@pytest.fixture(scope="module")
def told(shared):
    """Everything that can be public, a round with one published candidate, and much that is nobody's business yet."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(questions, "SOONEST", timedelta(0))
        return tell(Cast())


def tell(cast):
    everything()
    published = cast.submission_in("named", title="公开的项目", summary="x", contact="x", lead_unit="")
    for status in ("draft", "returned", "withdrawn", "not_named"):
        cast.submission_in(status, summary="x", contact="x", lead_unit="x")
    cast.make_round("closed")
    cast.publish(ReleaseKind.NAMING, published)
    publishing.start(cast.round, ReleaseKind.RECOMMENDATION, cast.document(), cast.regional_office)
    write_articles(Desk(cast))
    object_to_somebody(cast)
    return cast


def object_to_somebody(cast):
    """By the form of a notice that tells how many came, with a file; it is being verified."""
    RoundRules.objects.update(takes_objections_online=True, tells_objection_totals=True)
    notice = publish(cast, cast.at_last_stage(title="公示的项目"))
    send(Client(), notice, grounds="x", files=[SimpleUploadedFile("x.pdf", made.pdf())])
    take(cast, Objection.objects.get(), "assign")


def write_articles(office):
    """One published in two editions, a draft with files that was reviewed."""
    office.mend(office.publish(part=1, title="公开的文章"))
    draft = office.draft(part=2, subtitle="x", source="x")
    office.attach(draft)
    articles.sign_off(draft, office.by, digest_of(draft), note="x")


@pytest.fixture(scope="module")
def crawled(told):
    """What a stranger who follows every link is told; before anything is planted, so for its addresses too."""
    pages.clear()
    return read_everything(Client())


@pytest.fixture
def one_of_each(crawled):
    """{route: one address of it}."""
    return {route_of(path): path for path in crawled}


@pytest.fixture
def planted(told, db):
    full = {(model, field) for model, field in private_text_fields() if model._base_manager.exists()}
    assert plant() == len(full)
    return told


def holding(answers, words=CANARY):
    """The addresses whose answers hold these words."""
    return {path for path, answer in answers.items() if answer.holds(words)}


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_no_public_answer_shows_anything_private(planted, client, language):
    client.cookies["lang"] = language
    answers = read_everything(client)
    assert holding(answers) == set()
    assert {path: answer.status for path, answer in answers.items() if answer.status >= 500} == {}
    assert answers[reverse("named")].holds("公开的项目")
    assert "/objections/<int:number>/" in {route_of(path) for path in holding(answers, "公示的项目")}


def test_the_crawl_finds_a_canary_that_is_public(crawled):
    """The test above can fail: words that are public are found by the same crawl in every kind of answer."""
    routes = {route_of(path) for path in holding(crawled, "公开的项目")}
    files = {"/named.csv", "/named.xlsx", "/named.json", "/feeds/releases.atom", "/api/v1/entries/"}
    assert files | {"/named/", "/releases/<int:number>/", "/entries/<uuid:pk>/"} <= routes
    routes = {route_of(path) for path in holding(crawled, "公开的文章")}
    assert {"/", "/articles/", "/articles/<int:number>/", "/feeds/articles.atom"} <= routes


@pytest.mark.parametrize("method", ["HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE", "TRACE", "PROPFIND"])
def test_no_other_method_shows_anything_private(one_of_each, planted, client, method):
    found = {path: answer_of(client.generic(method, path, "q=zq7")) for path in one_of_each.values()}
    assert holding(found) == set()
    assert {path: answer.status for path, answer in found.items() if answer.status >= 500} == {}


def kept():
    """Everything the caches of this process hold, as one heap of bytes."""
    others = [entry for alias in settings.CACHES for entry in getattr(caches[alias], "_cache", {}).values()]
    return b"\n".join([*others, *(page.body + repr((key, page)).encode() for key, page in pages.pages().items())])


def test_nothing_of_who_looked_first_is_kept_for_others(planted, client):
    """A public page is the same for all: neither the name nor the session nor the form token of who asked is in it."""
    planted.regional_office.refresh_from_db()
    client.force_login(planted.regional_office, "accounts.backends.RoleBackend")
    assert client.get("/accounts/password/").status_code == 200  # a form, whose token is now the visitor's
    secrets = [CANARY, client.cookies["sessionid"].value, client.cookies["csrftoken"].value]
    answers = read_everything(client)
    assert [secret for secret in secrets if secret.encode() in kept()] == []
    assert "公开的项目".encode() in kept()
    assert {route_of(path) for path, answer in answers.items() if answer.headers["Set-Cookie"]} == {"/display/"}


REFUSALS = {
    "/nowhere/": 404,
    "/rounds/closed/": 404,
    "/named/?round=closed": 400,
    "/named/?page=zq7": 404,
    "/api/v1/entries/?round=closed": 400,
    "/api/v1/entries/00000000-0000-4000-8000-000000000000/": 404,
    "/api/nowhere/": 404,
}


def test_no_refusal_shows_anything_private(planted, client):
    found = {path: answer_of(client.get(path)) for path in REFUSALS}
    assert {path: answer.status for path, answer in found.items()} == REFUSALS
    assert holding(found) == set()


def test_no_refusal_of_a_host_shows_anything_private(planted, client):
    found = {path: answer_of(client.get(path, headers={"Host": "elsewhere.example"})) for path in ("/", "/named/")}
    assert {answer.status for answer in found.values()} == {400}
    assert holding(found) == set()


def test_no_failure_shows_anything_private(one_of_each, planted, client):
    """The database fails, and its complaint quotes a private row, as PostgreSQL's do."""
    client.raise_request_exception = False

    def fail(execute, query, *rest):
        raise OperationalError(f'Key (contact)=({CANARY}) in "{query}"')

    with connection.execute_wrapper(fail):
        found = {route: answer_of(client.get(path)) for route, path in one_of_each.items()}
    assert holding(found) == set()
    broken = ("/", "/named/", "/feeds/releases.atom", "/healthz")
    assert [found[route].status for route in broken] == [500, 500, 500, 503]


def test_a_round_nobody_published_from_is_unknown(crawled):
    assert crawled["/rounds/2026/"].status == 200
    assert crawled["/rounds/closed/"].status == 404
