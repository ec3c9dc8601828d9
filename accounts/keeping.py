"""Words typed into a form whose sender's session had ended are not lost: the sign-in page carries them on, and after
signing in the form shows them again, unsaved. For strangers nothing is stored; the words travel in the page itself.
"""

import json
from functools import wraps

from django.http import QueryDict
from django.shortcuts import render

FIELD = "kept"
MOST = 200_000  # characters of a form's words; a longer one is not carried on
NOT_KEPT = ("csrfmiddlewaretoken", "password", "username", "next", FIELD)


def keeps_typed(view):
    """For views with a form: a POST of somebody who is not signed in is answered with the sign-in page that carries
    the typed words, a GET after signing in finds them in `request.kept` (a QueryDict, else None)."""

    @wraps(view)
    def enter(request, *args, **kwargs):
        if request.method == "POST" and not request.user.is_authenticated:
            return _sign_in_page(request)
        request.kept = _taken(request) if request.method == "GET" else None
        return view(request, *args, **kwargs)

    return enter


def _sign_in_page(request):
    from .views import sign_in_context

    kept = json.dumps({"path": request.path, "data": words_of(request.POST)}, ensure_ascii=False)
    kept = kept if len(kept) <= MOST else ""
    return render(request, "accounts/login.html", sign_in_context(request, kept))


def words_of(data):
    """{name: [values]} of what was typed, without what belongs to the form alone."""
    return {name: values for name, values in data.lists() if name not in NOT_KEPT}


def keep(request, path):
    """After signing in: put the words that came with the sign-in page where the form at `path` will look for them."""
    kept = carried(request)
    if kept["data"] and kept["path"] == path:
        request.session[FIELD] = kept


def carried(request):
    """{path, data: {name: [values]}} that came with the sign-in page; without data if nothing was carried, or not by
    our page."""
    text = request.POST.get(FIELD, "")
    try:
        kept = json.loads(text) if len(text) <= MOST else {}
        json.dumps(kept, ensure_ascii=False).encode()  # halves of surrogate pairs could never be shown
        return {"path": kept["path"], "data": {name: list(map(str, values)) for name, values in kept["data"].items()}}
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return {"path": "", "data": {}}


def _taken(request):
    kept = request.session.get(FIELD)
    if not kept or kept["path"] != request.path:
        return None
    del request.session[FIELD]
    found = QueryDict(mutable=True)
    for name, values in kept["data"].items():
        found.setlist(name, values)
    return found
