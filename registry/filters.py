"""What the public may ask for: the one set of filters behind the named list, the downloads and the API.

An empty value filters nothing, an unknown name is ignored, and a value that means nothing is refused with a sentence:
whoever mistypes a code must not take the whole list for the answer.
"""

import unicodedata

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from regions.models import Region
from regions.naming import in_english

from .folding import fold
from .models import Category, Outcome, Round, Tally

LONGEST_WORDS = 100
NO_SUCH_ROUND = _("There is no such round, or nothing has been published about it yet.")
NO_SUCH_REGION = _("There is no division with this code. A code has six digits, such as 150404.")
NO_SUCH_CITY = _("There is no area with this code. A code has six digits, such as 150400.")
NO_SUCH_CATEGORY = _("The category is comprehensive or single.")
NO_SUCH_OUTCOME = _("The outcome is one of those listed in the description of the interface.")
TOO_MANY_WORDS = _("Please search for at most 100 characters.")
NOTHING_TO_SEARCH = _("Please search for a word; punctuation and spaces alone find nothing.")
NO_SUCH_DAY = _("Give the day as in 2024-06-30; there is no such day.")
NOT_YET = _("This day is still to come: the list can be shown as of today or an earlier day.")
DOUBTFUL = _("“%(name)s” is given more than once, or blank: give it once, or leave it out.")
UNREADABLE = _("A filter holds characters that cannot be read. Please type it again.")


class BadFilter(Exception):
    """What was asked for means nothing. `sentences` say why, `filters` can be shown again."""

    def __init__(self, sentences, filters):
        super().__init__(*sentences)
        self.sentences, self.filters = sentences, filters


def known_region(code):
    if not Region.objects.filter(code=code).exists():
        raise ValidationError(NO_SUCH_REGION)


def with_candidates():
    """Keys of the cities with candidates, read from the kept counts."""
    return Tally.objects.filter(by="c", city__isnull=False).values("city")


def known_city(code):
    """A city, or what stands in a city's place for a candidate governed directly by a province."""
    in_its_place = Q(pk__in=with_candidates())
    if not (Region.objects.cities() | Region.objects.filter(in_its_place)).filter(code=code).exists():
        raise ValidationError(NO_SUCH_CITY)


def searchable(words):
    if not fold(words):
        raise ValidationError(NOTHING_TO_SEARCH)


def cities_to_choose():
    """The cities of every division that organises a published round, and any other city with a candidate."""
    organisers = Round.objects.published().order_by().values("region")
    wanted = Q(parent__in=organisers) | Q(pk__in=with_candidates())
    cities = Region.objects.present().cities().filter(wanted).in_order()
    return [("", _("all areas")), *((city.code, in_english(city) or city.name) for city in cities)]


def phrase(name):
    """A filter method that calls this phrase of `EntryQuerySet`."""
    return lambda entries, _param, value: getattr(entries, name)(value)


class Choosing(forms.Select):
    """Django would ask for all choices a second time, to see whether the field can be `required`: no filter is."""

    def use_required_attribute(self, initial):
        return False


class DayField(forms.DateField):
    """A day as a date field of the browser sends it."""

    def __init__(self, **options):
        super().__init__(input_formats=["%Y-%m-%d"], **options)


class DayFilter(django_filters.Filter):
    field_class = DayField


def not_to_come(day):
    if day > timezone.localdate():
        raise ValidationError(NOT_YET)


class NamedFilter(django_filters.FilterSet):
    """Filters of the named list and its downloads."""

    round = django_filters.ModelChoiceFilter(
        label=_("round"),
        queryset=lambda request: Round.objects.published(),
        to_field_name="code",
        empty_label=_("all rounds"),
        error_messages={"invalid_choice": NO_SUCH_ROUND},
    )
    city = django_filters.CharFilter(
        label=_("area"),  # a league or city, of other rounds a prefecture or what lies directly under its province
        method=phrase("in_city"),
        validators=[known_city],
        widget=Choosing(choices=cities_to_choose),
    )
    category = django_filters.ChoiceFilter(
        method=phrase("of_category"),
        label=_("category"),
        choices=Category.choices,
        empty_label=_("all categories"),
        error_messages={"invalid_choice": NO_SUCH_CATEGORY},
    )
    q = django_filters.CharFilter(
        label=_("search"),
        method=phrase("matching"),
        max_length=LONGEST_WORDS,
        validators=[searchable],
        error_messages={"max_length": TOO_MANY_WORDS},
    )
    as_of = DayFilter(
        label=_("as it stood on"),
        method=lambda entries, _param, _day: entries,  # asked before everything else, in `filter_queryset`
        validators=[not_to_come],
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": NO_SUCH_DAY},
    )

    @staticmethod
    def listed(entries):
        """What the list is about, before anybody narrows it."""
        return entries.named().with_statements().in_official_order()

    def filter_queryset(self, entries):
        day = self.form.cleaned_data["as_of"]
        return super().filter_queryset(self.listed(entries.as_of(day) if day else entries))


def cleaned(name, text):
    """What a filter of the named list makes of a text; None where it refuses it, as its form would."""
    try:
        return NamedFilter.base_filters[name].field.clean(text)
    except ValidationError:
        return None


class WordsFilter(django_filters.FilterSet):
    """Words alone, as the page asks for them on which everything is searched."""

    q = NamedFilter.base_filters["q"]


class ReleaseFilter(django_filters.FilterSet):
    """Filters of the API's releases."""

    round = django_filters.ModelChoiceFilter(
        queryset=lambda request: Round.objects.published(),
        to_field_name="code",
        error_messages={"invalid_choice": NO_SUCH_ROUND},
    )


class EntryFilter(NamedFilter):
    """Filters of the API."""

    region = django_filters.CharFilter(method=phrase("in_region"), validators=[known_region])
    outcome = django_filters.ChoiceFilter(
        method=phrase("with_outcome"), choices=Outcome.choices, error_messages={"invalid_choice": NO_SUCH_OUTCOME}
    )

    @staticmethod
    def listed(entries):
        return entries.with_statements()


def narrow(filter_class, entries, asked):
    """The filters as asked (a QueryDict), valid: `.qs` are the entries, `.form` can be shown. Raises `BadFilter`."""
    if any(unreadable(asked.get(name, "")) for name in filter_class.base_filters):
        raise BadFilter([str(UNREADABLE)], filter_class(queryset=entries))
    doubtful = [name for name in filter_class.base_filters if is_doubtful(name, asked.getlist(name))]
    if doubtful:
        raise BadFilter([DOUBTFUL % {"name": doubtful[0]}], filter_class(queryset=entries))
    filters = filter_class(asked, entries)
    if not filters.form.is_valid():
        raise BadFilter([text for texts in filters.form.errors.values() for text in texts], filters)
    return filters


def is_doubtful(name, values):
    """Whether it cannot be told what is asked for: several values where one counts, or white space for a code. An
    empty value is what a form sends for “all”."""
    return len(values) > 1 or any(value and not value.strip() for value in values if name != "q")


def unreadable(text):
    """Whether control characters or halves of characters stand in it; what could not be decoded at all arrives as
    U+FFFD. No database search survives all of these."""
    return any(char == "\ufffd" or unicodedata.category(char) in ("Cc", "Cs") for char in text)
