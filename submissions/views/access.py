"""Who enters a page of the workbench, and what exists for whom."""

from functools import wraps
from urllib.parse import urlsplit

from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import Resolver404, resolve, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from ..models import DraftRelease, OfficialDocument, Submission
from ..permissions import can


def workbench_page(*methods, action=None):
    """A page for those who use the workbench and, where `action` names a rule that asks about nothing in particular,
    may do that. Others are refused (403), whoever is not signed in is asked to sign in."""
    methods = [*methods, "HEAD"] if "GET" in methods else methods

    def decorate(view):
        @wraps(view)
        def enter(request, *args, **kwargs):
            if not can(request.user, "use_workbench"):
                return render(request, "workbench/no_dossiers.html", status=403)
            if action:
                allow(request.user, action)
            return view(request, *args, **kwargs)

        enter.opens = "GET" in methods
        signed_in = login_required if enter.opens else back_after_sign_in
        return require_http_methods(methods)(never_cache(signed_in(enter)))

    return decorate


def back_after_sign_in(view):
    """For what only a button leads to: whoever's session ended meanwhile comes back to the page with the button, for
    the address of its form cannot be opened."""

    @wraps(view)
    def enter(request, *args, **kwargs):
        if request.user.is_authenticated:
            return view(request, *args, **kwargs)
        return redirect_to_login(came_from(request))

    return enter


def came_from(request):
    """The page of the workbench that sent this request, if it can be opened; else the first one."""
    referer = request.headers.get("Referer", "")
    path = urlsplit(referer).path if url_has_allowed_host_and_scheme(referer, request.get_host()) else ""
    try:
        opens = getattr(resolve(path).func, "opens", False)
    except Resolver404:
        opens = False
    return path if opens else reverse("workbench")


def allow(user, action, obj=None):
    if not can(user, action, obj):
        raise PermissionDenied


def visible_submission(user, pk):
    return get_object_or_404(Submission.objects.visible_to(user).with_names(), pk=pk)


def visible_draft(user, pk):
    """A draft of a release; to those who do not see publishing it does not exist."""
    if not can(user, "see_publishing"):
        raise Http404
    found = DraftRelease.objects.select_related("round__rules", "document", "drafted_by", "confirmed_by", "supersedes")
    return get_object_or_404(found, pk=pk)


def visible_document(user, pk):
    if not can(user, "see_publishing"):
        raise Http404
    return get_object_or_404(OfficialDocument.objects.select_related("round"), pk=pk)


def posted(request):
    """What a form is bound to: the data of a POST, even an empty one, else nothing."""
    return request.POST if request.method == "POST" else None
