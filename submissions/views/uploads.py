"""Uploads in chunks, for static/js/upload.js: every answer is JSON.

422 with `refusal`: the file is not taken and was forgotten. 409 with `received`: go on from there. 410: finished or
cleared meanwhile. Whoever may not is answered as everywhere (302, 403, 404).
"""

from contextlib import suppress
from functools import wraps

from django.http import JsonResponse, UnreadablePostError
from django.shortcuts import get_object_or_404
from django.urls import reverse

from ..forms.materials import ChunkForm, FinishForm, UploadForm, told
from ..materials import Refused, uploads
from .access import allow, visible_submission, workbench_page


def in_words(view):
    """What stops an upload, as the script is told of it."""

    @wraps(view)
    def answer(*args, **kwargs):
        try:
            return view(*args, **kwargs)
        except Refused as refusal:
            return JsonResponse({"refusal": str(refusal)}, status=422)
        except uploads.Misplaced as misplaced:
            return JsonResponse({"received": misplaced.received}, status=409)
        except uploads.Gone:
            return JsonResponse({}, status=410)

    return answer


def bad(form):
    return JsonResponse({"errors": form.errors}, status=400)


@workbench_page("POST")
@in_words
def upload_new(request, pk):
    submission = visible_submission(request.user, pk)
    allow(request.user, "edit_materials", submission)
    form = UploadForm(request.POST)
    if not form.is_valid():
        return bad(form)
    return JsonResponse(told_of(uploads.begin(submission, request.user, **form.cleaned_data)), status=201)


@workbench_page("GET")
def upload(request, pk, upload):
    return JsonResponse(told_of(visible_upload(request, pk, upload)))


@workbench_page("POST")
@in_words
def upload_chunk(request, pk, upload):
    found = visible_upload(request, pk, upload)
    form = ChunkForm({"offset": request.GET.get("offset"), "length": request.headers.get("Content-Length")})
    if not form.is_valid():
        return bad(form)
    return JsonResponse({"received": uploads.write(found, form.cleaned_data["offset"], body(request))})


@workbench_page("POST")
@in_words
def upload_finish(request, pk, upload):
    found = visible_upload(request, pk, upload)
    form = FinishForm(request.POST)
    if not form.is_valid():
        return bad(form)
    return JsonResponse({"said": told(uploads.finish(found, request.user, form.cleaned_data["crc"]))})


@workbench_page("POST")
def upload_drop(request, pk, upload):
    uploads.drop(visible_upload(request, pk, upload))
    return JsonResponse({})


def visible_upload(request, pk, upload):
    """One's own, of a submission whose materials one may still change."""
    submission = visible_submission(request.user, pk)
    found = get_object_or_404(submission.uploads.select_related("submission"), pk=upload, created_by=request.user)
    allow(request.user, "edit_materials", submission)
    return found


def told_of(upload):
    return {
        "address": reverse("upload", args=[upload.submission_id, upload.pk]),
        "received": uploads.received(upload),
        "crc": uploads.checksum(upload),
        "chunk": uploads.CHUNK,
    }


def body(request):
    """What arrived of the request's body: all of it, or, where the connection broke, what came before."""
    pieces = []
    with suppress(UnreadablePostError):
        while piece := request.read(uploads.PIECE):
            pieces.append(piece)
    return b"".join(pieces)
