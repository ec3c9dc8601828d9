"""The public forms: an objection to somebody in a notice, and the code of its receipt. What was typed stays whatever is
refused; files have to be chosen again, which a browser asks of every page.
"""

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .. import objections, secrecy
from ..materials import Refused
from ..materials.kinds import accept
from ..objections import files, questions, sending
from .objections import personal, words
from .text import MUST_CHOOSE, Line

TRAP = "website"  # nobody sees it; programs fill in whatever is called so


class ObjectingForm(forms.Form):
    """`send` writes it down and sets `code`; `http_status` is that of the answer. `too_many`: whoever sends it has sent
    too much already, and is told nothing else."""

    entry = forms.ChoiceField(
        label=gettext_lazy("whom or what you object to"), widget=forms.RadioSelect, error_messages=MUST_CHOOSE
    )
    reasons = words("reasons", 8, help_text=gettext_lazy("What is it that is not right, and how do you know?"))
    grounds = words(
        "grounds",
        4,
        required=False,
        help_text=gettext_lazy("Rules, documents or other evidence it rests on."),
    )
    answer = Line(
        max_length=20, widget=forms.TextInput(attrs={"class": "short", "autocomplete": "off", "inputmode": "text"})
    )
    sure = forms.BooleanField(required=False)
    token = forms.CharField(required=False, widget=forms.HiddenInput)
    website = forms.CharField(required=False)
    status, code = 200, ""

    def __init__(self, data=None, *, notice, arrived=(), refused=(), too_many=False, at=None):
        super().__init__(data, use_required_attribute=False)
        self.too_many = too_many
        self.notice, self.arrived, self.refused, self.at = notice, arrived, refused, at or timezone.now()
        self.number, self.flagged, self.question = notice.release.number, [], None
        self.fields["entry"].choices = sending.candidates(notice)
        self.fields.update(personal(notice.release.round, required=True))
        self.fields["sure"].label = _("I know, and send it as it stands")
        self._ask()

    def _ask(self):
        """The question that came with the form if it is still good, else a new one."""
        self.question, self.stale = questions.read(str(self.data.get("token", "")), self.number, self.at), None
        if self.question and questions.is_spent(self.question):
            self.stale = sending.already_sent()
        elif self.question is None:
            self.stale = _("The form was open for too long, or is not ours. Answer the new question and send it again.")
        if self.stale:
            self._ask_anew()
        self.fields["answer"].label, self.fields["answer"].help_text = str(self.question), questions.hint()

    def _ask_anew(self):
        token, self.question = questions.ask(self.number)
        self.initial["token"] = token
        if self.is_bound:
            self.data = self.data.copy()
            self.data["token"], self.data["answer"] = token, ""
        self.fields["answer"].label = str(self.question)

    @property
    def groups(self):
        """The visible fields above the files; the box to tick only where there is something to be sure of."""
        shown = [name for name in self.fields if name not in ("answer", "sure", "token", TRAP)]
        return [self[name] for name in (*shown, *(["sure"] if self.flagged else []))]

    @property
    def accept(self):
        return accept(files.LIMITS.formats)

    @property
    def http_status(self):
        return self.status if self.status != 200 or not self.errors else 422

    def clean(self):
        if self.too_many:
            self._refuse(
                429, _("Too much was sent from your network. Try again in an hour; what you typed stays here.")
            )
        closed = sending.why_closed(self.notice, self.at)
        if closed:
            self._refuse(409, closed)
        if self.data.get(TRAP):
            raise ValidationError(_("Leave the field “website” empty; it is there for programs."))
        self._clean_files()
        self._clean_identity_numbers()
        self._clean_answer()

    def _refuse(self, status, sentence):
        """For a reason beside which nothing else matters."""
        self.status = status
        self.errors.clear()
        raise ValidationError(sentence)

    def _clean_files(self):
        for name, sentence in self.refused:
            said = {"name": name, "sentence": sentence}
            self.add_error(None, _("“%(name)s”: %(sentence)s") % said if name else str(sentence))
        if len(self.arrived) + len(self.refused) > files.MOST_FILES:
            self.add_error(None, _("At most %(most)s files are taken with the form.") % {"most": files.MOST_FILES})

    def _clean_identity_numbers(self):
        """Typed though nobody asked for it: said before it is sent, and left to whoever sends it."""
        for name in ("reasons", "grounds", "name", "contact", "address"):
            if secrecy.holds_identity_number(self.cleaned_data.get(name)):
                self.flagged.append(name)
        if self.flagged and "identity_number" not in self.fields and not self.cleaned_data.get("sure"):
            for name in self.flagged:
                self.add_error(name, _("An identity number stands here, which is not asked. Better take it out."))

    def _clean_answer(self):
        if self.stale:
            self.errors.pop("answer", None)
            self.add_error(None, self.stale)
        elif "answer" in self.errors:
            return
        elif self.question.too_soon(self.at):
            self.add_error(None, _("That was very quick. Read it through once more, then send it."))
        elif not self.question.is_answered_by(self.cleaned_data["answer"]):
            self._ask_anew()
            self.add_error("answer", _("That is not right. Here is another question."))

    def send(self, subject):
        """The code of the receipt; "" with the refusal among the form's errors."""
        wanted = {name: value for name, value in self.cleaned_data.items() if name in (*FACTS, "entry")}
        try:
            self.code = sending.send(self.notice, self.question, subject, self.arrived, self.at, **wanted)
        except (objections.ObjectionRefused, Refused) as refused:
            self.status = 429 if isinstance(refused, sending.TooMany) else 422
            self.add_error(None, str(refused))
        return self.code


FACTS = ("reasons", "grounds", "name", "contact", "address", "identity_number")


class FollowForm(forms.Form):
    """The code of a receipt, as somebody typed it."""

    code = forms.CharField(
        label=gettext_lazy("code of the receipt"),
        max_length=200,
        help_text=gettext_lazy("Sixteen letters and digits. Capitals, spaces and hyphens do not matter."),
        widget=forms.TextInput(attrs={"class": "medium", "autocomplete": "off", "spellcheck": "false"}),
    )
