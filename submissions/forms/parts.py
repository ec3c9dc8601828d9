"""Which parts a return opens: an explicit choice between all and some, and for each part a tick and a remark."""

from django import forms
from django.core.exceptions import ValidationError
from django.forms.renderers import TemplatesSetting
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .. import guards, parts
from ..drafts import SETTLED
from .text import IN_LINE, refuse_secret, refuse_unreadable

# What the widget's controls are called: the choice, the ticks, the beginning of the remarks.
SCOPE, TICK, REMARK = "parts", "parts-tick", "parts-remark-"
ALL, SOME = "all", "some"
LONGEST_REMARK = 200
SCOPES = {ALL: gettext_lazy("Everything may be changed"), SOME: gettext_lazy("Only the parts ticked below")}
NOT_CHOSEN = gettext_lazy("Choose whether everything may be changed or only the parts you tick.")


def as_sent(chosen):
    """`chosen` ({part: remark}, empty for everything, None for not chosen yet) as the page's form sends it. What nobody
    has touched yet says “only the parts ticked”, with none ticked: nothing is opened by accident."""
    if not chosen:
        return {SCOPE: SOME if chosen is None else ALL}
    return {SCOPE: SOME, TICK: list(chosen)} | {REMARK + part: said for part, said in chosen.items() if said}


class PartsWidget(forms.Widget):
    """Its value is what is sent, by the names of its controls: so that all typed comes back, whatever was wrong."""

    use_fieldset = True

    def __init__(self, labels):
        super().__init__()
        self.labels = labels

    def id_for_label(self, id_):
        return ""

    def value_from_datadict(self, data, files, name):
        ticked = data.getlist(TICK) if hasattr(data, "getlist") else data.get(TICK, [])
        said = {key: data[key] for key in data if key.startswith(REMARK) and data[key]}
        # The page's form always says it; who sends a return without it (a program) names no part, and opens everything.
        return {SCOPE: data.get(SCOPE, ALL)} | ({TICK: ticked} if ticked else {}) | said

    def value_omitted_from_data(self, data, files, name):
        return SCOPE not in data

    def get_context(self, name, value, attrs):
        rows = [
            (part, label, part in value.get(TICK, ()), REMARK + part, value.get(REMARK + part, ""))
            for part, label in self.labels.items()
        ]
        scopes = self.scopes()
        choices = [(key, label, value[SCOPE] == key or len(scopes) == 1) for key, label in scopes.items()]
        return {"scope": SCOPE, "tick": TICK, "choices": choices, "rows": rows, "longest": LONGEST_REMARK}

    def scopes(self):
        return SCOPES if self.labels else {ALL: SCOPES[ALL]}

    def render(self, name, value, attrs=None, renderer=None):
        return mark_safe(TemplatesSetting().render("workbench/_parts.html", self.get_context(name, value, attrs)))


class Parts(forms.Field):
    """Cleans to {part: remark}, empty where everything is opened; that is never what an untouched form says.

    `labels` are the parts there are ({part: its name}); without any, everything is all that can be chosen."""

    def __init__(self, labels, **options):
        self.labels = labels
        super().__init__(widget=PartsWidget(labels), error_messages={"required": NOT_CHOSEN}, **options)

    def prepare_value(self, value):
        """The value of a form sent is the widget's already; an initial one is {part: remark}."""
        return value if isinstance(value, dict) and SCOPE in value else as_sent(value)

    def clean(self, value):
        ticked = value.get(TICK, [])
        said = {key.removeprefix(REMARK): text.strip() for key, text in value.items() if key.startswith(REMARK)}
        if value[SCOPE] not in self.widget.scopes():
            raise ValidationError(NOT_CHOSEN)
        if value[SCOPE] == ALL:
            self._refuse_choosing(ticked, said)
            return {}
        return self._chosen(ticked, said)

    def _refuse_choosing(self, ticked, said):
        if ticked or any(said.values()):
            raise ValidationError(
                _("You ticked or remarked on parts, yet chose that everything may be changed. Choose one of the two.")
            )

    def _chosen(self, ticked, said):
        if not ticked:
            raise ValidationError(_("Tick at least one part."))
        if set(ticked) - set(self.labels):
            raise ValidationError(_("One of the ticked parts is not among those of this submission. Tick them again."))
        forgotten = [str(self.labels.get(part, part)) for part, text in said.items() if text and part not in ticked]
        if forgotten:
            raise ValidationError(_("Remarked on but not ticked: %(parts)s.") % {"parts": "、".join(forgotten)})
        return {part: self._remark(part, said.get(part, "")) for part in self.labels if part in ticked}

    def _remark(self, part, text):
        if len(text) > LONGEST_REMARK:
            raise ValidationError(
                _("The remark on “%(part)s” has %(length)s characters; at most %(longest)s are taken.")
                % {"part": self.labels[part], "length": len(text), "longest": LONGEST_REMARK}
            )
        refuse_unreadable(text, IN_LINE)
        refuse_secret(text)
        return text


def parts_field(submission):
    """The field for returning `submission`; for many at once (None) nothing but everything can be opened."""
    known = open_to_returning(submission) if submission else {}
    hint = _(
        "What is not opened stays as it was handed in. A remark of at most %(longest)s characters says what is wrong."
    )
    alone = _("Here everything is opened; to open only some parts, return each submission on its own page.")
    return Parts(
        known,
        label=_("what may be changed"),
        help_text=hint % {"longest": LONGEST_REMARK} if known else alone,
        initial=opened_now(submission) if submission else None,
    )


def open_to_returning(submission):
    """{part: its name}, without what stays as it is once the city has recommended it."""
    settled = SETTLED if guards.holds_a_place(submission.status, submission.returned_from) else ()
    return {part: label for part, label in parts.labels(submission).items() if part not in settled}


def opened_now(submission):
    """What the last return opened, for returning once more; None where nothing was returned yet."""
    return (parts.returned_parts(submission) or {}) if submission.status == "returned" else None
