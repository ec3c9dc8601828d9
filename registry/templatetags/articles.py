"""How articles are named, and the sizes of their text that need no script."""

from urllib.parse import urlencode

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from registry.pages.articles import part_mark
from registry.pages.words import han

from .display import here

register = template.Library()


@register.simple_tag
def series_mark(series, part):
    """The series with the number in it: 法治政府建设先进典型系列宣传（四）."""
    return format_html("{}{}{}", han(series), "" if part_mark(part)[0] == "（" else " ", part_mark(part))


@register.simple_tag(takes_context=True)
def size_links(context):
    """(label, address) by which the whole site's text becomes larger or normal again."""
    following = here(context["request"])
    return [
        (label, f"{reverse('display')}?{urlencode({'mode': mode, 'next': following})}")
        for label, mode in ((_("large"), "large"), (_("medium"), "normal"))
    ]


@register.filter
def present(found):
    """What is there, as a list of one: for what is left out of a page where there is nothing."""
    return [found] if found else []


@register.filter
def line_template(what):
    """How a line of a comparison is shown: "same", "gone" or "new"."""
    return f"registry/_line_{what}.html"
