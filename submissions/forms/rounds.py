"""Forms of a round: what they have in common, the round's public facts, and what its rules ask."""

from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from regions.models import Level, Region
from registry.models import Round

from ..models import RoundRules
from ..rules import holding, rounds, windows
from .days import FIRST_YEAR, LAST_YEAR
from .text import MUST_CHOOSE, Line, RoundField


class RulesForm(forms.Form):
    """Carries what of the rules its user saw, so that no colleague's change is overwritten unseen. `write` changes the
    rules; after a refusal `status` is the answer's HTTP status, and `stored` what is kept now beside what was typed."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    status = 200
    stored = ()
    title = lead = said = ""
    button = _("Save")

    def __init__(self, data=None, files=None, *, rules):
        super().__init__(data, files, use_required_attribute=False)
        self.rules = rules
        self.fields["seen"].initial = holding.seen(self.picture, rules)

    def picture(self, rules):
        """What a colleague may have changed meanwhile."""
        return []

    def now_stored(self):
        """{field: its value for the form} as the rules are stored."""
        return {}

    def write(self, by, seen, facts):
        raise NotImplementedError

    def save(self, by):
        """Whether it was written; if not, the refusal is among the form's errors and what was typed is kept."""
        facts = {name: value for name, value in self.cleaned_data.items() if name != "seen"}
        try:
            self.write(by, self.cleaned_data["seen"], facts)
        except holding.RulesRefused as refused:
            for name, sentence in refused.sentences.items():
                self.add_error(name if name in self.fields else None, sentence)
            if isinstance(refused, holding.RulesStale):
                self._show_what_is_stored(facts)
        return self.is_valid()

    def _show_what_is_stored(self, typed):
        self.status = 409
        # Saving again means: over what I now see.
        self.data = self.data.copy()
        self.data["seen"] = holding.seen(self.picture, self.rules)
        self.rules.refresh_from_db()
        now = {name: value for name, value in self.now_stored().items() if name in typed}
        differing = [name for name in now if self.fields[name].has_changed(now[name], self[name].data)]
        self.stored = [(self.fields[name].label, in_words(self.fields[name], now[name])) for name in differing]


def in_words(field, value):
    """The stored value of a field as its reader would say it."""
    values = value if isinstance(value, list) else [value]
    choices = {str(key): label for key, label in getattr(field, "choices", ())}
    said = {True: _("yes"), False: _("no"), None: _("empty"), "": _("empty")}
    days = {one: date_format(one, "DATE_FORMAT") for one in values if isinstance(one, date)}
    return "、".join(str(choices.get(str(one), {**said, **days}.get(one, one))) for one in values) or _("empty")


def months(name, hint):
    """A number of months, or none; in the words of the model."""
    label, widget = Round._meta.get_field(name).verbose_name, forms.NumberInput(attrs={"class": "short"})
    return forms.IntegerField(label=label, help_text=hint, required=False, min_value=1, max_value=600, widget=widget)


class FactFields(forms.Form):
    """A round's public facts."""

    code = forms.SlugField(
        label=_("code"),
        max_length=20,
        help_text=_("Letters, digits and hyphens; it stands in public addresses: 2027."),
        widget=forms.TextInput(attrs={"class": "short"}),
    )
    name = Line(label=_("name"), max_length=120, help_text=_("In full, as the notice prints it."))
    year = forms.IntegerField(
        label=_("year"),
        min_value=FIRST_YEAR,
        max_value=LAST_YEAR,
        help_text=_("Of the round, not of the naming."),
        widget=forms.NumberInput(attrs={"class": "short"}),
    )
    level = forms.ChoiceField(
        label=_("level"),
        choices=Round._meta.get_field("level").choices,
        initial="regional",
        widget=forms.RadioSelect,
        error_messages=MUST_CHOOSE,
    )
    region = forms.ModelChoiceField(
        Region.objects.none(),
        label=_("organising division"),
        required=False,
        to_field_name="code",
        empty_label=_("none: only of a national round"),
        error_messages=MUST_CHOOSE,
        widget=forms.Select(attrs={"class": "medium"}),
    )
    title_comprehensive = Line(
        label=_("title given to regions"),
        max_length=60,
        help_text=_("As the decision prints it: 全区法治政府建设示范地区"),
        widget=forms.TextInput(attrs={"class": "medium"}),
    )
    title_single = Line(
        label=_("title given to projects"),
        max_length=60,
        help_text=_("As the decision prints it: 全区法治政府建设示范项目"),
        widget=forms.TextInput(attrs={"class": "medium"}),
    )

    valid_months = months("valid_months", _("Empty: without limit. Counted from the naming or the last retention."))
    recheck_months = months("recheck_months", _("Empty: no re-check is set. Counted in the same way."))

    def clean_code(self):
        code = self.cleaned_data["code"]
        if code == "new":
            raise ValidationError(_("Choose another code: “new” is the address of the form that begins a round."))
        return code

    def clean(self):
        asked = super().clean()
        if {"level", "region"} <= asked.keys() and asked["level"] != "national" and asked["region"] is None:
            self.add_error("region", _("Name the division that organises a round below the national level."))
        return asked

    def offer_organisers(self, *also):
        """Autonomous regions and provinces, and `also` the codes of others."""
        wanted = Q(level=Level.PROVINCE) | Q(code__in=also)
        self.fields["region"].queryset = Region.objects.present().filter(wanted).in_order()


def organiser_of(round):
    """Its code; nothing of a national round that no division organises."""
    return round.region.code if round.region else ""


class FactsForm(FactFields, RulesForm):
    title = _("Name and titles")
    lead = _("What the public reads of the round once something is released from it.")
    said = _("Name and titles of the round are saved.")

    def __init__(self, data=None, *, rules):
        super().__init__(data, rules=rules)
        self.initial = self.now_stored()
        self.offer_organisers(self.initial["region"])

    def picture(self, rules):
        return rounds.facts_of(rules)

    def now_stored(self):
        round = Round.objects.select_related("region").get(pk=self.rules.pk)
        return {name: getattr(round, name) for name in rounds.FACTS} | {"region": organiser_of(round)}

    def write(self, by, seen, facts):
        rounds.change_facts(self.rules, by, seen, **facts)


class NewRoundForm(FactFields):
    """Begins a round, empty or after an earlier one."""

    earlier = RoundField(
        Round.objects.filter(rules__isnull=False).order_by("-year", "code"),
        label=_("taken over from"),
        required=False,
        empty_label=_("nothing: an empty round"),
        help_text=_("Stages, material requirements, quotas and what is asked; never the window."),
    )
    field_order = ["earlier"]
    status = 200
    title, button = _("Begin a round"), _("Begin the round")
    lead = _("The cities can read it at once; they can submit as soon as its window opens.")

    def __init__(self, data=None, *, by, earlier=None):
        super().__init__(data, use_required_attribute=False)
        home = organiser_of(earlier) if earlier else by.unit.region.code
        self.offer_organisers(home)
        self.initial = {"region": home, "earlier": earlier and earlier.code}
        if earlier:
            self.initial |= {name: getattr(earlier, name) for name in ("level", *rounds.OF_TITLES)}

    def begin(self, by):
        """The rules of the new round, or None with the refusal among the form's errors."""
        facts = {name: self.cleaned_data[name] for name in rounds.FACTS}
        earlier = self.cleaned_data["earlier"]
        try:
            return rounds.begin(by, earlier.rules if earlier else None, **facts)
        except holding.RulesRefused as refused:
            for name, sentence in refused.sentences.items():
                self.add_error(name, sentence)
        return None


def asked(name, **options):
    """A check box for a switch of the rules, in the words of the model."""
    field = RoundRules._meta.get_field(name)
    return forms.BooleanField(label=field.verbose_name, help_text=field.help_text, required=False, **options)


class AsksForm(RulesForm):
    title = _("What is asked")
    lead = _("Of recommending and accepting, and of publishing. What candidates were judged by stays.")
    said = _("What the round asks is saved.")
    asks_rank, asks_sealed_scan = asked("asks_rank"), asked("asks_sealed_scan")
    asks_secrecy_review, asks_approval = asked("asks_secrecy_review"), asked("asks_approval")
    asks_scan = asked("asks_scan")

    def __init__(self, data=None, *, rules):
        super().__init__(data, rules=rules)
        self.initial = self.now_stored()

    def picture(self, rules):
        return windows.asks_of(rules)

    def now_stored(self):
        return {name: getattr(self.rules, name) for name in windows.ASKS}

    def write(self, by, seen, facts):
        windows.set_asks(self.rules, by, seen, **facts)
