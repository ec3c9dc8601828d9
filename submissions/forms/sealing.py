"""Handing in the sealed scan of a version."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .. import sealing, versions
from ..materials import Refused, kinds
from .text import Line


class SealForm(forms.Form):
    """`bind` keeps the scan; afterwards `scan` is the `SealedScan`."""

    file = forms.FileField(
        label=gettext_lazy("sealed scan"),
        help_text=gettext_lazy("PDF, JPG or PNG, all pages in one file, 200 to 300 dpi."),
        widget=forms.FileInput(attrs={"accept": kinds.accept(kinds.SCANS)}),
    )
    code = Line(
        label=gettext_lazy("receipt code"),
        required=False,
        max_length=60,
        help_text=gettext_lazy("Only where the QR code cannot be read: as it is printed beside it."),
        widget=forms.TextInput(attrs={"class": "medium", "autocomplete": "off", "spellcheck": "false"}),
    )

    def __init__(self, *args, submission):
        super().__init__(*args, use_required_attribute=False)
        self.submission = submission

    def clean_code(self):
        typed = self.cleaned_data["code"]
        code = versions.read_code(typed) if typed else ""
        if code is None:
            raise ValidationError(_("A code has 16 letters and digits. Compare it with the paper."))
        return code

    def bind(self, by):
        """Whether the scan was kept; else the refusal is among the form's errors."""
        given = self.cleaned_data
        try:
            self.scan = sealing.hand_in(self.submission, by, given["file"], given["code"])
        except Refused as refused:
            self.add_error("file", str(refused))
        except sealing.SealRefused as refused:
            self.add_error(refused.field, str(refused))
        return not self.errors
