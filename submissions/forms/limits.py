"""The form of all quotas of a round: a number, or none, for each city and category."""

from django import forms
from django.utils.translation import gettext_lazy as _

from registry.models import Category

from ..rules import limits
from .rounds import RulesForm

MOST = 999


class LimitsForm(RulesForm):
    title = _("Quotas")
    lead = _("How many candidates each city may recommend. Empty: not limited; 0: none.")
    said = _("The quotas are saved.")
    categories = Category.choices

    def __init__(self, data=None, *, rules):
        super().__init__(data, rules=rules)
        self.cities = list(limits.cities_of(rules.round))
        self.places = {
            limits.field_name(city.code, category): (city, category)
            for city in self.cities
            for category in Category.values
        }
        for name, (city, category) in self.places.items():
            self.fields[name] = limit_field(f"{city.name} · {Category(category).label}")
        self.initial = self.now_stored()

    def picture(self, rules):
        return limits.limits_of(rules)

    def now_stored(self):
        return {limits.field_name(*place): limit for place, limit in limits.limits(self.rules).items()}

    def rows(self):
        """(city, [(field, quota or None) for each category]) for the table."""
        there = limits.quotas_by_place(self.rules)
        for city in self.cities:
            yield city, [(self[limits.field_name(city.code, one)], there.get((city.code, one))) for one in Category]

    def write(self, by, seen, facts):
        wanted = {(city.code, category): facts[name] for name, (city, category) in self.places.items()}
        limits.set_limits(self.rules, by, seen, wanted)


def limit_field(label):
    return forms.IntegerField(
        label=label,
        min_value=0,
        max_value=MOST,
        required=False,
        widget=forms.NumberInput(attrs={"class": "short", "inputmode": "numeric", "aria-label": label}),
    )
