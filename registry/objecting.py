"""Writing what the public is told about objections to a notice. Only `submissions.publishing` calls it."""

from django.db import transaction

from regions.version import raise_public_version

from .models import NoticeObjections


def announce(release, takes_online, tells_totals):
    """With a notice that takes objections by a form, or tells how many came; other notices have no such row. The
    caller holds the transaction in which the notice is issued."""
    if takes_online or tells_totals:
        NoticeObjections.objects.create(release=release, takes_online=takes_online, tells_totals=tells_totals)


def tell(release_id, **numbers):
    """Set the numbers of a notice that tells them: values of `received`, `undecided`, `upheld`, `not_upheld`. Where
    none differs nothing is written, so that the public pages stay in the cache."""
    told = NoticeObjections.objects.filter(release=release_id, tells_totals=True)
    with transaction.atomic():
        if told.exclude(**numbers).update(**numbers):
            raise_public_version()
