"""Every URL of the admin × who asks for it. A URL that stands in no picture fails the test.

In the picture of the models a letter stands for a page that opens: l list, a add, v one row, d delete, h history.
Dossiers open for nobody who must not see them, whatever Django's superuser may elsewhere.
"""

from django.contrib import admin
from django.test import Client
from django.urls import URLPattern, get_resolver

from .test_urls import WHO, ground  # noqa: F401 - the same ground

PAGES = {
    "l": "",
    "a": "add/",
    "v": "<path:object_id>/change/",
    "d": "<path:object_id>/delete/",
    "h": "<path:object_id>/history/",
}
MOVED = "<path:object_id>/"  # Django's redirect from an old form of the address
MODELS = """
                              --     Dr     Do     Ci     Cf     Re     Ev     Au     Ad     Su
regions.region               -      -      -      -      -      lvh    -      lvh    lavdh  lavdh
regions.regionchange         -      -      -      -      -      l      -      l      la     la
registry.release             -      -      -      -      -      lvh    -      lvh    -      lvh
registry.entry               -      -      -      -      -      lvh    -      lvh    -      lvh
registry.releaseitem         -      -      -      -      -      lvh    -      lvh    -      lvh
registry.itemtext            -      -      -      -      -      lvh    -      lvh    -      lvh
registry.withholding         -      -      -      -      -      l      -      l      -      l
registry.series              -      -      -      -      -      lvh    -      lvh    -      lvh
registry.article             -      -      -      -      -      lvh    -      lvh    -      lvh
registry.notice              -      -      -      -      -      lvh    -      lvh    -      lvh
registry.calendaryear         -      -      -      -      -      l      -      l      la     la
registry.noticeobjections    -      -      -      -      -      lvh    -      lvh    -      lvh
axes.accessattempt           -      -      -      -      -      -      -      l      l      l
axes.accesslog               -      -      -      -      -      -      -      l      l      l
accounts.user                -      -      -      -      -      -      -      lvh    lavdh  lavdh
accounts.unit                -      -      -      -      -      lvh    -      lvh    lavdh  lavdh
submissions.articledraft     -      -      -      -      -      lvh    -      lvh    -      l
submissions.transition       -      -      -      -      -      lvh    -      lvh    -      l
submissions.officialdocument -      -      -      -      -      lvh    -      lvh    -      l
submissions.draftrelease     -      -      -      -      -      lvh    -      lvh    -      l
submissions.signoff          -      -      -      -      -      lvh    -      lvh    -      l
admin.logentry               -      -      -      -      -      -      -      l      -      l
registry.round               -      -      -      -      -      lvh    -      lvh    lvh    lvh
submissions.requirement      -      -      -      -      -      lvh    -      lvh    -      l
submissions.extension        -      -      -      -      -      l      -      l      -      l
submissions.storedfile       -      -      -      -      -      lvh    -      lvh    -      l
submissions.material         -      -      -      -      -      lvh    -      lvh    -      l
submissions.upload           -      -      -      -      -      lvh    -      lvh    -      l
submissions.departmenttask   -      -      -      -      -      lvh    -      lvh    -      l
submissions.presence         -      -      -      -      -      l      -      l      -      l
submissions.sheetimport      -      -      -      -      -      lvh    -      lvh    -      l
submissions.version          -      -      -      -      -      lvh    -      lvh    -      l
submissions.message          -      -      -      -      -      lvh    -      lvh    -      l
submissions.letter           -      -      -      -      -      l      -      l      -      l
submissions.objection        -      -      -      -      -      lvh    -      lvh    -      l
submissions.allowance        -      -      -      -      -      l      -      l      -      l
submissions.spentquestion    -      -      -      -      -      l      -      l      -      l
submissions.submission       -      -      -      -      -      lvh    -      lvh    -      l
"""
OTHERS = r"""
                                                                           --  Dr  Do  Ci  Cf  Re  Ev  Au  Ad  Su
/admin/                                                                   302 302 302 302 302 200 302 200 200 200
/admin/login/                                                             302 403 403 403 403 302 403 302 302 302
/admin/logout/                                                            302 302 302 302 302 405 302 405 405 405
/admin/password_change/                                                   302 302 302 302 302 302 302 302 302 302
/admin/password_change/done/                                              302 302 302 302 302 200 302 200 200 200
/admin/autocomplete/                                                      302 302 302 302 302 403 302 403 403 403
/admin/jsi18n/                                                            302 302 302 302 302 200 302 200 200 200
/admin/r/<path:content_type_id>/<path:object_id>/                         302 302 302 302 302 404 302 404 404 404
/admin/accounts/user/<id>/password/                                       302 302 302 302 302 403 302 403 200 200
/admin/^(?P<app_label>regions|registry|axes|accounts|submissions|admin)/$ 302 302 302 302 302 200 302 200 404 200
/admin/(?P<url>.*)$                                                       302 302 302 302 302 404 302 404 404 404
"""
ADDRESSES = {
    "/admin/r/<path:content_type_id>/<path:object_id>/": "/admin/r/1/1/",
    "/admin/accounts/user/<id>/password/": "/admin/accounts/user/{drafter}/password/",
    "/admin/^(?P<app_label>regions|registry|axes|accounts|submissions|admin)/$": "/admin/submissions/",
    "/admin/(?P<url>.*)$": "/admin/nowhere",
}


def routes(resolver=None, before="/admin/"):
    resolver = resolver or next(one for one in get_resolver().url_patterns if getattr(one, "app_name", "") == "admin")
    for pattern in resolver.url_patterns:
        route = before + str(pattern.pattern)
        yield from [route] if isinstance(pattern, URLPattern) else routes(pattern, route)


def bases():
    """{app.model: the address of its pages}."""
    labels = [model._meta.label_lower for model in admin.site._registry]
    return {label: f"/admin/{label.replace('.', '/')}/" for label in labels}


def other_routes():
    own = {base + page for base in bases().values() for page in (*PAGES.values(), MOVED)}
    return [route for route in routes() if route not in own]


def clients(cast):
    for who in WHO.values():
        client = Client(raise_request_exception=False)
        if who:
            client.force_login(getattr(cast, who), "accounts.backends.RoleBackend")
        yield client


def opened(client, label):
    """The letters of the pages of a model that open, asked for about an object that exists where one does."""
    [model] = [model for model in admin.site._registry if model._meta.label_lower == label]
    pk = getattr(model._base_manager.order_by("pk").first(), "pk", 0)
    addresses = {letter: bases()[label] + page.replace("<path:object_id>", str(pk)) for letter, page in PAGES.items()}
    letters = [letter for letter, address in addresses.items() if client.get(address).status_code == 200]
    return "".join(letters) or "-"


def drawn(picture):
    head, *rows = picture.strip("\n").splitlines()
    assert head.split() == list(WHO)
    return {row.split()[0]: row.split()[1:] for row in rows}


def test_every_url_of_the_admin_stands_in_a_picture():
    assert sorted(drawn(MODELS)) == sorted(bases())
    assert list(drawn(OTHERS)) == other_routes()


def test_everybody_opens_the_pages_that_are_drawn(ground):  # noqa: F811
    people = list(clients(ground.cast))
    expected = drawn(MODELS)
    assert {label: [opened(client, label) for client in people] for label in expected} == expected


def test_everybody_gets_what_is_drawn_elsewhere(ground):  # noqa: F811
    found = {}
    for route in drawn(OTHERS):
        path = ADDRESSES.get(route, route).format(drafter=ground.cast.drafter.pk)
        found[route] = [str(client.get(path).status_code) for client in clients(ground.cast)]
    assert found == drawn(OTHERS)
