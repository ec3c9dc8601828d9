"""What is entered about department tasks: a task, a reply, why one is taken away."""

from django import forms
from django.utils.translation import gettext_lazy as _

from .. import tasks
from ..models import DepartmentTask
from ..requirements import requirements_of
from ..sheets.text import folded
from ..workflow import NotAllowed, Stale
from .days import plausible_year
from .text import Line, Paragraphs

HTTP_STATUS = {Stale: 409, NotAllowed: 403}  # any other refusal is an answer on the form
DAYS = ("%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日", "%Y%m%d")


class Day(forms.DateField):
    """A day, also in the ways people write one in a table."""

    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "short"})
    default_validators = [plausible_year]

    def __init__(self, **options):
        super().__init__(input_formats=DAYS, **options)

    def to_python(self, value):
        return super().to_python(folded(value) if isinstance(value, str) else value)


class Seen(forms.Form):
    """Carries the version of the task its user saw. `carry_out` acts; if it was refused, `status` is the answer's
    HTTP status and the sentence stands among the errors."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    status = 200

    def __init__(self, data=None, *, task):
        super().__init__(data, use_required_attribute=False)
        self.task = task
        self.fields["version"].initial = task.version

    def carry_out(self, act, by, **content):
        """Whether `act(task, by, **content)` was done on the version that was seen."""
        self.task.version = self.cleaned_data["version"]
        try:
            act(self.task, by, **content)
        except (Stale, NotAllowed, tasks.TaskRefused) as refused:
            self.status = HTTP_STATUS.get(type(refused), 409)
            self.add_error(None, str(refused))
            self._go_on_from_what_is_stored()
        return self.is_valid()

    def _go_on_from_what_is_stored(self):
        """Pressing again means: over what I now see."""
        stored = DepartmentTask.objects.filter(pk=self.task.pk).values_list("version", flat=True).first()
        self.data = self.data.copy()
        self.data["version"] = self.task.version = stored or self.task.version


class TaskForm(forms.ModelForm):
    """The content of a task of `submission`; `tasks` writes it."""

    class Meta:
        model = DepartmentTask
        fields = tasks.CONTENT
        field_classes = {"indicator": Line, "wanted": Paragraphs, "department": Line, "person": Line, "due_on": Day}
        widgets = {
            "wanted": forms.Textarea(attrs={"rows": 4}),
            "person": forms.TextInput(attrs={"class": "medium"}),
        }
        help_texts = {
            "indicator": _("An indicator of the system, or anything else the department's part is called by."),
            "wanted": _("What the department is to send, in a sentence it can act on."),
            "due_on": _("The last day, which still counts."),
        }

    def __init__(self, data=None, *, submission, instance=None):
        super().__init__(data, instance=instance, use_required_attribute=False)
        known = [(one.code, str(one)) for one in requirements_of(submission)]
        if instance and instance.requirement and instance.requirement not in dict(known):
            known.append((instance.requirement, instance.requirement))
        self.fields["requirement"] = forms.ChoiceField(
            label=_("material asked"),
            required=False,
            choices=[("", _("none of the list")), *known],
            error_messages={"invalid_choice": _("The round asks for no such material.")},
        )
        self.order_fields(tasks.CONTENT)

    def clean(self):
        content = super().clean()
        if not self.errors and not any(content.get(name) for name in ("requirement", "indicator", "wanted")):
            self.add_error("wanted", _("Say what is wanted: a material, an indicator or a sentence."))
        return content

    @property
    def content(self):
        return {name: self.cleaned_data[name] for name in tasks.CONTENT}


class EditTaskForm(Seen, TaskForm):
    def __init__(self, data=None, *, task):
        TaskForm.__init__(self, data, submission=task.submission, instance=task)
        self.task = task
        self.fields["version"].initial = task.version


class ReplyForm(Seen):
    reply = Paragraphs(
        label=_("reply of the department"),
        required=False,
        max_length=tasks.LONGEST_REPLY,
        help_text=_("Empty means: not answered."),
        widget=forms.Textarea(attrs={"rows": 8}),
    )

    def __init__(self, data=None, *, task):
        super().__init__(data, task=task)
        self.fields["reply"].initial = task.reply


class RemoveForm(Seen):
    reason = Paragraphs(
        label=_("reason"),
        required=False,
        max_length=500,
        help_text=_("Asked where something has come in for it already; it is kept in the log."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
