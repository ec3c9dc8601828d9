"""What the public pages show, computed from the record alone; each function gives a template its context.

`release_context` and `changes_by` take unsaved rows too, so that the preview of a draft is the page to come.
"""

from .releases import changes_by, release_context

__all__ = ["changes_by", "release_context"]
