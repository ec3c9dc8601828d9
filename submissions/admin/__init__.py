"""Rounds with what the office decides for them, every city's candidates with the moves as actions, and the records."""

from . import desk, records, rounds, submissions

__all__ = ["desk", "records", "rounds", "submissions"]
