"""The spans of an entry: how it stood from one day to another, by the days of its documents."""

from itertools import pairwise

from regions.models import Level

from .models import Span
from .searching import search_form
from .standing import as_of, replay

COMPARED = (
    *("since", "until", "outcome", "state", "title_since", "confirmed_on", "category"),
    *("current_id", "titled_id", "region_id", "city_id"),
)


def spans_of(entry, items, model=Span):
    """The spans that follow from all `items` of one entry, unsaved, in order. Raises `titles.BrokenLife`."""
    days = sorted({item.release.effective_on for item in items})
    for day, following in pairwise([*days, None]):
        told = replay(as_of(items, day))
        if told.current is not None:
            region = told.current.region
            yield model(
                entry_id=entry.pk,
                since=day,
                until=following,
                current_id=told.current.pk,
                titled_id=told.titled and told.titled.pk,
                outcome=told.current.outcome,
                state=told.state,
                title_since=told.title_since,
                confirmed_on=told.confirmed_on,
                category=told.current.category,
                region=region,
                city=region and city_of(region),
            )


def city_of(region):
    """`Region.city`, for rows of a migration too, which have no properties."""
    return region.parent if region.level == Level.COUNTY and region.parent_id else region


def rewrite(statements, batch):
    """Write the spans of these entries anew; `statements` is {entry: its items with their words}."""
    Span.objects.filter(entry__in=list(statements)).delete()
    made = [span for entry, items in statements.items() for span in spans_of(entry, items)]
    found_by = {item.pk: search_form(item) for items in statements.values() for item in items}
    for span in made:
        span.searched = found_by[span.current_id]
    Span.objects.bulk_create(made, batch)


def facts_of(spans):
    """What spans say, in order, so that two rows of them can be compared."""
    found = [[getattr(span, name) for name in COMPARED] for span in spans]
    return sorted(found, key=lambda facts: facts[0])
