"""Files for a submission: a plain form with several, or one in chunks."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .. import materials
from ..materials.uploads import LARGEST_CHUNK

NOTHING_CHOSEN = gettext_lazy("Choose one or more files first.")


class FilesForm(forms.Form):
    """What the watchman let through, and what he refused while it arrived."""

    def __init__(self, files=(), refused=()):
        super().__init__({})
        self.files, self.refused, self.added = files, list(refused), []

    def clean(self):
        if not self.files and not self.refused:
            raise forms.ValidationError(NOTHING_CHOSEN)

    def save(self, submission, by, requirement):
        """Add what may be added; whether all of it was. `refused` then holds (name, sentence) of the others."""
        for arrived in self.files:
            try:
                stored = arrived.receiving.keep(arrived.name)
                self.added.append(materials.add(submission, by, stored, arrived.name, requirement))
            except materials.Refused as refusal:
                self.refused.append((arrived.name, refusal))
        return not self.refused


class UploadForm(forms.Form):
    """A file that is about to come in chunks. `anew` forgets what arrived of it before."""

    requirement = forms.CharField(required=False, max_length=12)
    name = forms.CharField(max_length=2000, strip=False)
    size = forms.IntegerField(min_value=0, max_value=2**53)
    anew = forms.BooleanField(required=False)


class ChunkForm(forms.Form):
    """Where a chunk belongs, from the address, and how long it is, from the header."""

    offset = forms.IntegerField(min_value=0, max_value=2**53)
    length = forms.IntegerField(min_value=0, max_value=LARGEST_CHUNK)


class FinishForm(forms.Form):
    """`crc` is the sender's CRC-32 of the whole file, as a whole number."""

    crc = forms.IntegerField(min_value=0, max_value=2**32 - 1, required=False)


def told(material):
    """What happened to a file that was added, in a sentence."""
    names = {"name": material.name, "other": material.same_as and material.same_as.name}
    if material.again:
        return _("“%(name)s” is here already; it was not stored a second time.") % names
    if material.same_as:
        names["where"] = material.same_as.submission
        return _("“%(name)s” is the same file as “%(other)s” of “%(where)s”: linked, not stored again.") % names
    return _("“%(name)s” is added.") % names
