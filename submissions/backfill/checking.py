"""What a list would become: its statements, or every sentence that stands against taking it. Nothing is written."""

from collections import Counter
from dataclasses import dataclass, field, replace

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from registry.digests import digest
from registry.folding import fold
from registry.models import NAME_UNDISCLOSED, Category, Release, Round
from registry.record import Statement

from ..forms.text import Line
from ..sheets.cells import sentence_on
from ..sheets.columns import categories
from ..sheets.text import ERRORS, folded
from .facts import Facts, round_for
from .matching import Known
from .places import Places

WORDS = {"name": Line(max_length=300), "lead_unit": Line(max_length=200, required=False)}
ALSO = {
    "综合示范": Category.COMPREHENSIVE,
    "示范地区": Category.COMPREHENSIVE,
    "单项示范": Category.SINGLE,
    "示范项目": Category.SINGLE,
}


@dataclass
class Read:
    """One line of the list as it would be published; `remarks` stop nothing."""

    number: int
    statement: Statement
    remarks: list = field(default_factory=list)

    @property
    def category(self):
        return Category(self.statement.category).label

    @property
    def place(self):
        return self.statement.region.path if self.statement.region else ""

    @property
    def of(self):
        """Whether the public knows the candidate already."""
        return _("a further statement about it") if self.statement.entry else _("new to the public")


@dataclass
class Plan:
    """`already`: the release that says all this. `problems`: what stands against it; then nothing may be written."""

    facts: Facts
    round: Round
    lines: list = field(default_factory=list)
    remarks: list = field(default_factory=list)
    problems: list = field(default_factory=list)
    counts: Counter = field(default_factory=Counter)
    already: Release | None = None

    @property
    def statements(self):
        return [line.statement for line in self.lines]

    @property
    def new_round(self):
        """What of a round that is not stored yet was not said but concluded, in a sentence."""
        if self.round.pk:
            return ""
        facts = {"year": self.round.year, "level": self.round.get_level_display()}
        return _("The round would be made: year %(year)s, level “%(level)s”.") % facts

    @property
    def digest(self):
        """Of all that would be written, so that what was looked at is what is done."""
        told = [
            [_told(one), str(one.entry and one.entry.pk), one.region and one.region.path] for one in self.statements
        ]
        round = self.round
        whole = [round.pk, round.code, round.name, round.year, round.level, round.region_id]
        whole += [round.title_comprehensive, round.title_single, self.facts.kind, str(self.facts.source)]
        return digest([whole, told])


def check(facts, listing):
    """The `Plan` for a `Listing` under these `Facts`, in a fixed number of queries beside those for divisions that are
    not named by code or full name."""
    round, problems = round_for(facts)
    plan = Plan(facts, round, remarks=list(listing.remarks), problems=problems)
    places = Places(facts.issued_on, facts.organiser or round.region)
    known_categories = {**{word.casefold(): one for word, one in categories().items()}, **ALSO}
    for row in listing.rows:
        _read(plan, row, places, known_categories)
    _twice(plan)
    _totals(plan)
    found = _same_source(plan)
    if found is None:
        _match(plan)
    elif _says_the_same(found, plan):
        plan.already = found
    else:
        sentence = _("Release %(number)s has the same source and says something else. Use a correction.")
        plan.problems.append(sentence % {"number": found.number})
    return plan


def in_row(number, sentence):
    return _("Row %(row)s: %(sentence)s") % {"row": number, "sentence": sentence}


def _read(plan, row, places, known_categories):
    """Append the line, or each of its faults."""
    faults, words, remarks = [], {}, []
    category = known_categories.get(folded(row.category).casefold())
    if category is None:
        faults.append(_no_category(row.category))
    plan.counts[category] += 1
    for name, rule in WORDS.items():
        try:
            words[name] = _clean(rule, getattr(row, name))
        except ValidationError as error:
            faults.append(sentence_on(getattr(row, name), rule, error))
    region = _region(row, category, places, faults, remarks)
    if faults:
        plan.problems.extend(in_row(row.number, fault) for fault in faults)
        return
    if category == Category.COMPREHENSIVE and not _names(words["name"], region):
        remarks.append(_("the printed name does not name %(path)s") % {"path": region.path})
    plan.lines.append(Read(row.number, Statement(category, region, plan.facts.outcome, **words), remarks))


def _no_category(text):
    if not text:
        return _("the category is missing; write comprehensive or single, 综合 or 单项")
    return _("“%(asked)s” is no category; write comprehensive or single, 综合 or 单项") % {"asked": text[:40]}


def _clean(rule, text):
    if text and text[0] == "#" and text in ERRORS:
        raise ValidationError(_("The cell holds the error %(name)s.") % {"name": text})
    if rule.required and not text:
        raise ValidationError(_("the name is missing"))
    return rule.clean(text)


def _region(row, category, places, faults, remarks):
    if not row.region:
        if category == Category.COMPREHENSIVE:
            faults.append(_("the division is missing; only a project may have none"))
        return None
    region, remark, sentence = places.find(row.region)
    if sentence:
        faults.append(sentence)
    if remark:
        remarks.append(remark)
    return region


def _names(printed, region):
    """Whether a printed name speaks of the division; 第八师石河子市 may be printed as either."""
    printed = folded(printed)
    return any(folded(words) in printed for words in (region.name, region.short_name) if words)


def _twice(plan):
    """Two lines about one candidate: the same region, or a project of the same name where the divisions do not tell
    two apart."""
    seen = {}
    for line in plan.lines:
        one = line.statement
        if one.name == NAME_UNDISCLOSED:
            continue
        is_region = one.category == Category.COMPREHENSIVE
        places = seen.setdefault((one.category, one.region.pk if is_region else fold(one.name)), {})
        here = one.region and one.region.pk
        first = places.get(here) or (next(iter(places.values()), None) if here is None else places.get(None))
        if first:
            sentence = _("it stands in row %(first)s already: “%(name)s”") % {"first": first, "name": one.name}
            plan.problems.append(in_row(line.number, sentence))
        else:
            places[here] = line.number


def _totals(plan):
    for category, said in plan.facts.totals.items():
        if plan.counts[category] != said:
            facts = {"kind": Category(category).label, "counted": plan.counts[category], "said": said}
            plan.problems.append(_("The file has %(counted)s lines “%(kind)s”; the total said is %(said)s.") % facts)


def _same_source(plan):
    if plan.round.pk is None:
        return None
    source = plan.facts.source
    wanted = {f"source_{name}": getattr(source, name) for name in ("kind", "title", "organ", "number", "issued_on")}
    return Release.objects.filter(round=plan.round, kind=plan.facts.kind, **wanted).order_by("number").first()


def _says_the_same(release, plan):
    """Word by word, in the same order; of words that were withheld since, the rest."""
    items = list(release.items.select_related("text").order_by("order"))
    if len(items) != len(plan.lines):
        return False
    return all(_told_by(item) == _told(one, item) for item, one in zip(items, plan.statements, strict=True))


def _told(statement, item=None):
    words = [statement.name, statement.lead_unit] if item is None or hasattr(item, "text") else []
    return [statement.category, statement.region and statement.region.pk, statement.outcome, *words]


def _told_by(item):
    words = [item.text.name, item.text.lead_unit] if hasattr(item, "text") else []
    return [item.category, item.region_id, item.outcome, *words]


def _match(plan):
    """Give each line the public entry it speaks of, if there is one."""
    known, taken = Known(plan.round, plan.facts.outcome), {}
    for line in plan.lines:
        entry, sentence = known.match(line.statement)
        if sentence is None and entry is not None:
            first = taken.setdefault(entry.pk, line.number)
            if first != line.number:
                sentence = _("it speaks of the same candidate as row %(first)s") % {"first": first}
        if sentence:
            said = {"name": line.statement.name, "sentence": sentence}
            plan.problems.append(in_row(line.number, _("“%(name)s”: %(sentence)s") % said))
        elif entry:
            line.statement = replace(line.statement, entry=entry)
