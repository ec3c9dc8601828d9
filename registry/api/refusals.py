"""The API speaks JSON and nothing else, in answers and in refusals."""

from rest_framework.exceptions import ParseError
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.views import exception_handler

from registry.filters import BadFilter


class JsonAlone(BaseContentNegotiation):
    """Whatever the Accept header says: the answers are cached whole, and there is one kind of them."""

    def select_parser(self, request, parsers):
        return parsers[0]

    def select_renderer(self, request, renderers, format_suffix=None):
        return renderers[0], renderers[0].media_type


def answer(error, context):
    """The `{"detail": sentence}` of an exception; None for what is a fault of ours."""
    if isinstance(error, BadFilter):
        error = ParseError(" ".join(error.sentences))
    return exception_handler(error, context)
