"""Signing in, and what stock Django asks of permissions (the admin): answered by role, from one table."""

from fnmatch import fnmatchcase

from django.conf import settings
from django.contrib.auth.backends import ModelBackend

from .models import Role

# Patterns over Django's permission names. Which rows of a model a role sees is another matter: `visible_to`.
ROLE_PERMISSIONS = {
    Role.ADMINISTRATOR: [
        "accounts.*",
        "regions.*_region",
        "regions.*_regionchange",
        "axes.*",
        "registry.view_round",
        "registry.*_calendaryear",
        "registry.*_calendarday",
    ],
    Role.REGIONAL_OFFICE: [
        "regions.view_*",
        "accounts.view_unit",
        "registry.view_*",
        "submissions.view_*",
    ],
    Role.AUDITOR: ["*.view_*"],
}


class RoleBackend(ModelBackend):
    def user_can_authenticate(self, user):
        """Demonstration accounts have published passwords: outside a demonstration they neither sign in nor keep
        a session."""
        return super().user_can_authenticate(user) and (settings.DEBUG or not user.is_demo)

    def has_perm(self, user, perm, obj=None):
        if not user.is_active or user.is_anonymous:
            return False
        return any(fnmatchcase(perm, pattern) for pattern in ROLE_PERMISSIONS.get(user.role, ()))

    def has_module_perms(self, user, app_label):
        if not user.is_active or user.is_anonymous:
            return False
        return any(fnmatchcase(app_label, pattern.split(".")[0]) for pattern in ROLE_PERMISSIONS.get(user.role, ()))
