"""The chain of a submission's history: how a transition is digested, appended and checked again.

Each row's digest covers its own content and the digest before it; the submission keeps the last one (`history_head`).
Who can write to the database could still rewrite a whole chain with its head: against that the heads of all chains, or
one digest over them, are kept elsewhere (`verify_history --anchor`).
"""

from registry.digests import digest

from .models import Submission, Transition

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


def row_findings(rows):
    """What is wrong inside one chain, `rows` in order of sequence."""
    previous, status = "", "draft"
    for number, row in enumerate(rows, start=1):
        where = f"submission {row.submission_id}, transition {row.sequence} ({row.move})"
        if row.sequence != number:
            yield f"{where}: number {number} is missing before it"
            return
        if row.digest != digest_of(row):
            yield f"{where}: the row was altered (its digest does not fit its content)"
        if row.previous != previous:
            yield f"{where}: does not continue the row before it"
        if row.from_status != status:
            yield f"{where}: begins at {row.from_status}, the row before it ended at {status}"
        previous, status = row.digest, row.to_status


def chain_findings(submission, rows):
    """What is wrong with the chain of one submission."""
    yield from row_findings(rows)
    name = f"submission {submission.pk}"
    if not rows:
        if submission.history_head or submission.status != "draft":
            yield f"{name}: its whole history is missing"
        return
    last = rows[-1]
    if submission.history_head != last.digest:
        known = any(row.digest == submission.history_head for row in rows)
        what = "has rows after its recorded end" if known else "the last row was deleted, or the chain rewritten"
        yield f"{name}: {what} (ends at {last.digest[:12]}, recorded end {submission.history_head[:12] or 'none'})"
    if (submission.status, submission.stage_id) != (last.to_status, last.to_stage_id):
        yield f"{name}: stands at {submission.status}, its history ends at {last.to_status}"


def verify():
    """Check every chain. Returns (number of rows, {submission id: (length, head digest)}, findings)."""
    chains, count = {}, 0
    for row in Transition.objects.order_by("submission_id", "sequence").iterator(chunk_size=2000):
        chains.setdefault(str(row.submission_id), []).append(row)
        count += 1
    findings, heads = [], {}
    for submission in Submission.objects.order_by("pk").iterator(chunk_size=2000):
        rows = chains.pop(str(submission.pk), [])
        findings.extend(chain_findings(submission, rows))
        if rows:
            heads[str(submission.pk)] = [row.digest for row in rows]
    for orphan in chains:
        findings.append(f"submission {orphan}: has a history but no submission")
        heads[orphan] = [row.digest for row in chains[orphan]]
    return count, heads, findings
