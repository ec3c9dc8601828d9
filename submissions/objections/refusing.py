class ObjectionRefused(Exception):
    """A step was refused, or an objection not taken, and nothing was written; `str()` is the sentence for the user."""


class ObjectionStale(ObjectionRefused):
    """Somebody else took a step after the caller looked at it."""


class StepNotAllowed(ObjectionRefused):
    """It is not this user's to do."""
