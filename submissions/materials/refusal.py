class Refused(Exception):
    """A file is not taken, or a material not changed, and nothing was written; `str()` is the sentence for the user."""
