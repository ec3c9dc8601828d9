# Whole modules are imported: Django would take a foreign AppConfig found among these names for this app's own.
from axes import apps as axes
from django.apps import AppConfig
from django.contrib.admin import apps as admin
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = _("accounts and units")


class OfficeAdminConfig(admin.AdminConfig):
    """The stock admin behind our own door."""

    default = False
    default_site = "accounts.site.OfficeAdminSite"


class SignInProtectionConfig(axes.AppConfig):
    """django-axes under a name an official understands."""

    default = False
    verbose_name = _("sign-in protection")
