"""Who else has a draft open: their page says so every few seconds, and is forgotten a minute after it stopped."""

from datetime import timedelta

from .models import Presence

FORGOTTEN_AFTER = timedelta(minutes=1)


def touch(submission, user, at):
    """`user` has the form of `submission` open at the instant `at`."""
    Presence.objects.update_or_create(submission=submission, user=user, defaults={"seen_at": at})


def others(submission, user, at):
    """Names of those besides `user` who have it open at the instant `at`."""
    found = Presence.objects.filter(submission=submission, seen_at__gt=at - FORGOTTEN_AFTER).exclude(user=user)
    return [str(one.user) for one in found.select_related("user").order_by("seen_at")]
