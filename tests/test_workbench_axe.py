"""axe on every kind of page that is not kept whole: workbench, accounts, objections, with refusals and errors.

Which pages those are is not written down here: every route of the URL configuration is asked by somebody who may ask it
(test_urls.py), and again with an empty form; scenes.py adds the states that ground does not have. An answer is read if
it shows a route, a status, a template, an element or a class that none before it has shown. The other modes change
colours and sizes alone, by what stands on the root element: they are switched on the page and only that is looked
at. In English one page of each kind is read.
"""

from functools import partial
from pathlib import Path

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client

from .crawl import answer_of, plain, route_of
from .scenes import scenes
from .showing import Screen
from .test_public_axe import ELEMENT, OPTIONS, broken_on
from .test_urls import GET, POST, WHO, drawn, ground, path_of  # noqa: F401 - the same ground

pytestmark = [
    pytest.mark.browser,
    pytest.mark.once,
    pytest.mark.django_db,
    pytest.mark.usefixtures("aside", "in_no_hurry"),
]
TEMPLATES = Path(settings.BASE_DIR) / "templates"
PRIVATE = ("/workbench/", "/accounts/", "/objections/")
FOLDERS = ("workbench", "accounts", "objections")
# Answer to GET with a file or with data, or lead elsewhere.
NO_PAGES = {
    *("/accounts/start/", "/workbench/submissions.xlsx", "/workbench/submissions/<uuid:pk>/tasks.xlsx"),
    "/workbench/submissions/<uuid:pk>/materials/<int:material>/",
    "/workbench/submissions/<uuid:pk>/uploads/<uuid:upload>/",
    "/workbench/submissions/<uuid:pk>/seals/<int:seal>/",
    "/workbench/submissions/<uuid:pk>/versions/<int:number>/files/<int:order>/",
    "/workbench/rounds/<slug:code>/requirements/<int:requirement>/template/",
    *("/workbench/documents/<int:pk>/scan/", "/workbench/objections/<int:pk>/files/<int:file>/"),
    *("/workbench/articles/drafts/<int:pk>/files/<int:file>/", "/workbench/sheets/<uuid:pk>/remarks.xlsx"),
    *("/workbench/sheets/rounds/<slug:code>/template.xlsx", "/workbench/ranking/<slug:code>/letter.docx"),
    "/workbench/ranking/<slug:code>/summary.xlsx",
}
REFUSED = {"400", "403", "404", "409", "422", "429"}
SWITCH = "document.documentElement.dataset.mode = 'large', document.documentElement.dataset.contrast = 'high'"
COLOURS_AND_SIZES = {**OPTIONS, "rules": {}, "runOnly": ["color-contrast", "target-size"]}


def arrive(user=None, language="zh-hans"):
    client = Client()
    client.cookies.load({"lang": language})
    if user:
        client.force_login(user, "accounts.backends.RoleBackend")
    return client


def asked_for(ground, arrive):  # noqa: F811
    """The answers of each private route to the first who gets more than a way to sign in: to GET, to an empty form."""
    for method, picture in (("GET", GET), ("POST", POST)):
        for route, codes in drawn(picture).items():
            allowed = [who for who, code in zip(WHO.values(), codes, strict=True) if code not in (302, 403, 404, 405)]
            if route.startswith(PRIVATE) and allowed:
                client = arrive(allowed[0] and getattr(ground.cast, allowed[0]))
                with transaction.atomic():
                    response = client.generic(method, path_of(route, ground))
                    yield response, answer_of(response)
                    transaction.set_rollback(True)


def everything_shown(ground, language="zh-hans"):  # noqa: F811
    arriving = partial(arrive, language=language)
    yield from asked_for(ground, arriving)
    for response in scenes(ground.cast, arriving):
        yield response, answer_of(response)


def kind(response, answer):
    """What kind of page an answer is: its route, or with what status it refuses; none if it leads elsewhere."""
    if not answer.is_page or answer.status == 302:
        return set()
    method, path = response.request["REQUEST_METHOD"], response.request["PATH_INFO"]
    return {route_of(path)} if (method, answer.status) == ("GET", 200) else {str(answer.status)}


def shows(response, answer):
    """What of an answer may be new."""
    if not kind(response, answer):
        return set()
    return kind(response, answer) | {one.name for one in response.templates} | set(ELEMENT.findall(answer.body))


def broken_in_all_modes(page):
    normal = broken_on(page)
    page.evaluate(SWITCH)
    return normal + broken_on(page, COLOURS_AND_SIZES)


def answering():
    """The private routes that answer to GET at all."""
    found = {route for route, codes in drawn(GET).items() if set(codes) != {405}}
    return {plain(route) for route in found if route.startswith(PRIVATE)}


def templates():
    """Names of all templates that only these pages show."""
    found = [path for folder in FOLDERS for path in (TEMPLATES / folder).glob("*.html")]
    return {str(path.relative_to(TEMPLATES)) for path in found}


def test_no_kind_of_page_behind_the_sign_in_breaks_a_rule_of_accessibility(ground, chromium):  # noqa: F811
    screen, known, broken = Screen(chromium, viewport={"width": 1366, "height": 768}), set(), {}
    for response, answer in everything_shown(ground):
        if not shows(response, answer) <= known:
            known |= shows(response, answer)
            page = screen.show(response.request["PATH_INFO"], answer)
            broken |= {response.request["PATH_INFO"]: found} if (found := broken_in_all_modes(page)) else {}
    assert (broken, screen.problems) == ({}, [])
    assert answering() - known == NO_PAGES
    assert templates() - known == set()
    assert {one for one in known if str(one).isdigit()} == {"200", *REFUSED}


def test_each_kind_of_page_behind_the_sign_in_keeps_the_rules_in_english_too(ground, chromium):  # noqa: F811
    """One page of each kind: elements and classes are those of the Chinese page, words and their lengths are not."""
    screen, known, broken = Screen(chromium, viewport={"width": 1366, "height": 768}), set(), {}
    for response, answer in everything_shown(ground, "en"):
        if not kind(response, answer) <= known:
            known |= kind(response, answer)
            assert b'<html lang="en"' in answer.body
            page = screen.show(response.request["PATH_INFO"], answer)
            broken |= {response.request["PATH_INFO"]: found} if (found := broken_in_all_modes(page)) else {}
    assert (broken, screen.problems) == ({}, [])
    assert answering() - known == NO_PAGES
    assert known - answering() == {"200", *REFUSED}
