"""Which round a draft from an earlier submission is for."""

import uuid

from django import forms
from django.utils.translation import gettext_lazy as _

from registry.models import Round

from .text import RoundField


class AgainForm(forms.Form):
    round = RoundField(Round.objects.none(), label=_("round"))
    key = forms.UUIDField(widget=forms.HiddenInput, required=False, initial=uuid.uuid4)

    def __init__(self, data=None, *, open_rules):
        super().__init__(data, auto_id=False, use_required_attribute=False)
        self.fields["round"].queryset = Round.objects.filter(rules__in=open_rules)
