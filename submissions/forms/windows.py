"""Forms of a round's window: the last day, which ends at 24:00, or an exact instant."""

import unicodedata
from datetime import datetime, time, timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from regions.models import Region

from ..deadlines import end_of
from ..rules import limits, windows
from .days import plausible_year
from .rounds import RulesForm, asked
from .text import MUST_CHOOSE, Line


class Day(forms.DateField):
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "short"})
    default_validators = [plausible_year]


class Clock(forms.CharField):
    """A time of day as 17:30, full-width or not; 24:00 and nothing are the end of the day (None)."""

    widget = forms.TextInput(attrs={"class": "short", "inputmode": "numeric", "placeholder": "24:00"})

    def to_python(self, value):
        text = unicodedata.normalize("NFKC", super().to_python(value)).strip()
        if text in ("", "24:00"):
            return None
        try:
            return datetime.strptime(text, "%H:%M").time()
        except ValueError:
            raise ValidationError(_("Write the time as 17:30.")) from None

    def has_changed(self, initial, data):
        return (initial or "") != (data or "")


def as_end(day, clock):
    """The exclusive instant meant by a last day and a time on it, None for 24:00."""
    if day is None or clock is None:
        return day and end_of(day)
    return timezone.make_aware(datetime.combine(day, clock))


def as_beginning(day, clock):
    """The first instant meant by a first day and a time on it, None for 0:00."""
    return day and timezone.make_aware(datetime.combine(day, clock or time.min))


def from_end(at):
    """(day, time) as they are entered for the exclusive instant `at`."""
    if at is None:
        return None, ""
    local = timezone.localtime(at)
    if local.time() == time.min:
        return local.date() - timedelta(days=1), ""
    return local.date(), local.strftime("%H:%M")


class EndField(forms.Form):
    """A last day, and a time where it does not end at 24:00."""

    closes_on = Day(label=gettext_lazy("last day"), help_text=gettext_lazy("Until 24:00 of this day, Beijing time."))
    closes_time = Clock(
        label=gettext_lazy("until what time of the last day"),
        required=False,
        help_text=gettext_lazy("Only where it is not 24:00, as 17:30. From this instant on nothing is taken."),
    )

    def clean(self):
        facts = super().clean()
        if facts.get("closes_time") and not facts.get("closes_on") and "closes_on" not in self.errors:
            self.add_error("closes_on", _("Say on which day."))
        return facts


class WindowForm(EndField, RulesForm):
    title = gettext_lazy("Window of submissions")
    lead = gettext_lazy("Beijing time. What is unknown stays empty: then that end does not limit.")
    said = gettext_lazy("The window is saved; every city reads it at once.")
    opens_on = Day(label=gettext_lazy("first day"), required=False)
    opens_time = Clock(
        label=gettext_lazy("from what time of the first day"),
        required=False,
        help_text=gettext_lazy("Only where it is not 0:00, as 9:00."),
        widget=forms.TextInput(attrs={"class": "short", "inputmode": "numeric", "placeholder": "00:00"}),
    )
    closed = asked("closed")
    field_order = ["opens_on", "opens_time", "closes_on", "closes_time", "closed"]

    def __init__(self, data=None, *, rules):
        super().__init__(data, rules=rules)
        self.fields["closes_on"].required = False
        self.initial = self.now_stored()

    def picture(self, rules):
        return windows.window_of(rules)

    def now_stored(self):
        opens = self.rules.opens_at and timezone.localtime(self.rules.opens_at)
        day, clock = from_end(self.rules.closes_at)
        return {
            "opens_on": opens and opens.date(),
            "opens_time": opens.strftime("%H:%M") if opens and opens.time() != time.min else "",
            "closes_on": day,
            "closes_time": clock,
            "closed": self.rules.closed,
        }

    def clean(self):
        facts = super().clean()
        if facts.get("opens_time") and not facts.get("opens_on") and "opens_on" not in self.errors:
            self.add_error("opens_on", _("Say on which day."))
        return facts

    def write(self, by, seen, facts):
        kept, named = self.rules, set(self.changed_data)
        opens_at = as_beginning(facts["opens_on"], facts["opens_time"])
        closes_at = as_end(facts["closes_on"], facts["closes_time"])
        windows.set_window(
            self.rules,
            by,
            seen,
            opens_at if named & {"opens_on", "opens_time"} else kept.opens_at,  # which may have seconds
            closes_at if named & {"closes_on", "closes_time"} else kept.closes_at,
            facts["closed"],
        )


class ExtensionForm(EndField, RulesForm):
    title, button = gettext_lazy("Extend the window for a city"), gettext_lazy("Give the extension")
    lead = gettext_lazy("Every city reads it with its reason. It is not taken back; a further one can be given.")
    said = gettext_lazy("The extension is given; every city reads it.")
    city = forms.ModelChoiceField(
        Region.objects.none(),
        label=gettext_lazy("city"),
        to_field_name="code",
        empty_label=gettext_lazy("please choose"),
        error_messages=MUST_CHOOSE,
        widget=forms.Select(attrs={"class": "medium"}),
    )
    reason = Line(label=gettext_lazy("reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))
    field_order = ["city", "closes_on", "closes_time", "reason"]

    def __init__(self, data=None, *, rules):
        super().__init__(data, rules=rules)
        self.fields["city"].queryset = limits.cities_of(rules.round)
        self.fields["city"].label_from_instance = lambda city: city.name

    def picture(self, rules):
        return windows.extensions_of(rules)

    def write(self, by, seen, facts):
        closes_at = as_end(facts["closes_on"], facts["closes_time"])
        windows.extend(self.rules, by, seen, facts["city"], closes_at, facts["reason"])
