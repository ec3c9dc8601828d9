"""The admin's door. Who may enter follows from the role; `is_staff` is not asked."""

from functools import wraps

from django.contrib.admin import AdminSite
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from .backends import ROLE_PERMISSIONS

LONGEST_ASKED = 1000  # characters; more words than fit here are a search too deep for SQLite


class OfficeAdminSite(AdminSite):
    site_header = _("Administration of demonstration creation")
    site_title = _("administration")
    index_title = _("Reference data, accounts and records")

    def has_permission(self, request):
        """Those whose role holds any of the admin's permissions, and superusers."""
        user = request.user
        return user.is_active and (user.is_superuser or getattr(user, "role", "") in ROLE_PERMISSIONS)

    def admin_view(self, view, cacheable=False):
        """Stock lists hand what stands in the address to the database, where NUL and a search too deep end in a 500."""

        @wraps(view)
        def asked_readably(request, *args, **kwargs):
            asked = [value for _name, values in request.GET.lists() for value in values]
            if any("\x00" in value or len(value) > LONGEST_ASKED for value in asked):
                raise BadRequest("the address asks what cannot be looked for")
            return view(request, *args, **kwargs)

        return super().admin_view(asked_readably, cacheable)

    def get_urls(self):
        """Without `view_on_site`: nothing of ours links to it, and to a key that is none it answers 500."""
        return [url for url in super().get_urls() if getattr(url, "name", "") != "view_on_site"]

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
