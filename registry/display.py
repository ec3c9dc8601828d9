"""Language, elder-friendly mode and contrast: chosen by a GET link, kept in cookies, applied to every page.

The three are independent of each other. There is no LocaleMiddleware: a browser that says en-US would get English from
a Chinese office's site. Chinese it is until the visitor chooses.
"""

from django.conf import settings
from django.http import HttpResponseRedirect
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_safe

LANGUAGES = tuple(code for code, _ in settings.LANGUAGES)
MODES = ("normal", "large")  # "large" is the elder-friendly mode; it kept the name it had when it was large text alone
CONTRASTS = ("normal", "high")
# The cookie of each choice and what it may say; the first is what nobody has to choose.
CHOICES = {"lang": LANGUAGES, "mode": MODES, "contrast": CONTRASTS}
YEAR = 365 * 24 * 3600


def chosen(request):
    """(language, mode, contrast) of this visitor, always from the known ones: part of the key of every cached page."""
    said = [(request.COOKIES.get(name), known) for name, known in CHOICES.items()]
    return tuple(value if value in known else known[0] for value, known in said)


class DisplayMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        language, request.display_mode, request.display_contrast = chosen(request)
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
    for name, known in CHOICES.items():
        if request.GET.get(name) in known:
            response.set_cookie(name, request.GET[name], max_age=YEAR, samesite="Lax", secure=request.is_secure())
    return response
