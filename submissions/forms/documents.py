"""Entering official documents, and the scan of the signed text."""

import hashlib
import uuid

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from registry.models import SourceKind

from ..models import OfficialDocument
from .days import plausible_year
from .text import Line

LARGEST_SCAN = 20 * 1024 * 1024
# What a file is, it says itself with its first bytes; its name may say anything.
SIGNATURES = {b"%PDF-": "pdf", b"\xff\xd8\xff": "jpg", b"\x89PNG\r\n\x1a\n": "png"}


def kind_of_file(head):
    return next((ending for signature, ending in SIGNATURES.items() if head.startswith(signature)), None)


class Scan(forms.FileField):
    """A PDF, JPEG or PNG. It is kept under a name of ours; the name it came with is forgotten."""

    widget = forms.FileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png"})

    def clean(self, data, initial=None):
        scan = super().clean(data, initial)
        if not scan:
            return None
        if scan.size > LARGEST_SCAN:
            raise ValidationError(_("The file is larger than 20 MB. Scan it in black and white, or with 200 dpi."))
        ending = kind_of_file(scan.read(16))
        scan.seek(0)
        if ending is None:
            raise ValidationError(_("This is no PDF, JPEG or PNG, whatever its name says. Choose the scan itself."))
        scan.name = f"{uuid.uuid4()}.{ending}"
        return scan


def sha256(file):
    found = hashlib.sha256()
    for chunk in file.chunks():
        found.update(chunk)
    file.seek(0)
    return found.hexdigest()


class ScanForm(forms.Form):
    scan = Scan(label=_("signed scan"), help_text=_("PDF, JPEG or PNG, at most 20 MB."))

    def save(self, document):
        """Whether it was kept: a scan that is there is not replaced, for sign-offs were given for it."""
        scan = self.cleaned_data["scan"]
        with transaction.atomic():
            locked = OfficialDocument.objects.select_for_update().get(pk=document.pk)
            if locked.scan_digest:
                self.add_error("scan", _("This document has its scan already; it is not replaced."))
                return False
            locked.scan, locked.scan_digest = scan, sha256(scan)
            locked.save(update_fields=["scan", "scan_digest"])
        return True


class DocumentForm(forms.ModelForm):
    scan = Scan(
        label=_("signed scan"), required=False, help_text=_("PDF, JPEG or PNG, at most 20 MB; may follow later.")
    )

    class Meta:
        model = OfficialDocument
        fields = ["round", "kind", "title", "organ", "number", "issued_on", "notice_ends_on", "scan"]
        field_classes = {"title": Line, "organ": Line, "number": Line}
        widgets = {
            "kind": forms.RadioSelect,
            "issued_on": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "short"}),
            "notice_ends_on": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "short"}),
            "number": forms.TextInput(attrs={"class": "medium"}),
        }
        help_texts = {
            "title": _("Without the marks 《》, exactly as printed."),
            "organ": _("In full. Leave empty what the source does not say."),
            "number": _("As printed, with its brackets: 内法办发〔2023〕1号. Leave empty if unknown."),
            "issued_on": _("The date under the signature, not the day it arrived."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, use_required_attribute=False, **kwargs)
        self.fields["kind"].choices = SourceKind.choices
        self.fields["round"].empty_label = None
        for name in ("issued_on", "notice_ends_on"):
            self.fields[name].validators.append(plausible_year)

    def save(self, by):
        document = super().save(commit=False)
        document.created_by = by
        if self.cleaned_data["scan"]:
            document.scan_digest = sha256(self.cleaned_data["scan"])
        document.save()
        return document
