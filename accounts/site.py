"""The admin's door. Who may enter follows from the role; `is_staff` is not asked."""

from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from .backends import ROLE_PERMISSIONS


class OfficeAdminSite(AdminSite):
    site_header = _("Administration of demonstration creation")
    site_title = _("administration")
    index_title = _("Reference data, accounts and records")

    def has_permission(self, request):
        """Those whose role holds any of the admin's permissions, and superusers."""
        user = request.user
        return user.is_active and (user.is_superuser or getattr(user, "role", "") in ROLE_PERMISSIONS)

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
