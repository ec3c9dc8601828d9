"""Language and large text: chosen by a GET link, kept in two cookies, applied to every page.

There is no LocaleMiddleware: a browser that says en-US would get English from a Chinese office's site. Chinese it is
until the visitor chooses.
"""

from django.conf import settings
from django.http import HttpResponseRedirect
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_safe

LANGUAGES = tuple(code for code, _ in settings.LANGUAGES)
MODES = ("normal", "large")
YEAR = 365 * 24 * 3600


def chosen(request):
    """(language, display mode) of this visitor, always from the known ones."""
    language, mode = request.COOKIES.get("lang"), request.COOKIES.get("mode")
    return language if language in LANGUAGES else LANGUAGES[0], mode if mode in MODES else MODES[0]


class DisplayMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        language, request.display_mode = chosen(request)
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response


@require_safe
def switch(request):
    """Set what the link asks for and go back to the page it came from; anything unknown is left as it is."""
    target = request.GET.get("next", "/")
    safe = target.startswith("/") and url_has_allowed_host_and_scheme(target, allowed_hosts=None)
    response = HttpResponseRedirect(target if safe else "/")
    for name, known in (("lang", LANGUAGES), ("mode", MODES)):
        if request.GET.get(name) in known:
            response.set_cookie(name, request.GET[name], max_age=YEAR, samesite="Lax", secure=request.is_secure())
    return response
