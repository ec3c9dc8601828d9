"""Handing a file out: always as an attachment, never to be run or shown inside our pages."""

from django.conf import settings
from django.core.files.storage import FileSystemStorage
from django.http import FileResponse, HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from ..models.materials import ScanState
from .kinds import KINDS
from .refusal import Refused
from .scanning import infected

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "Cache-Control": "private, no-store",
}


def answer(stored, name):
    """The response that hands `stored` out under `name`. The caller has asked whether it may. Raises Refused for a
    file in which a virus was found, or which the store has lost."""
    if stored.scan_state == ScanState.INFECTED:
        raise Refused(infected(stored.scan_note))
    if not stored.file.storage.exists(stored.file.name):
        raise Refused(_("The store has lost the file. Tell the administrator: %(digest)s") % {"digest": stored.sha256})
    response = _by_the_proxy(stored) or FileResponse(stored.file.open())
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    response["Content-Type"] = KINDS[stored.kind].content_type if stored.kind in KINDS else "application/octet-stream"
    for header, value in HEADERS.items():
        response[header] = value
    return response


def _by_the_proxy(stored):
    """Empty, with the inner address at which the proxy finds it; None where we send the bytes ourselves."""
    if settings.ACCEL_PATH and isinstance(stored.file.storage, FileSystemStorage):
        return HttpResponse(headers={"X-Accel-Redirect": f"{settings.ACCEL_PATH}{stored.file.name}"})
    return None
