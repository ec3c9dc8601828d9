"""Links by which a visitor chooses language and size of text, and how words of the record are shown."""

from urllib.parse import urlencode

from django import template
from django.urls import reverse
from django.utils.translation import get_language, gettext

from registry.display import chosen

register = template.Library()


def here(request):
    """Where the page is, without what it does not depend on: a cached page is shown to others too, and must not
    carry what the first visitor happened to have in the address."""
    view = getattr(request.resolver_match, "func", None)
    if not hasattr(view, "public_params"):
        return request.get_full_path()
    known = [(name, request.GET[name]) for name in view.public_params if request.GET.get(name)]
    return request.path + ("?" + urlencode(known) if known else "")


@register.simple_tag(takes_context=True)
def display_links(context):
    """The two choices not taken now, as (label, language of the label, address)."""
    request = context.get("request")
    language, mode = (get_language(), "normal") if request is None else chosen(request)
    following = "/" if request is None else here(request)
    other = ("en", "English") if language != "en" else ("zh-hans", "中文")
    larger = ("large", gettext("Large text")) if mode == "normal" else ("normal", gettext("Normal text"))
    address = reverse("display")
    return [
        (larger[1], language, f"{address}?{urlencode({'mode': larger[0], 'next': following})}"),
        (other[1], other[0], f"{address}?{urlencode({'lang': other[0], 'next': following})}"),
    ]


@register.simple_tag(takes_context=True)
def current_if(context, *names):
    """`page` where the page shown is one of these, for aria-current; else nothing."""
    match = getattr(context.get("request"), "resolver_match", None)
    return "page" if match and match.url_name in names else ""
