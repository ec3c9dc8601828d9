"""The demonstration accounts: their one published password, and who they are on the sign-in page.

`submissions.demo` creates them; outside a demonstration they can neither sign in nor keep a session (`RoleBackend`).
"""

from django.conf import settings

from .models import User

DEMO_PASSWORD = "shifan-demo"  # noqa: S105 - published on purpose: it opens nothing but a demonstration


def demonstration_accounts():
    """Demonstration accounts that can sign in here, in the order of the work; none with DEBUG off."""
    if not settings.DEBUG:
        return User.objects.none()
    return User.objects.filter(is_demo=True, is_active=True).select_related("unit").order_by("pk")
