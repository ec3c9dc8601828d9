"""What the API says of a candidate, and how it refuses. These classes are also its description (/api/schema/)."""

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from registry.models import Category, Outcome, ReleaseKind, Round, SourceKind, TitleState

from .notices import NoticeSerializer

LINK = {"type": "string", "format": "uri-reference", "nullable": True}
NEXT = _("Address of the next page, without the host; null on the last one.")
PREVIOUS = _("Address of the page before, without the host; null on the first one.")


@extend_schema_field(LINK)
class LinkField(serializers.CharField):
    """Path and query on this host, so that no answer depends on the name under which it was asked."""


class EntrySerializer(serializers.Serializer):
    """One candidate as its statement in force has it. What is unknown, undated or withheld is null."""

    id = serializers.UUIDField(help_text=_("The candidate's id; it stands in the address of its page."))
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
    next = LinkField(allow_null=True, help_text=NEXT)
    previous = LinkField(allow_null=True, help_text=PREVIOUS)
    results = EntrySerializer(many=True, help_text=_("At most fifty candidates, in the order of their ids."))


class RoundSerializer(serializers.Serializer):
    """A round about which something was published."""

    code = serializers.CharField(help_text=_("Code of the round; it stands in addresses."))
    name = serializers.CharField(help_text=_("Name of the round, verbatim."))
    year = serializers.IntegerField(help_text=_("Year of the round, which is not always that of the naming."))
    level = serializers.ChoiceField(Round._meta.get_field("level").choices)
    organiser = serializers.CharField(
        source="region.code",
        allow_null=True,
        help_text=_("GB/T 2260 code of the organising division; null for a national round."),
    )
    title_comprehensive = serializers.CharField(help_text=_("Title given to regions, as the decision prints it."))
    title_single = serializers.CharField(help_text=_("Title given to projects, as the decision prints it."))


class RoundListSerializer(serializers.Serializer):
    results = RoundSerializer(many=True, help_text=_("All of them, the newest first."))


class SourceSerializer(serializers.Serializer):
    """What a release rests on. What is not public is null."""

    kind = serializers.ChoiceField(SourceKind.choices, source="source_kind")
    title = serializers.CharField(source="source_title", help_text=_("Title of the source, verbatim."))
    organ = serializers.SerializerMethodField(help_text=_("Issuing organ; null where it is not public."))
    number = serializers.SerializerMethodField(help_text=_("Document number; null where it is not public."))
    issued_on = serializers.DateField(
        source="source_issued_on", allow_null=True, help_text=_("Date of issue; null where it is not public.")
    )

    def get_organ(self, release) -> str | None:
        return release.source_organ or None

    def get_number(self, release) -> str | None:
        return release.source_number or None


class ReleaseHeadSerializer(serializers.Serializer):
    """One official act of telling, without what it says of each candidate."""

    number = serializers.IntegerField(min_value=1, help_text=_("Number of the release."))
    kind = serializers.ChoiceField(ReleaseKind.choices)
    round = serializers.CharField(source="round.code", help_text=_("The round's code."))
    source = SourceSerializer(source="*", help_text=_("The document or publication it rests on."))
    supersedes = serializers.IntegerField(
        source="supersedes.number",
        allow_null=True,
        min_value=1,
        help_text=_("Number of the release it corrects; null where it corrects none."),
    )
    effective_on = serializers.DateField(help_text=_("The day from which it counts."))
    published_at = serializers.DateTimeField(help_text=_("When it was published here."))
    at_console = serializers.BooleanField(
        help_text=_("Whether it was published from the console, as lists of earlier rounds may be.")
    )
    digest = serializers.CharField(help_text=_("Digest over the release and the digests of its statements."))


class StatementSerializer(serializers.Serializer):
    """What a release says of one candidate."""

    order = serializers.IntegerField(min_value=1, help_text=_("Place in the release, from 1."))
    printed = serializers.BooleanField(
        help_text=_("Whether it stands in the printed list; who entered and is not named is stated unprinted.")
    )
    entry = serializers.UUIDField(source="entry_id", help_text=_("The candidate's id."))
    category = serializers.ChoiceField(Category.choices)
    outcome = serializers.ChoiceField(Outcome.choices)
    name = serializers.CharField(
        source="text.name", allow_null=True, help_text=_("Verbatim; null where it was withheld.")
    )
    lead_unit = serializers.SerializerMethodField(help_text=_("Verbatim; null where it is unknown or withheld."))
    region = serializers.CharField(
        source="region.code",
        allow_null=True,
        help_text=_("GB/T 2260 code of the division; null where it is not public."),
    )
    region_path = serializers.CharField(
        help_text=_("The division's full name as of the day of the statement; empty where it is not public.")
    )
    withheld_because = serializers.CharField(
        source="withholding.reason",
        allow_null=True,
        help_text=_("The public reason for which the words were withheld; null where they were not."),
    )
    digest = serializers.CharField(help_text=_("Digest of the statement."))

    def get_lead_unit(self, item) -> str | None:
        text = getattr(item, "text", None)
        return (text and text.lead_unit) or None


class ReleaseSerializer(ReleaseHeadSerializer):
    """One official act of telling with everything it says."""

    notice = NoticeSerializer(
        allow_null=True, help_text=_("The clock of a public notice; null for other releases, or where it is not known.")
    )
    statements = StatementSerializer(source="items", many=True, help_text=_("What it says, in the order of the list."))


class ReleasePageSerializer(serializers.Serializer):
    next = LinkField(allow_null=True, help_text=NEXT)
    previous = LinkField(allow_null=True, help_text=PREVIOUS)
    results = ReleaseHeadSerializer(many=True, help_text=_("At most fifty releases, the newest first."))


class RefusalSerializer(serializers.Serializer):
    detail = serializers.CharField(help_text=_("A sentence that says what was wrong."))
