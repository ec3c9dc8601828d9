"""The public form for objections, and following one by the code of its receipt. Neither is cached nor asks who is
signed in; no cookie is needed or set.

Not Django's CSRF check: it would need a cookie, and answers with no referrer are sent back without an origin. The
form's signed question is its token, and a browser that says the form came from another site is refused.
"""

from functools import wraps

from django.core.exceptions import TooManyFilesSent
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from registry.pages.notices import told_of

from ..forms.objecting import FollowForm, ObjectingForm
from ..materials import Refused
from ..materials.streaming import Watchman
from ..objections import files, limits, receipts, sending
from .materials import too_many

CONFIDENTIAL = {
    "Cache-Control": "private, no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex",
}


def public_form(what):
    """A page with a form for strangers; a POST counts as one `what` of its sender's before it is looked at."""

    def decorate(view):
        @wraps(view)
        def enter(request, *args, **kwargs):
            request.too_many = False
            if request.method == "POST":
                limits.forget()
                if not from_here(request):
                    return render(request, "403.html", {"sentences": [elsewhere()]}, status=403)
                request.too_many = not limits.take(what, limits.subject_of(request))
            response = view(request, *args, **kwargs)
            for header, value in CONFIDENTIAL.items():
                response[header] = value
            return response

        return require_http_methods(["GET", "HEAD", "POST"])(never_cache(csrf_exempt(enter)))

    return decorate


def from_here(request):
    """Whether the form was sent from one of our pages, as far as the browser says. It says “null” for its origin,
    because our pages ask it to tell nobody where it has been."""
    site, origin = request.headers.get("Sec-Fetch-Site", "none"), request.headers.get("Origin", "null")
    return site in ("same-origin", "none") and origin in ("null", f"{request.scheme}://{request.get_host()}")


def elsewhere():
    return _("The form was sent from another site. Open it here and send it again; nothing was taken.")


@public_form("try")
def send(request, number):
    notice = sending.notice(number)
    if notice is None:
        sentences = [_("There is no notice here that takes objections by a form.")]
        return render(request, "404.html", {"sentences": sentences}, status=404)
    if request.method != "POST":
        return page(request, notice, ObjectingForm(notice=notice))
    form = ObjectingForm(notice=notice, too_many=request.too_many, **arriving(request))
    if form.is_valid() and form.send(limits.subject_of(request)):
        return render(request, "objections/receipt.html", receipt(notice, form.code))
    return page(request, notice, form)


def arriving(request):
    """What was sent, its files judged while they come in."""
    watchman = Watchman(request, files.LIMITS)
    request.upload_handlers = [watchman]
    try:
        return {"data": request.POST, "arrived": request.FILES.getlist("files"), "refused": watchman.refused}
    except (Refused, TooManyFilesSent) as refusal:
        sentence = refusal if isinstance(refusal, Refused) else too_many()
        return {"data": request.POST, "refused": [("", sentence)]}


def page(request, notice, form):
    closed = sending.why_closed(notice, timezone.now())
    context = {"notice": notice, "form": form, "closed": closed, "last": sending.last_day(notice)}
    context |= {"most": files.MOST_FILES, "mb": files.LIMITS.largest_mb}
    response = render(request, "objections/send.html", context, status=form.http_status)
    if form.http_status == 429:
        response["Retry-After"] = "3600"
    return response


def receipt(notice, code):
    return {"notice": notice, "code": receipts.grouped(code), "at": timezone.now()}


@public_form("follow")
def follow(request):
    form = FollowForm(request.POST if request.method == "POST" else None)
    if request.method != "POST":
        return render(request, "objections/follow.html", {"form": form})
    found = None if request.too_many else receipts.find(request.POST.get("code", ""))
    if found:
        notices = told_of(found.release, timezone.localdate()) if found.release else ()
        return render(request, "objections/state.html", {"objection": found, "notices": notices})
    form.full_clean()
    form.errors["code"] = form.error_class([too_often() if request.too_many else unknown()])
    response = render(request, "objections/follow.html", {"form": form}, status=429 if request.too_many else 404)
    if request.too_many:
        response["Retry-After"] = "3600"
    return response


def unknown():
    return _("There is no receipt with this code. Read it from your paper once more.")


def too_often():
    return _("Too many codes were tried from your network. Try again in an hour.")
