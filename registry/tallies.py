"""Counting the record once, when it is written: by round, city and category, and rolled up over each of them.

`recount` is called in the transaction of every public write that changes entries, and counts with it by how much the
named changed from day to day (registry/changes.py). Public writers stand in line at the public version, so two never
count at the same time.
"""

from types import SimpleNamespace

from django.db.models import Count, Q

from regions.models import Region

from . import changes
from .models import Entry, NamedChange, Outcome, Round, Span, Tally, TitleState
from .order import beginning

STEPS = ("recommended", "entered", "proposed", "named")
COLUMNS = (*STEPS, "valid")
NUMBERS = ("entries", *COLUMNS)
HOW = {
    "entries": Count("pk"),
    "recommended": Count("recommended"),
    "entered": Count("entered"),
    "proposed": Count("proposed"),
    "named": Count("pk", filter=Q(outcome=Outcome.NAMED)),
    "valid": Count("pk", filter=Q(outcome=Outcome.NAMED, state=TitleState.VALID)),
}
CELL = "rck"
BATCH = 1000
OF_A_ROUND = ("r", "rc", "rk")
OF_ALL = ("", "c", "k", "ck")
# A migration has others, and an earlier one has fewer.
MODELS = SimpleNamespace(Entry=Entry, NamedChange=NamedChange, Region=Region, Round=Round, Span=Span, Tally=Tally)


def numbers_of(model):
    """What this model keeps: that of an earlier migration keeps less."""
    fields = {field.name for field in model._meta.get_fields()}
    return [name for name in NUMBERS if name in fields]


def recount(rounds=None, models=MODELS):
    """Count these rounds anew (all of them where none are given), and what is rolled up over all rounds."""
    rounds, tallies = list(models.Round.objects.all() if rounds is None else rounds), models.Tally.objects
    tallies.filter(Q(round__in=rounds) | Q(by__in=OF_ALL)).delete()
    tallies.bulk_create(of_rounds(rounds, models), BATCH)
    tallies.bulk_create(rolled_up(tallies.filter(by=CELL), OF_ALL, models.Tally), BATCH)
    if hasattr(models, "NamedChange"):
        changes.rewrite(rounds, models)


def of_rounds(rounds, models=MODELS):
    """The tallies of these rounds, unsaved, from their entries."""
    by_key = {round.pk: round for round in rounds}
    kept = numbers_of(models.Tally)
    groups = list(counted(models.Entry.objects.filter(round__in=rounds), "round", "city", "category", kept=kept))
    cities = models.Region.objects.in_bulk({city for _round, city, *_ in groups if city})
    cells = [
        models.Tally(
            by=CELL,
            round=by_key[round],
            city=cities.get(city),
            category=category,
            place=beginning(by_key[round], category, cities.get(city)),
            **dict(zip(kept, numbers, strict=True)),
        )
        for round, city, category, *numbers in groups
    ]
    return [*cells, *rolled_up(cells, OF_A_ROUND, models.Tally)]


def counted(entries, *by, kept=NUMBERS):
    """Rows of the values of `by` and the numbers `kept` of these entries, in one query."""
    groups = entries.order_by().values(*by).annotate(**{f"many_{name}": HOW[name] for name in kept})
    return groups.values_list(*by, *(f"many_{name}" for name in kept))


def rolled_up(cells, kinds, model=Tally):
    """The sums of these cells, unsaved, for each of `kinds`: which of round, city and category stay fixed."""
    sums, kept = {}, numbers_of(model)
    for cell in cells:
        for by in kinds:
            fixed = (
                by,
                cell.round_id if "r" in by else None,
                cell.city_id if "c" in by else None,
                cell.category if "k" in by else "",
            )
            numbers = sums.setdefault(fixed, [0] * len(kept))
            for place, step in enumerate(kept):
                numbers[place] += getattr(cell, step)
    return [
        model(by=by, round_id=round, city_id=city, category=category, **dict(zip(kept, numbers, strict=True)))
        for (by, round, city, category), numbers in sums.items()
    ]


def facts_of(tallies):
    """What tallies say, so that two sets of them can be compared."""
    named = ("by", "round_id", "city_id", "category", "place", *NUMBERS)
    return {tuple(getattr(one, name) for name in named) for one in tallies}


def are_right():
    """Whether the tallies, and the changes of the named, are those that follow from the entries, each of them once."""
    counted, kept = of_rounds(Round.objects.all()), list(Tally.objects.all())
    counted += rolled_up([one for one in counted if one.by == CELL], OF_ALL)
    return facts_of(counted) == facts_of(kept) and len(counted) == len(kept) and changes.are_right()
