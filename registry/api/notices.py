"""What the API says of the clock of a notice: its term as published, what was changed of it, and its last day."""

from datetime import date

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from registry.models import Counting, NoticeChange
from registry.pages.notices import calendar_of
from registry.workdays import UnknownYear


class NoticeChangeSerializer(serializers.Serializer):
    """An extension, a pause or a resumption of a notice."""

    kind = serializers.ChoiceField(NoticeChange.Kind.choices)
    days = serializers.IntegerField(
        allow_null=True, min_value=1, help_text=_("Days added by an extension; null for the others.")
    )
    from_day = serializers.DateField(
        allow_null=True,
        help_text=_("First day that no longer counts (pause) or counts again (resumption); null for an extension."),
    )
    reason = serializers.CharField(help_text=_("The public reason."))
    organ = serializers.CharField(help_text=_("Who decided it."))
    at = serializers.DateTimeField(help_text=_("When it was decided."))
    digest = serializers.CharField(help_text=_("Digest over the change and the one before it, or the release."))


class NoticeSerializer(serializers.Serializer):
    """The clock of a public notice. First and last day are counted; it is over at 24:00 of the last, Beijing time."""

    starts_on = serializers.DateField(help_text=_("First day of the notice."))
    days = serializers.IntegerField(min_value=1, help_text=_("Number of days as published, without extensions."))
    counting = serializers.ChoiceField(Counting.choices, help_text=_("Which days are counted."))
    ends_on = serializers.SerializerMethodField(
        help_text=_("Last day, with all changes so far; null while a pause or an unknown year leaves it open.")
    )
    changes = NoticeChangeSerializer(many=True, help_text=_("What was changed of it while it ran, in order."))

    def get_ends_on(self, notice) -> date | None:
        try:
            return notice.term.last_day(calendar_of([notice]))
        except UnknownYear:
            return None
