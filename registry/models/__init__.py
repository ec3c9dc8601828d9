"""The public record: dated, documented, frozen statements about candidates. Nothing here names anything private.

A `Release` is one official act of telling: kind, number, source, digest. Its `ReleaseItem`s are what it says of each
candidate. Both are append-only, by trigger. The words of an item stand apart in `ItemText`, so that a leaked telephone
number can go (a `Withholding`) while the item, its digest and a dated tombstone stay. `Entry` is one candidate in
public: it holds no words, only pointers to the statement in force at each step.
"""

from .articles import Article, ArticleEntry, ArticleFile, ArticleText, ArticleWithholding, Series
from .calendar import CalendarDay, CalendarYear, Counting
from .changes import NamedChange
from .entries import Entry
from .kinds import NAME_UNDISCLOSED, Category, Outcome, ReleaseKind, SourceKind, TitleState
from .notices import Notice, NoticeChange
from .objecting import NoticeObjections
from .releases import ItemText, Release, ReleaseItem, Withholding
from .rounds import Round
from .spans import Span
from .tallies import Tally

__all__ = [
    "NAME_UNDISCLOSED",
    "Article",
    "ArticleEntry",
    "ArticleFile",
    "ArticleText",
    "ArticleWithholding",
    "CalendarDay",
    "CalendarYear",
    "Category",
    "Counting",
    "Entry",
    "ItemText",
    "NamedChange",
    "Notice",
    "NoticeChange",
    "NoticeObjections",
    "Outcome",
    "Release",
    "ReleaseItem",
    "ReleaseKind",
    "Round",
    "Series",
    "SourceKind",
    "Span",
    "Tally",
    "TitleState",
    "Withholding",
]
