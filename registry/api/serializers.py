"""What the API says of a candidate, and how it refuses. These classes are also its description (/api/schema/)."""

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from registry.models import Category, Outcome, TitleState

LINK = {"type": "string", "format": "uri-reference", "nullable": True}


@extend_schema_field(LINK)
class LinkField(serializers.CharField):
    """Path and query on this host, so that no answer depends on the name under which it was asked."""


class EntrySerializer(serializers.Serializer):
    """One candidate as its statement in force has it. What is unknown, undated or withheld is null."""

    id = serializers.UUIDField()
    round = serializers.CharField(source="round.code", help_text=_("The round's code."))
    category = serializers.ChoiceField(Category.choices)
    name = serializers.CharField(
        source="current.text.name", allow_null=True, help_text=_("Verbatim; null where it was withheld.")
    )
    region = serializers.CharField(
        source="region.code",
        allow_null=True,
        help_text=_("GB/T 2260 code of the division; null where it is not public."),
    )
    region_path = serializers.CharField(
        source="current.region_path",
        help_text=_("The division's full name as of the day of the statement; empty where it is not public."),
    )
    city = serializers.CharField(
        source="city.code", allow_null=True, help_text=_("GB/T 2260 code of the city; null where it is not public.")
    )
    lead_unit = serializers.SerializerMethodField(help_text=_("Verbatim; null where it is unknown or withheld."))
    outcome = serializers.ChoiceField(Outcome.choices)
    state = serializers.ChoiceField(
        [*TitleState.choices, ("", _("no title"))],
        help_text=_("Where the life of the title stands; empty without one."),
    )
    title_since = serializers.DateField(
        allow_null=True, help_text=_("The day since which it stands there; null without a title.")
    )
    title_release = serializers.IntegerField(
        source="titled.release.number",
        allow_null=True,
        min_value=1,
        help_text=_("Number of the last release on the title's life; null where none followed on the naming."),
    )
    decided_on = serializers.DateField(
        source="current.release.source_issued_on",
        allow_null=True,
        help_text=_("The source's date of issue; null where it is not public."),
    )
    release = serializers.IntegerField(
        source="current.release.number",
        min_value=1,
        help_text=_("Number of the release that holds the statement."),
    )

    def get_lead_unit(self, entry) -> str | None:
        text = getattr(entry.current, "text", None)
        return (text and text.lead_unit) or None


class EntryPageSerializer(serializers.Serializer):
    next = LinkField(allow_null=True)
    previous = LinkField(allow_null=True)
    results = EntrySerializer(many=True)


class RefusalSerializer(serializers.Serializer):
    detail = serializers.CharField(help_text=_("A sentence that says what was wrong."))
