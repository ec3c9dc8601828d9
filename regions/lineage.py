"""What a division came from and what it became, through any number of changes: 余杭区 became 余杭区 and 临平区."""

from .models import Region


def predecessors(region):
    """Every division `region` came from, wholly or in part, the nearest first; a query for each generation."""
    return _follow(region, "successions__successor__in", lambda one: True)


def present_successors(region):
    """The divisions of today that `region` became, wholly or in part; itself where it still exists."""
    if region.is_present:
        return [region]
    became = _follow(region, "origins__predecessor__in", lambda one: not one.is_present)
    return [one for one in became if one.is_present]


def _follow(region, along, goes_on):
    found, front = {region.pk: region}, [region.pk]
    while front:
        rows = Region.objects.filter(**{along: front}).exclude(pk__in=found).select_related("parent__parent")
        rows = list(rows.distinct().in_order())
        found |= {one.pk: one for one in rows}
        front = [one.pk for one in rows if goes_on(one)]
    return [one for one in found.values() if one.pk != region.pk]
