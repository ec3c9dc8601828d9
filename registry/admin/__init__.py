"""The public record, to be read, and the calendar it counts by, to be kept."""

from . import articles, calendar
from .records import ReadOnly

__all__ = ["ReadOnly", "articles", "calendar"]
