"""What the pages of a round's rules are drawn with."""

from django import template
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext as _

from .. import deadlines
from ..materials.kinds import taken_under
from ..models import RoundRules
from ..objections.fields import SWITCHES
from ..permissions import can

register = template.Library()
register.filter("first_moment", deadlines.first_moment)


@register.simple_tag(takes_context=True)
def way(context, words, name, *args, kind="", about="", query=""):
    """A link to where the rules are changed, for those who set them; nothing for everybody else. `kind` is the class,
    `about` names the thing where the words alone would not tell links apart."""
    if not can(context["request"].user, "set_rules"):
        return ""
    said = f"{words}\u00b7{about}" if about else words
    address = reverse(name, args=args) + query
    return format_html('<a class="{}" href="{}" aria-label="{}">{}</a>', kind, address, said, words)


@register.simple_tag(takes_context=True)
def rules_page(context, round):
    """The name of a round, leading to its rules where one may read them."""
    if not can(context["request"].user, "read_rules"):
        return round.name
    return format_html('<a href="{}">{}</a>', reverse("rules", args=[round.code]), round.name)


@register.filter
def as_asked(requirement):
    """What a requirement asks of the files, a line each: kinds, size, pages, seal."""
    pages = requirement.most_pages and _("at most %(pages)s pages") % {"pages": requirement.most_pages}
    lines = (
        "\u3001".join(code.upper() for code in taken_under(requirement)) or _("any format"),
        _("at most %(size)s MB each") % {"size": requirement.largest_mb},
        pages,
        requirement.asks_seal and _("a sealed scan"),
    )
    return [line for line in lines if line]


@register.filter
def objectors_are_asked(rules):
    """What an objector is asked beside the reasons, in the words of the form."""
    named = [RoundRules._meta.get_field(switch).verbose_name for switch in SWITCHES.values() if getattr(rules, switch)]
    return "、".join(str(one) for one in named) or _("nothing: an objection may come without a name")


@register.filter
def as_required(requirement):
    return _("required") if requirement.required else _("not required")


@register.filter
def replaced(extension):
    """A word beside an extension that counts no longer."""
    return "" if extension.counts else _("replaced by a later one")


@register.filter
def recommending_asks(rules):
    return _("asks a rank") if rules.asks_rank else _("asks no rank")


@register.filter
def accepting_asks(rules):
    return _("asks the sealed scan of the submission form") if rules.asks_sealed_scan else _("asks no sealed scan")


@register.filter
def lasting(stage):
    """From when until when, as far as it is known."""
    days = [day and date_format(day, "DATE_FORMAT") for day in (stage.starts_on, stage.ends_on)]
    return " \u2013 ".join(day or "\u2026" for day in days) if any(days) else "\u2014"


@register.filter
def passing_asks(stage):
    asked = (
        (stage.needs_document, _("an official document")),
        (stage.needs_notice, _("a finished public notice")),
    )
    return "\u3001".join(words for wanted, words in asked if wanted) or "\u2014"


@register.filter
def publishing_asks(rules):
    """What a release of the round waits for besides the second person, in the words of the model."""
    names = ("asks_secrecy_review", "asks_approval", "asks_scan")
    return [rules._meta.get_field(name).verbose_name for name in names if getattr(rules, name)]


@register.filter
def limit_in_words(quota):
    return _("no limit set") if quota is None else quota.limit


@register.simple_tag(takes_context=True)
def used_in_words(context, quota):
    """How many places are taken, for those who may know."""
    user = context["request"].user
    if quota is None or not (can(user, "see_quota") or can(user, "see_all_quotas")):
        return ""
    return _("%(used)s used") % {"used": quota.used}
