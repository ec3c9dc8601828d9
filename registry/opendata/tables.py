"""What the files of the whole record hold: six tables, each field with its type and meaning.

Rows are read a few at a time and never all at once, so a record of any length takes the same memory. What is unknown,
undated or withheld is empty in CSV and in the workbook and null in JSON.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from regions.models import Region
from registry.models import Entry, NoticeChange, Release, ReleaseItem, Round

AT_ONCE = 2000  # rows


def beijing(value):
    return value and timezone.localtime(value).isoformat(timespec="seconds")


def day(value):
    return value and value.isoformat()


def or_none(value):
    """An empty text says that something is not known; in the files that is no text at all."""
    return value or None


@dataclass(frozen=True)
class Field:
    """`path` is where the value is read, `made` what is made of it."""

    name: str
    type: str
    meaning: Promise
    path: str
    made: Callable = or_none


@dataclass(frozen=True)
class Table:
    name: str
    meaning: Promise
    fields: tuple
    query: Callable

    @property
    def names(self):
        return [field.name for field in self.fields]

    def rows(self):
        """Lists of texts, numbers, truth values and None, in the order of the fields."""
        made = [field.made for field in self.fields]
        paths = [field.path for field in self.fields]
        for values in self.query().values_list(*paths).iterator(AT_ONCE):
            yield [make(value) for make, value in zip(made, values, strict=True)]


def same(value):
    return value


def text(name, meaning, path=None, made=or_none):
    return Field(name, "text", meaning, path or name, made)


def number(name, meaning, path=None):
    return Field(name, "integer", meaning, path or name, same)


def date(name, meaning, path=None):
    return Field(name, "date", meaning, path or name, day)


def instant(name, meaning, path=None):
    return Field(name, "date-time", meaning, path or name, beijing)


def truth(name, meaning, path=None):
    return Field(name, "boolean", meaning, path or name, same)


def used_divisions():
    """Every division somebody in the record stands for, with those above it."""
    used = {*Round.objects.values_list("region", flat=True), *Entry.objects.values_list("region", flat=True).distinct()}
    used |= {*Entry.objects.values_list("city", flat=True).distinct()}
    used |= {*ReleaseItem.objects.values_list("region", flat=True).distinct()} - {None}
    above = Region.objects.filter(pk__in=used - {None}).values_list("pk", "parent", "parent__parent")
    wanted = {pk for chain in above for pk in chain if pk}
    return Region.objects.filter(pk__in=wanted).order_by("sort_order", "code", "valid_from")


ROUNDS = Table(
    "rounds",
    _("Rounds about which something was published."),
    (
        text("code", _("Code of the round; it stands in addresses.")),
        text("name", _("Name of the round, verbatim.")),
        number("year", _("Year of the round, which is not always that of the naming.")),
        text("level", _("national, provincial or regional.")),
        text("organiser", _("Code of the organising division; empty for a national round."), "region__code"),
        text("title_comprehensive", _("Title given to regions, as the decision prints it.")),
        text("title_single", _("Title given to projects, as the decision prints it.")),
        number("valid_months", _("Months a title is valid; empty: without limit.")),
        number("recheck_months", _("Months until a re-check; empty: none is set.")),
    ),
    lambda: Round.objects.published().order_by("-year", "code"),
)
DIVISIONS = Table(
    "divisions",
    _("Administrative divisions the record speaks of, with those they belong to."),
    (
        text("code", _("GB/T 2260 code; a division of the Corps like XPCC08. A code may have had several holders.")),
        text("name", _("Name of the division.")),
        text("path", _("Full name, with those it belongs to.")),
        text("name_en", _("English name, where one is kept.")),
        text("level", _("province, prefecture, county or division (of the Corps).")),
        text("kind", _("Kind of the division, in Chinese.")),
        text("parent", _("Code of the division it belongs to."), "parent__code"),
        text("valid_from", _("First day of its existence as precisely as known; empty: before the tables begin.")),
        text("valid_to", _("First day on which it no longer existed; empty: it exists.")),
    ),
    used_divisions,
)
RELEASES = Table(
    "releases",
    _("Official acts of telling: each is dated, frozen and names its source."),
    (
        number("number", _("Number of the release.")),
        text("kind", _("Kind of the release: recommendation_list, naming_decision, correction …")),
        text("round", _("Code of the round."), "round__code"),
        text("source_kind", _("document (official) or publication (cited in its place).")),
        text("source_title", _("Title of the source, verbatim.")),
        text("source_organ", _("Issuing organ; empty where it is not public.")),
        text("source_number", _("Document number; empty where it is not public.")),
        date("source_issued_on", _("Date of issue; empty where it is not public.")),
        text("source_scan_sha256", _("SHA-256 of the signed scan, if there is one."), "source_scan_digest"),
        number("supersedes", _("Number of the release it corrects."), "supersedes__number"),
        date("effective_on", _("The day from which it counts.")),
        instant("published_at", _("When it was published here, Beijing time.")),
        truth("at_console", _("Whether it was published from the console, as lists of earlier rounds may be.")),
        date("notice_from", _("First day of a public notice."), "notice__starts_on"),
        number("notice_days", _("Number of days of a public notice as published."), "notice__days"),
        text("notice_counting", _("calendar or working: which days of it are counted."), "notice__counting"),
        text("digest", _("Digest over the release and the digests of its statements.")),
    ),
    lambda: Release.objects.order_by("number"),
)
NOTICE_CHANGES = Table(
    "notice_changes",
    _("Extensions, pauses and resumptions of public notices."),
    (
        number("release", _("Number of the release."), "notice__release__number"),
        number("number", _("Place among the changes of this notice, from 1.")),
        text("kind", _("extension, pause or resumption.")),
        number("days", _("Days added by an extension.")),
        date("from_day", _("First day that no longer counts (pause) or counts again (resumption).")),
        text("reason", _("The public reason.")),
        text("organ", _("Who decided it.")),
        instant("at", _("When it was decided, Beijing time.")),
        text("digest", _("Digest over the change and the one before it, or the release.")),
    ),
    lambda: NoticeChange.objects.order_by("notice__release__number", "number"),
)
STATEMENTS = Table(
    "statements",
    _("What each release says of each candidate."),
    (
        number("release", _("Number of the release."), "release__number"),
        number("order", _("Place in the release, from 1.")),
        truth("printed", _("Whether it stands in the printed list; who entered and is not named is stated unprinted.")),
        text("entry", _("The candidate: key of the table of entries."), "entry_id", str),
        text("category", _("comprehensive (a region) or single (a project).")),
        text("outcome", _("What is said: recommended, entered_field_evaluation, named, not_named, revoked …")),
        text("name", _("Name as printed, verbatim; empty where it was withheld."), "text__name"),
        text("lead_unit", _("Lead unit, verbatim; empty where it is unknown or withheld."), "text__lead_unit"),
        text("region", _("Code of the division; empty where it is not public."), "region__code"),
        text("region_path", _("Full name of the division as of the day of the statement.")),
        instant("withheld_at", _("When the words were withheld, if they were."), "withholding__at"),
        text("withheld_because", _("The public reason for which the words were withheld."), "withholding__reason"),
        text("digest", _("Digest of the statement.")),
    ),
    lambda: ReleaseItem.objects.order_by("release__number", "order"),
)
ENTRIES = Table(
    "entries",
    _("Candidates, each as its statements in force have it today."),
    (
        text("id", _("The candidate's key; it stands in the address of its page."), "id", str),
        text("round", _("Code of the round."), "round__code"),
        text("category", _("comprehensive (a region) or single (a project).")),
        text("name", _("Name as printed, verbatim; empty where it was withheld."), "current__text__name"),
        text("lead_unit", _("Lead unit, verbatim; empty where it is unknown or withheld."), "current__text__lead_unit"),
        text("region", _("Code of the division; empty where it is not public."), "region__code"),
        text("region_path", _("Full name of the division as of the day of the statement."), "current__region_path"),
        text("city", _("Code of the city it belongs to; empty where no division is public."), "city__code"),
        text("outcome", _("The latest outcome.")),
        text("state", _("State of the title: valid, under_rectification, suspended, revoked, deregistered; or empty.")),
        number("recommended_by", _("Release that states the recommendation."), "recommended__release__number"),
        number("entered_by", _("Release that states the field evaluation."), "entered__release__number"),
        number("proposed_by", _("Release that gives public notice of the naming."), "proposed__release__number"),
        number("decided_by", _("Release that states the decision."), "decided__release__number"),
        number("titled_by", _("Last release on the life of the title."), "titled__release__number"),
        date("decided_on", _("Day from which the statement in force counts."), "current__release__effective_on"),
    ),
    lambda: Entry.objects.in_official_order(),
)
TABLES = (ENTRIES, STATEMENTS, RELEASES, NOTICE_CHANGES, ROUNDS, DIVISIONS)
BY_NAME = {table.name: table for table in TABLES}
