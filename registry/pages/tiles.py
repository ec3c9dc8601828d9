"""The leagues on a map of tiles: each where the league roughly lies, with how many were named there. No boundaries."""

import csv
from dataclasses import dataclass
from functools import cache as once
from pathlib import Path

from regions import naming
from regions.models import Region

GRID = Path(naming.__file__).parent / "data/tile_grid.csv"
SIDE, SHADES = 100, 5


@dataclass(frozen=True)
class Tile:
    """A league: its place and number on the map. `shade`: from 1, the fewest, to 5; 0 where nothing is published."""

    region: Region
    name: str
    number: int | None
    shade: int
    x: int
    y: int


@once
def grid():
    with GRID.open(encoding="utf-8", newline="") as table:
        return {row["code"]: (row["short_name"], int(row["col"]), int(row["row"])) for row in csv.DictReader(table)}


def tiles(numbers):
    """One for each league whose division is known. `numbers`: {code: how many, or None where nobody has told}."""
    most = max([numbers.get(code) or 0 for code in grid()] + [1])
    for region in Region.objects.present().filter(code__in=grid()).in_order():
        short, column, line = grid()[region.code]
        number = numbers.get(region.code)
        shade = 0 if number is None else 1 + (SHADES - 1) * number // most
        english = naming.in_english(region)
        name = english.removesuffix(" City").removesuffix(" League") or short
        yield Tile(region, name, number, shade, column * SIDE, line * SIDE)
