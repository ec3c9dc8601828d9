"""What comes in from departments: a pasted table, a filled workbook, evidence in a zip; and choosing one department."""

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..gathering import intake, pasting
from ..sheets.reading import Unreadable
from ..tasks import LONGEST_REPLY
from ..workflow import NotAllowed, Stale
from .tasks import TaskForm
from .text import Paragraphs


class PasteForm(forms.Form):
    table = Paragraphs(
        label=gettext_lazy("table"),
        max_length=100_000,
        help_text=gettext_lazy(
            "One task a line, columns kept apart by tabs (as copied from a spreadsheet) or by |: department, code of "
            "the material, indicator, what is wanted, contact person, last day. A first line with headings may give "
            "another order."
        ),
        widget=forms.Textarea(attrs={"rows": 12}),
    )

    def __init__(self, data=None, *, submission):
        super().__init__(data, use_required_attribute=False)
        self.submission = submission

    def clean_table(self):
        """The content of each task; one sentence for each line that cannot be one."""
        rows = pasting.read(self.cleaned_data["table"])
        if not 0 < len(rows) <= pasting.MOST_LINES:
            raise ValidationError(_("From 1 to %(most)s lines at once.") % {"most": pasting.MOST_LINES})
        read = [(number, TaskForm(row, submission=self.submission)) for number, row in rows]
        wrong = [sentence for number, form in read for sentence in _sentences(number, form)]
        if wrong:
            raise ValidationError(wrong)
        return [form.content for _number, form in read]


def _sentences(number, form):
    return [
        _("Line %(number)s, %(column)s: %(sentence)s")
        % {"number": number, "column": form.fields[name].label, "sentence": sentence}
        for name, sentences in form.errors.items()
        for sentence in sentences
    ]


class WorkbookForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("filled task workbook"),
        help_text=gettext_lazy(".xlsx, .xls, .et or .csv; first it is only checked, row by row."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.et,.csv"}),
    )

    def __init__(self, *args, submission):
        super().__init__(*args, use_required_attribute=False)
        self.submission = submission

    def clean_file(self):
        try:
            self.rows = intake.check(self.submission, self.cleaned_data["file"], clean_reply)
            intake.seal(self.submission, self.rows)
        except Unreadable as unreadable:
            raise ValidationError(str(unreadable)) from None
        return self.cleaned_data["file"]


def clean_reply(text):
    return Paragraphs(required=False, max_length=LONGEST_REPLY).clean(text)


class TakeForm(forms.Form):
    """What was checked, signed, and for each conflict which of the two texts is to stand. `status` is the answer's
    HTTP status if it was refused."""

    checked = forms.CharField(label=gettext_lazy("filled task workbook"), required=False, widget=forms.HiddenInput)
    status = 200

    def __init__(self, data, *, submission):
        super().__init__(data, use_required_attribute=False)
        self.submission = submission
        self.checked, self.chosen, self.taken = [], set(), 0

    def clean_checked(self):
        try:
            self.checked = intake.unseal(self.submission, self.cleaned_data["checked"])
        except signing.BadSignature:
            self.status = 400
            raise ValidationError(_("This is not what was checked. Check the file again.")) from None
        return self.checked

    def clean(self):
        asked = [key for kind, key, *_rest in self.checked if kind == intake.Kind.CONFLICT]
        said = {key: self.data.get(f"choice-{key}") for key in asked}
        if not set(said.values()) <= {"take", "keep"}:
            raise ValidationError(_("Decide for each conflict which of the two texts stands."))
        self.chosen = {key for key, answer in said.items() if answer == "take"}
        return super().clean()

    def carry_out(self, by):
        """Whether the replies were taken over, `taken` of them; if not, the refusal is among the errors."""
        try:
            self.taken = intake.take(self.submission, by, self.checked, self.chosen)
        except (Stale, NotAllowed) as refused:
            self.status = 409
            self.add_error(None, str(refused))
        return self.is_valid()


class EvidenceForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("zip with evidence"),
        help_text=gettext_lazy("Its folders begin with the task codes (T01, T02 …); each file is checked as ever."),
        widget=forms.FileInput(attrs={"accept": ".zip"}),
    )

    def __init__(self, *args):
        super().__init__(*args, use_required_attribute=False)


class DepartmentForm(forms.Form):
    """`department` is one of those that have tasks, or empty for all; `apart` prints each on a page of its own."""

    department = forms.ChoiceField(required=False)
    apart = forms.BooleanField(required=False)

    def __init__(self, data, *, submission):
        super().__init__(data)
        found = submission.tasks.order_by("department").values_list("department", flat=True).distinct()
        self.fields["department"].choices = [("", ""), *((one, one) for one in found)]
