"""The open data of the public record: read-only, without accounts, cached like every public page."""

from uuid import UUID

from django.utils.translation import gettext_lazy as _
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.decorators import api_view
from rest_framework.exceptions import NotFound
from rest_framework.response import Response

from registry.cache import public_page
from registry.filters import LONGEST_WORDS, EntryFilter, ReleaseFilter, narrow
from registry.models import Category, Entry, Outcome, Release, Round

from .pagination import EntryPages, ReleasePages
from .serializers import (
    EntryPageSerializer,
    EntrySerializer,
    RefusalSerializer,
    ReleaseHeadSerializer,
    ReleasePageSerializer,
    ReleaseSerializer,
    RoundListSerializer,
    RoundSerializer,
)

READ = ["GET", "HEAD"]
NO_SUCH_ENTRY = _("There is no entry with this id.")
NO_SUCH_RELEASE = _("There is no release with this number.")
NOTHING_HERE = _("There is nothing at this address. /api/schema/ describes what there is.")
REFUSED = {
    400: OpenApiResponse(RefusalSerializer, _("A filter or the cursor means nothing; the sentence says which.")),
    404: OpenApiResponse(RefusalSerializer, _("There is none of this id or number.")),
    405: OpenApiResponse(RefusalSerializer, _("The record can only be read.")),
}
CODE = "^([1-9][0-9]{5}|XPCC[0-9]{2}|)$"


def parameter(name, description, **schema):
    """An empty value filters nothing, so every schema must allow it."""
    return OpenApiParameter(name, {"type": "string", **schema}, description=description)


FILTERS = [
    parameter("round", _("A round's code."), pattern="^[-a-zA-Z0-9_]{0,20}$"),
    parameter("city", _("GB/T 2260 code of a city."), pattern=CODE),
    parameter("region", _("GB/T 2260 code of a division; the city's own for its projects."), pattern=CODE),
    parameter("category", _("Comprehensive or single-item."), enum=["", *Category.values]),
    parameter("outcome", _("The latest outcome."), enum=["", *Outcome.values]),
    parameter(
        "q",
        _(
            "Words in the name, the lead unit or the division, also in pinyin or by initials; all of them must be "
            "there; spacing, width, case and punctuation do not matter."
        ),
        maxLength=LONGEST_WORDS,
    ),
    parameter(
        "as_of",
        _("A day, such as 2024-06-30: everything as it stood then by the dates of issue. None that is still to come."),
        pattern="^([0-9]{4}-[0-9]{2}-[0-9]{2}|)$",
    ),
]
ID = OpenApiParameter("id", UUID, OpenApiParameter.PATH, description=_("The candidate's id."))
NUMBER = OpenApiParameter("number", int, OpenApiParameter.PATH, description=_("Number of the release."))
CURSOR = parameter("cursor", _("Taken from next or previous of an answer."))


@public_page(*EntryFilter.base_filters, "cursor")
@extend_schema(
    operation_id="entries",
    summary=_("Candidates in the public record, in pages"),
    parameters=[*FILTERS, CURSOR],
    responses={200: EntryPageSerializer, 400: REFUSED[400], 405: REFUSED[405]},
)
@api_view(READ)
def entries(request):
    wanted = narrow(EntryFilter, Entry.objects.all(), request.query_params).qs
    pages = EntryPages(EntryFilter.base_filters)
    page = pages.paginate_queryset(wanted, request)
    return pages.get_paginated_response(EntrySerializer(page, many=True).data)


@public_page()
@extend_schema(
    operation_id="entry",
    summary=_("One candidate"),
    parameters=[ID],
    responses={200: EntrySerializer, 404: REFUSED[404], 405: REFUSED[405]},
)
@api_view(READ)
def entry(request, pk):
    found = Entry.objects.with_statements().filter(pk=pk).first()
    if found is None:
        raise NotFound(NO_SUCH_ENTRY)
    return Response(EntrySerializer(found).data)


@public_page(*ReleaseFilter.base_filters, "cursor")
@extend_schema(
    operation_id="releases",
    summary=_("Releases, the newest first, in pages"),
    parameters=[FILTERS[0], CURSOR],
    responses={200: ReleasePageSerializer, 400: REFUSED[400], 405: REFUSED[405]},
)
@api_view(READ)
def releases(request):
    found = Release.objects.select_related("round", "supersedes").order_by("-number")
    pages = ReleasePages(ReleaseFilter.base_filters)
    page = pages.paginate_queryset(narrow(ReleaseFilter, found, request.query_params).qs, request)
    return pages.get_paginated_response(ReleaseHeadSerializer(page, many=True).data)


@public_page()
@extend_schema(
    operation_id="release",
    summary=_("One release with its statements"),
    parameters=[NUMBER],
    responses={200: ReleaseSerializer, 404: REFUSED[404], 405: REFUSED[405]},
)
@api_view(READ)
def release(request, number):
    found = Release.objects.with_items().filter(number=number).first()
    if found is None:
        raise NotFound(NO_SUCH_RELEASE)
    return Response(ReleaseSerializer(found).data)


@public_page()
@extend_schema(
    operation_id="rounds",
    summary=_("All rounds about which something was published"),
    responses={200: RoundListSerializer, 405: REFUSED[405]},
)
@api_view(READ)
def rounds(request):
    found = Round.objects.published().select_related("region")
    return Response({"results": RoundSerializer(found, many=True).data})


@public_page()
@extend_schema(exclude=True)
@api_view(READ)
def schema(request):
    return Response(SchemaGenerator().get_schema(public=True))


@extend_schema(exclude=True)
@api_view(READ)
def nothing_here(request):
    raise NotFound(NOTHING_HERE)
