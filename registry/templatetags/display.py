"""Links by which a visitor chooses language, elder-friendly mode and contrast, and which page is the current one."""

from urllib.parse import urlencode

from django import template
from django.urls import reverse
from django.utils.safestring import mark_safe
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
    """The choices not taken now, one of each kind, as (label, language of the label, address)."""
    request = context.get("request")
    language, mode, contrast = (get_language(), "normal", "normal") if request is None else chosen(request)
    following = "/" if request is None else here(request)
    larger = {"normal": ("large", gettext("Elder-friendly mode")), "large": ("normal", gettext("Standard mode"))}
    stronger = {"normal": ("high", gettext("High contrast")), "high": ("normal", gettext("Standard contrast"))}
    other = ("en", "English") if language != "en" else ("zh-hans", "中文")
    offered = [
        ("mode", *larger[mode], language),
        ("contrast", *stronger[contrast], language),
        ("lang", *other, other[0]),
    ]
    address = reverse("display")
    return [
        (label, spoken, f"{address}?{urlencode({name: value, 'next': following})}")
        for name, value, label, spoken in offered
    ]


@register.simple_tag(takes_context=True)
def current_mark(context, name):
    """The attribute that marks the link to the page that is shown; nothing on any other."""
    match = getattr(context.get("request"), "resolver_match", None)
    return mark_safe('aria-current="page"') if match and match.url_name == name else ""
