"""The chain of a submission's history: how a transition is digested and appended. `verification` checks it again.

Each row's digest covers its own content and the digest before it; the submission keeps the last one (`history_head`).
Who can write to the database could still rewrite a whole chain with its head: against that the heads of all chains, or
one digest over them, are kept elsewhere (`verify_history --anchor`).
"""

from registry.digests import digest

from .models import Transition

CONTENT_FIELDS = (
    "category",
    "region_id",
    "title",
    "name_undisclosed",
    "lead_unit",
    "summary",
    "contact",
    "unit_id",
)


def content_digest(submission):
    """Digest of what the applicant wrote, so that the history says what each move was made about."""
    return digest({field: getattr(submission, field) for field in CONTENT_FIELDS})


def digest_of(row):
    """The digest a transition must have, from its content and the digest before it."""
    return digest(
        {
            "submission": str(row.submission_id),
            "sequence": row.sequence,
            "move": row.move,
            "status": [row.from_status, row.to_status],
            "stage": [row.from_stage_id, row.to_stage_id],
            "by": [row.by_id, row.by_name, row.by_unit],
            "at": row.at.timestamp(),
            "reason": row.reason,
            "details": row.details,
            "document": row.document_id,
            "algorithm": row.algorithm,
            "previous": row.previous,
        }
    )


def append(submission, **facts):
    """Write the next row of the submission's chain and return it. The caller holds the row lock and saves
    `submission.history_head`."""
    last = submission.transitions.order_by("-sequence").first()
    row = Transition(
        submission=submission,
        sequence=last.sequence + 1 if last else 1,
        previous=last.digest if last else "",
        **facts,
    )
    row.digest = digest_of(row)
    row.save(force_insert=True)
    submission.history_head = row.digest
    return row
