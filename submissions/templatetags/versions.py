"""How versions are written in pages."""

from django import template
from django.utils.translation import gettext as _

from .. import versions

register = template.Library()
register.filter("grouped", versions.grouped)


@register.filter
def sides(line):
    """(sign, whose words, parts) of a line before and now; a side without words is left out."""
    both = (("−", _("version before:"), line.ours), ("+", _("this version:"), line.signed))
    return [side for side in both if side[2]]


@register.filter
def on_a_receipt(fields):
    """The fields a receipt repeats: neither the long one nor how to reach somebody, nor what is empty."""
    return [(label, text) for key, label, text in fields if text and key not in ("summary", "contact")]
