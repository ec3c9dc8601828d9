"""What confirming a draft would write now: for its page, and for what is asked before it is written."""

from django.utils import timezone

from registry import record
from registry.models import Release

from .. import statements
from .noticing import term_of


def preview(draft):
    """(release, [(item, words)]) as `confirm` would write them now, unsaved: for the public templates. The number is
    the one it would get, the time the present one."""
    last = Release.objects.order_by("-number").values_list("number", flat=True).first() or 0
    made = [statements.statement_of(item) for item in statements.items_of(draft)]
    source = statements.source_of(draft.document)
    now = timezone.now()
    return record.build(draft.round, draft.kind, source, made, draft.supersedes, now, last + 1, term=term_of(draft))
