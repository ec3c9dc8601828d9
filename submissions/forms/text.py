"""Fields for words and codes: kept verbatim, white space at the ends aside, and refused with a sentence where a
character can be neither stored nor printed, or where they bear the mark of a state secret."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .. import secrecy

CHOOSE = gettext_lazy("Choose one from the list.")
TOO_LONG = {"max_length": gettext_lazy("It has %(show_value)s characters; at most %(limit_value)s are taken.")}
MUST_CHOOSE = {"required": CHOOSE, "invalid_choice": CHOOSE}

# Controls, marks that turn the direction of writing, halves of surrogate pairs, and U+FFFD: what could not be decoded.
UNREADABLE = r"\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufffd-\uffff"
IN_TEXT = re.compile(f"[{UNREADABLE}]")
IN_LINE = re.compile(rf"[{UNREADABLE}\t\n]")


def refuse_unreadable(text, pattern):
    found = pattern.search(text)
    if found:
        raise ValidationError(
            _("Character %(place)s cannot be stored or printed (U+%(code)s). Remove it; all else is kept.")
            % {"place": found.start() + 1, "code": f"{ord(found[0]):04X}"}
        )


def refuse_secret(text):
    sentence = secrecy.refusal(text)
    if sentence:
        raise ValidationError(sentence, code="secret")


class Line(forms.CharField):
    """One line: a title, a name."""

    default_error_messages = TOO_LONG

    def to_python(self, value):
        text = super().to_python(value)
        refuse_unreadable(text, IN_LINE)
        refuse_secret(text)
        return text


class Paragraphs(forms.CharField):
    """Several lines. A browser ends lines with CR LF and counts them as one character; so do we."""

    widget = forms.Textarea
    default_error_messages = TOO_LONG

    def to_python(self, value):
        text = super().to_python((value or "").replace("\r\n", "\n").replace("\r", "\n"))
        refuse_unreadable(text, IN_TEXT)
        refuse_secret(text)
        return text


class ByCode(forms.ModelChoiceField):
    """A row by its code. A code with unreadable characters is none; PostgreSQL would not even look for it."""

    def __init__(self, queryset, **options):
        options = {"to_field_name": "code", "empty_label": None, "error_messages": MUST_CHOOSE, **options}
        super().__init__(queryset, **options)

    def to_python(self, value):
        if value and IN_LINE.search(str(value)):
            raise ValidationError(CHOOSE)
        return super().to_python(value)


class RoundField(ByCode):
    """A round by its code."""
