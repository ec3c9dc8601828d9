"""django-axes' tables: failed attempts (deleting one unlocks) and the log of signing in and out."""

from axes.models import AccessAttempt, AccessLog
from django.conf import settings
from django.contrib import admin
from django.utils.translation import gettext_lazy as _

# axes brings no Chinese: its words are named here, so that our own translations know them.
WORDS = [
    _("access attempt"),
    _("access attempts"),
    _("access log"),
    _("access logs"),
    _("User Agent"),
    _("IP Address"),
    _("Path"),
    _("Attempt Time"),
    _("Logout Time"),
    _("Failed Logins"),
]


class Seen(admin.ModelAdmin):
    """Rows the machine writes."""

    list_display_links = None
    show_full_result_count = False
    list_per_page = 50

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False


@admin.register(AccessAttempt)
class AccessAttemptAdmin(Seen):
    """Without what was typed: `post_data` is nobody's business."""

    list_display = ["username", "ip_address", "attempt_time", "failures_since_start", "is_locked"]
    search_fields = ["username", "ip_address"]
    search_help_text = _("Username or address. Deleting an attempt unlocks it.")
    fields = ["username", "ip_address", "attempt_time", "failures_since_start", "user_agent"]

    @admin.display(description=_("locked"), boolean=True)
    def is_locked(self, attempt):
        return attempt.failures_since_start >= settings.AXES_FAILURE_LIMIT


@admin.register(AccessLog)
class AccessLogAdmin(Seen):
    list_display = ["username", "ip_address", "attempt_time", "logout_time"]
    search_fields = ["username", "ip_address"]
    search_help_text = _("Username or address")
    fields = ["username", "ip_address", "attempt_time", "logout_time", "user_agent"]

    def has_delete_permission(self, request, obj=None):
        return False
