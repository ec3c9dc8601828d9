"""What the timeline of an entry says is no longer in force: what a correction took back, and nothing else."""

from datetime import date

import pytest

from registry.models import Entry, Outcome, SourceKind
from registry.record import Source, issue
from registry.titles import TITLE_MOVES

from .reading import all_of
from .record import PUBLISHED, again, seed_round

NAME = "宁城县"
GONE = "已由后来的发布更正，不再有效。"
# What was published about the title, the oldest first: a kind, or an outcome and after the colon which of them (from 1;
# 0: the naming) a correction corrects with it. Then the numbers of those that are told to be no longer in force.
LIVES = [
    ("rectification suspension restoration", []),
    ("suspension revocation", []),
    ("recheck_retention recheck_retention", []),
    ("suspension named:1", [1]),
    ("rectification suspension named:2", [2]),
    ("suspension under_rectification:1 revocation", [1]),
    ("suspension under_rectification:1 suspended:1", [1, 2]),
    ("suspension named:0", [0]),
    ("suspension not_named:0", [0, 1]),
]


def publish(seed, step, day, releases):
    outcome, _colon, corrected = step.partition(":")
    kind = "correction" if corrected else outcome
    outcome = outcome if corrected else TITLE_MOVES[kind].outcome
    entry = Entry.objects.get(pk=seed.entries[NAME].pk)
    source = Source(SourceKind.DOCUMENT, f"第{len(releases)}号文件", issued_on=day)
    supersedes = releases[int(corrected)] if corrected else None
    said = again(entry, NAME, Outcome(outcome))
    release, _items = issue(seed.round, kind, source, [said], PUBLISHED, supersedes=supersedes)
    return release


@pytest.mark.parametrize(("life", "gone"), LIVES)
def test_only_what_a_correction_took_back_is_no_longer_in_force(client, db, life, gone):
    seed = seed_round()
    releases = [seed.decided]
    for month, step in enumerate(life.split(), 1):
        releases.append(publish(seed, step, date(2024, month, 1), releases))
    told = all_of(client.get(f"/entries/{seed.entries[NAME].pk}/"), "li", "line-")
    on_titles = told[len(releases) - 1 :: -1]  # newest first there; below the naming stand entering and recommendation
    assert len(told) == len(releases) + 2
    assert [number for number, words in enumerate(on_titles) if GONE in words] == gone
