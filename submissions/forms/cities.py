"""Choosing a city, for those who see more than one."""

from django import forms
from django.utils.translation import gettext_lazy as _

from regions.models import Region

from .text import ByCode


class CityForm(forms.Form):
    city = ByCode(
        Region.objects.none(),
        label=_("city"),
        empty_label=_("please choose"),
        error_messages={"invalid_choice": _("There is no such city.")},
    )

    def __init__(self, data=None, *, by):
        super().__init__(data, use_required_attribute=False)
        below = Region.objects.present().cities().filter(parent__code=by.unit.region.code)
        self.fields["city"].queryset = below.in_order()
        self.fields["city"].label_from_instance = lambda region: region.name
