"""Words typed into a form whose sender's session had ended are not lost: the sign-in page carries them on, and after
signing in the form shows them again, unsaved. For strangers nothing is stored; the words travel in the page itself.
"""

import json
from functools import wraps

from django.http import QueryDict
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme

FIELD = "kept"
MOST = 200_000  # characters of a form's words; a longer one is not carried on
NOT_KEPT = ("csrfmiddlewaretoken", "password", "username", "next", FIELD)


NOTHING = {"path": "", "data": {}}


def keeps_typed(unfit):
    """For views with a form: a POST of somebody who is not signed in is answered with the sign-in page that carries
    the typed words, a GET after signing in finds them in `request.kept` (a QueryDict, else None). What `unfit(text)`
    has a sentence against must not be kept anywhere and is left out."""

    def decorate(view):
        @wraps(view)
        def enter(request, *args, **kwargs):
            if request.method == "POST" and not request.user.is_authenticated:
                return sign_in_page(request, typed(request))
            request.kept = _taken(request) if request.method == "GET" else None
            return view(request, *args, **kwargs)

        enter.unfit = unfit
        return enter

    return decorate


def sign_in_page(request, kept, status=200):
    """In answer to a form whose sender is not signed in: asks to, and carries what was `typed`."""
    from .views import sign_in_context

    text = json.dumps(kept, ensure_ascii=False) if kept["data"] else ""
    return render(request, "accounts/login.html", sign_in_context(request, text, kept["path"]), status=status)


def typed(request):
    """{path, data} of a POST: of a form that keeps what is typed, or what came with the sign-in page already."""
    unfit = getattr(request.resolver_match.func, "unfit", None)
    if unfit is None:
        return carried(request)
    words = {name: values for name, values in words_of(request.POST).items() if not any(map(unfit, values))}
    return {"path": request.path, "data": words if len(json.dumps(words, ensure_ascii=False)) <= MOST else {}}


def words_of(data):
    """{name: [values]} of what was typed, without what belongs to the form alone."""
    return {name: values for name, values in data.lists() if name not in NOT_KEPT}


def keep(request, kept):
    """For somebody signed in: put typed words where the form they belong to will look for them. Returns its address,
    "" if there are no words."""
    if not kept["data"]:
        return ""
    request.session[FIELD] = kept
    return kept["path"]


def carried(request):
    """{path, data: {name: [values]}} that came with the sign-in page; without data if nothing was carried, or not by
    our page."""
    text = request.POST.get(FIELD, "")
    try:
        kept = json.loads(text) if len(text) <= MOST else {}
        json.dumps(kept, ensure_ascii=False).encode()  # halves of surrogate pairs could never be shown
        path, data = kept["path"], {name: list(map(str, values)) for name, values in kept["data"].items()}
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return NOTHING
    return {"path": path, "data": data} if url_has_allowed_host_and_scheme(path, None) else NOTHING


def _taken(request):
    kept = request.session.get(FIELD)
    if not kept or kept["path"] != request.path:
        return None
    del request.session[FIELD]
    found = QueryDict(mutable=True)
    for name, values in kept["data"].items():
        found.setlist(name, values)
    return found
