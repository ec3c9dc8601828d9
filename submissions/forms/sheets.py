"""Uploading a filled spreadsheet."""

from django import forms
from django.utils.translation import gettext_lazy as _

from registry.models import Round

from ..sheets import importing
from ..sheets.reading import Unreadable
from ..sheets.rows import Outcome
from .text import RoundField


class UploadForm(forms.Form):
    """`table` is what the file holds once the form is valid."""

    round = RoundField(Round.objects.filter(rules__isnull=False), label=_("round"))
    file = forms.FileField(
        label=_("filled table"),
        help_text=_(".xlsx, .xls, .et or .csv, at most 20 MB and 10,000 rows."),
        error_messages={"empty": _("The file is empty.")},
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.et,.csv,.txt"}),
    )

    def __init__(self, data=None, files=None, *, open_rules=()):
        super().__init__(data, files, use_required_attribute=False)
        self.fields["round"].initial = next((rules.round.code for rules in open_rules), None)

    def clean(self):
        asked = super().clean()
        if "round" in asked and "file" in asked:
            try:
                self.table = importing.read_table(asked["file"], asked["round"])
            except Unreadable as refused:
                self.add_error("file", str(refused))
        return asked

    def stage(self, by):
        return importing.stage(by, self.cleaned_data["round"], self.cleaned_data["file"])


class ShowForm(forms.Form):
    """Which rows of a report are shown."""

    show = forms.ChoiceField(choices=[("", _("all")), *Outcome.choices], required=False)
    page = forms.IntegerField(min_value=1, required=False)
