"""The demonstration: the seed's round of 2023 played through the workflow, an article, and one open round to try."""

from django.db import transaction

from registry.models import Round

from . import experience, open_round, play, seed
from .ground import BadGround, divisions
from .people import accounts

__all__ = ["BadGround", "load"]


def load():
    """Bring about whatever of the demonstration is missing, all or nothing. Returns ({username: User}, codes of the
    rounds and name of the series made now). Raises BadGround with a sentence where it cannot stand."""
    with transaction.atomic():
        places = divisions()
        people = accounts(places)
        made = []
        if not Round.objects.filter(code=seed.CODE).exists():
            play.the_round_of_2023(places, people)
            made.append(seed.CODE)
        if not Round.objects.filter(code=open_round.CODE).exists():
            open_round.make(places)
            made.append(open_round.CODE)
        if experience.is_missing():
            experience.of_songshan(people)
            made.append(experience.SERIES)
    return people, made
