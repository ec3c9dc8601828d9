"""Objections (异议): the register in the workbench, and the one public form that writes into a private table.

`moves` is the table of an objection's life, `register.step` its only writer; `impartial` says who may look into one.
The public side (`questions`, `limits`, `receipts`, and the pages in `views/objecting.py`) takes what a round lets be
sent by a form, and tells whoever has the receipt's code the state and nothing else.
"""

from .moves import OBJECTION_MOVES, ONWARD
from .refusing import ObjectionRefused, ObjectionStale, StepNotAllowed
from .register import choices, receive, refusal, step

__all__ = [
    "OBJECTION_MOVES",
    "ONWARD",
    "ObjectionRefused",
    "ObjectionStale",
    "StepNotAllowed",
    "choices",
    "receive",
    "refusal",
    "step",
]
