"""The admin's door. Who may enter follows from the role; `is_staff` is not asked."""

import logging
from functools import wraps

from django.contrib.admin import AdminSite
from django.core.exceptions import BadRequest, PermissionDenied, ValidationError
from django.http import HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from .backends import ROLE_PERMISSIONS

logger = logging.getLogger(__name__)
LONGEST_ASKED = 1000  # characters
# What the stock pages say and Django's own Chinese lacks: named here, so that our translations know it.
WORDS = [
    _("Model name"),
    _("Add link"),
    _("Change or view list link"),
    _("Error:"),
    _("After you’ve created a user, you’ll be able to edit more user options."),
]


class OfficeAdminSite(AdminSite):
    site_header = _("Administration of demonstration creation")
    site_title = _("administration")
    index_title = _("Reference data, accounts and records")

    def has_permission(self, request):
        """Those whose role holds any of the admin's permissions, and superusers."""
        user = request.user
        return user.is_active and (user.is_superuser or getattr(user, "role", "") in ROLE_PERMISSIONS)

    def admin_view(self, view, cacheable=False):
        """Stock views trust the address and the keys in a form; what then cannot be looked for is a bad request."""

        @wraps(view)
        def answered(request, *args, **kwargs):
            refuse_unreadable(request.GET)
            try:
                response = view(request, *args, **kwargs)
                return response.render() if hasattr(response, "render") else response
            except (ValueError, OverflowError, ValidationError) as error:
                logger.warning("refused: %s", request.path, exc_info=True)
                raise BadRequest("a key here is none") from error

        return super().admin_view(answered, cacheable)

    def login(self, request, extra_context=None):
        """One sign-in page for the whole project; who is signed in and may not enter is told so."""
        if request.user.is_authenticated:
            if not self.has_permission(request):
                raise PermissionDenied
            return redirect("admin:index")
        target = request.GET.get("next") or reverse("admin:index")
        return HttpResponseRedirect(f"{reverse('login')}?{urlencode({'next': target})}")

    def password_change(self, request, extra_context=None):
        return redirect("password_change")


def refuse_unreadable(asked):
    """NUL ends in a 500 on PostgreSQL, a search of a thousand words on SQLite."""
    for _name, values in asked.lists():
        if any("\x00" in value or len(value) > LONGEST_ASKED for value in values):
            raise BadRequest("the address asks what cannot be looked for")
