"""Rounds with what the office decides for them, every city's candidates with the moves as actions, and the records."""

from . import articles, desk, objections, records, rounds, submissions

__all__ = ["articles", "desk", "objections", "records", "rounds", "submissions"]
