"""Rounds with what the office decides for them, every city's candidates with the moves as actions, and the records."""

from . import records, rounds, submissions

__all__ = ["records", "rounds", "submissions"]
