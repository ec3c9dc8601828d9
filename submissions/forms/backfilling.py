"""What is said of a list of an earlier round; the same rules for the page and for the console command."""

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from regions import lookup
from regions.models import Level
from registry.models import Category, ReleaseKind, Round, SourceKind
from registry.record import Source

from ..backfill import listing
from ..backfill.facts import Facts
from ..publishing import PublishRefused, draft_list
from ..sheets.reading import Unreadable
from .days import FIRST_YEAR, LAST_YEAR, plausible_year
from .text import MUST_CHOOSE, Line

SALT = "submissions.forms.backfilling"

KINDS = {"naming": ReleaseKind.NAMING, "recommendation": ReleaseKind.RECOMMENDATION}
KINDS["field_evaluation"] = ReleaseKind.FIELD_EVALUATION
DAY = {"type": "date", "class": "short"}
ROUND_CODE = gettext_lazy("Letters, digits and hyphens; it stands in public addresses: national-1.")
SHORT, MEDIUM = {"class": "short"}, {"class": "medium"}


def total(label):
    return forms.IntegerField(
        label=label,
        required=False,
        min_value=0,
        max_value=listing.MOST_ROWS,
        widget=forms.NumberInput(attrs=SHORT),
        help_text=gettext_lazy("As the document prints it; a file that has another number is refused."),
    )


class FactsForm(forms.Form):
    """`facts` once it is valid. The fields are named as the options of the command are."""

    round = forms.SlugField(
        label=gettext_lazy("code of the round"),
        max_length=20,
        widget=forms.TextInput(attrs=SHORT),
        help_text=ROUND_CODE,
        error_messages={"invalid": ROUND_CODE},
    )
    round_name = Line(label=gettext_lazy("name of the round"), max_length=120)
    level = forms.ChoiceField(
        label=gettext_lazy("level"),
        choices=Round._meta.get_field("level").choices,
        initial="national",
        widget=forms.RadioSelect,
        error_messages=MUST_CHOOSE,
    )
    organising_region = forms.CharField(
        label=gettext_lazy("organising division"),
        required=False,
        max_length=lookup.LONGEST,
        widget=forms.TextInput(attrs=MEDIUM),
        help_text=gettext_lazy("Code or name; of a round below the national level only."),
    )
    year = forms.IntegerField(
        label=gettext_lazy("year"),
        required=False,
        min_value=FIRST_YEAR,
        max_value=LAST_YEAR,
        widget=forms.NumberInput(attrs=SHORT),
        help_text=gettext_lazy("Of the round. Empty: the one in its name, else that of the document."),
    )
    title_regions = Line(
        label=gettext_lazy("title given to regions"),
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs=MEDIUM),
        help_text=gettext_lazy("As the decision prints it. Empty: 法治政府建设示范地区"),
    )
    title_projects = Line(
        label=gettext_lazy("title given to projects"),
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs=MEDIUM),
        help_text=gettext_lazy("As the decision prints it. Empty: 法治政府建设示范项目"),
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("kind of release"),
        choices=[(name, one.label) for name, one in KINDS.items()],
        widget=forms.RadioSelect,
        initial="naming",
        error_messages=MUST_CHOOSE,
    )
    title = Line(
        label=gettext_lazy("title of the document"),
        max_length=300,
        help_text=gettext_lazy("Without the marks 《》, exactly as printed."),
    )
    organ = Line(label=gettext_lazy("issuing organ"), required=False, max_length=200)
    number = Line(
        label=gettext_lazy("document number"),
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs=MEDIUM),
        help_text=gettext_lazy("As printed, with its brackets: 内法办发〔2023〕1号. Leave empty if unknown."),
    )
    issued = forms.DateField(
        label=gettext_lazy("date of issue"),
        validators=[plausible_year],
        input_formats=["%Y-%m-%d"],
        widget=forms.DateInput(format="%Y-%m-%d", attrs=DAY),
        help_text=gettext_lazy("The date under the signature, not the day it arrived."),
        error_messages={"invalid": gettext_lazy("A day is written 2021-04-09.")},
    )
    total_regions = total(gettext_lazy("regions in all"))
    total_projects = total(gettext_lazy("projects in all"))

    def __init__(self, data=None, files=None, **options):
        super().__init__(data, files, use_required_attribute=False, **options)
        self.shown = tuple(FactsForm.base_fields)

    def clean_issued(self):
        day = self.cleaned_data["issued"]
        if day > timezone.localdate():
            raise ValidationError(_("The date of issue lies in the future."))
        return day

    def clean_organising_region(self):
        asked = self.cleaned_data["organising_region"]
        if not asked:
            return None
        try:
            region = lookup.find(asked)
        except LookupError as refused:
            raise ValidationError(str(refused)) from None
        if region.level != Level.PROVINCE:
            raise ValidationError(_("%(path)s is no province or autonomous region.") % {"path": region.path})
        return region

    def clean(self):
        asked = super().clean()
        if asked.get("organising_region") and asked.get("level") == "national":
            self.add_error("organising_region", _("A national round has no organising division; leave it out."))
        return asked

    @property
    def facts(self):
        asked = self.cleaned_data
        said = {"year": asked["year"], "title_comprehensive": asked["title_regions"]}
        said["title_single"] = asked["title_projects"]
        totals = {Category.COMPREHENSIVE: asked["total_regions"], Category.SINGLE: asked["total_projects"]}
        return Facts(
            code=asked["round"],
            name=asked["round_name"],
            level=asked["level"],
            organiser=asked["organising_region"],
            kind=KINDS[asked["kind"]],
            source=Source(SourceKind.DOCUMENT, asked["title"], asked["organ"], asked["number"], asked["issued"]),
            more={name: value for name, value in said.items() if value},
            totals={one: value for one, value in totals.items() if value is not None},
        )


class ListForm(FactsForm):
    """With the table; `listing` is what it holds once the form is valid."""

    file = forms.FileField(
        label=gettext_lazy("table of the list"),
        help_text=gettext_lazy(
            ".xlsx, .xls, .et or .csv with the columns 类别, 名称, 地区, 牵头单位 (category, name, region, lead_unit). "
            "Names are taken verbatim; only white space around a cell is cut."
        ),
        error_messages={"empty": gettext_lazy("The file is empty.")},
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.et,.csv,.txt"}),
    )

    def clean_file(self):
        try:
            self.listing = listing.read(self.cleaned_data["file"])
        except Unreadable as refused:
            raise ValidationError(str(refused)) from None
        return self.cleaned_data["file"]

    def sealed(self):
        """The rows of the table, signed, for the page on which they are looked at."""
        rows = [[row.number, row.category, row.name, row.region, row.lead_unit] for row in self.listing.rows]
        return signing.dumps([rows, self.listing.remarks], salt=SALT, compress=True)


class CheckedForm(FactsForm):
    """The same facts again with the rows that were looked at. `status` is the answer's HTTP status if refused."""

    checked = forms.CharField(widget=forms.HiddenInput)
    seen_digest = forms.CharField(max_length=64, widget=forms.HiddenInput)
    status = 200

    def clean_checked(self):
        try:
            rows, remarks = signing.loads(self.cleaned_data["checked"], salt=SALT)
        except signing.BadSignature:
            raise ValidationError(_("This is not what was checked. Check the file again.")) from None
        self.listing = listing.Listing([listing.Row(*row) for row in rows], remarks)
        return self.cleaned_data["checked"]

    def make_draft(self, by):
        """The draft, or None with the refusal among the form's errors."""
        try:
            return draft_list(self.facts, self.listing, by, self.cleaned_data["seen_digest"])
        except PublishRefused as refused:
            self.status = 409
            self.add_error(None, refused.sentences)
        return None
