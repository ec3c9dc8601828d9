"""The code on a paper, and a file to be compared with what was handed in."""

from dataclasses import dataclass

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .. import contents, versions
from ..materials.kinds import LARGEST_MB, MB
from ..models import Submission, Version
from .documents import sha256
from .text import Line


class CodeForm(forms.Form):
    code = Line(
        label=gettext_lazy("receipt code"),
        max_length=60,
        help_text=gettext_lazy(
            "16 letters and digits beside the QR code; upper or lower case, with hyphens or without."
        ),
        widget=forms.TextInput(attrs={"class": "medium", "autocomplete": "off", "spellcheck": "false"}),
    )

    def __init__(self, data=None, *, user):
        super().__init__(data, use_required_attribute=False)
        self.user = user

    def clean_code(self):
        """What does not exist and what is not this user's to see are answered alike."""
        code = versions.read_code(self.cleaned_data["code"])
        visible = Submission.objects.visible_to(self.user).order_by().values("pk")
        if not code or not Version.objects.filter(code=code, submission__in=visible).exists():
            raise ValidationError(_("There is no such code. Compare it with the paper, character by character."))
        return code


@dataclass(frozen=True)
class Answer:
    """Whether a file is among those of a version: `same` are those of its content it equals byte for byte."""

    name: str
    sha256: str
    same: list


class FileForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("file to compare"),
        help_text=gettext_lazy("It is not kept; only its SHA-256 is computed and compared."),
        allow_empty_file=True,
    )

    def __init__(self, *args):
        super().__init__(*args, use_required_attribute=False)

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > LARGEST_MB * MB:
            sentence = _("It has more than %(limit)s MB; no file that was handed in is so large.")
            raise ValidationError(sentence % {"limit": LARGEST_MB})
        return file

    def among(self, version):
        """The `Answer` for the uploaded file."""
        file = self.cleaned_data["file"]
        digest = sha256(file)
        same = [one for one in contents.files(version.content) if one.sha256 == digest]
        return Answer(file.name, digest, same)
