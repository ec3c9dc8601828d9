"""Users with role and unit. What a role may do stands in the code's tables: there are no groups or permissions here."""

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as StockUserAdmin
from django.contrib.auth.forms import UserCreationForm
from django.contrib.auth.models import Group
from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from ..models import Unit, User

admin.site.unregister(Group)


class NewUserForm(UserCreationForm):
    class Meta(UserCreationForm.Meta):
        model = User
        fields = ["username", "first_name", "role", "unit"]


@admin.register(User)
class UserAdmin(StockUserAdmin):
    add_form = NewUserForm
    add_fieldsets = [
        (None, {"fields": ["username", "first_name", "role", "unit"]}),
        (_("Password"), {"fields": ["password1", "password2"]}),
    ]
    fieldsets = [
        (None, {"fields": ["username", "password", "first_name", "email"]}),
        (_("Part in the work"), {"fields": ["role", "unit", "is_active"]}),
        (_("For information"), {"fields": ["is_demo", "is_superuser", "last_login", "date_joined"]}),
    ]
    readonly_fields = ["is_demo", "is_superuser", "last_login", "date_joined"]
    autocomplete_fields = ["unit"]
    filter_horizontal = []
    list_display = ["username", "name", "role", "unit", "is_active", "is_demo", "last_login"]
    list_filter = ["role", "is_active", "is_demo"]
    list_select_related = ["unit"]
    search_fields = ["username", "first_name", "unit__name", "unit__region__path"]
    search_help_text = _("Username, name, unit or division")
    show_full_result_count = False
    list_per_page = 50

    @admin.display(description=_("full name"), ordering="first_name")
    def name(self, user):
        return user.get_full_name()

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name == "first_name":  # a Chinese name is one word
            kwargs["label"] = _("full name")
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    # Who sets a superuser's password is one; therefore only superusers change them.

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and self._is_within(request, obj)

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and self._is_within(request, obj)

    def get_deleted_objects(self, objs, request):
        """The bulk action asks for no object; a superuser among them stops it as something protected does."""
        deleted, counts, lacking, protected = super().get_deleted_objects(objs, request)
        beyond = [str(user) for user in objs if not self._is_within(request, user)]
        return deleted, counts, lacking, [*protected, *beyond]

    def _is_within(self, request, user):
        return user is None or not user.is_superuser or request.user.is_superuser


@admin.register(Unit)
class UnitAdmin(admin.ModelAdmin):
    list_display = ["name", "region", "people"]
    ordering = ["region__sort_order", "name"]
    list_select_related = ["region"]
    search_fields = ["name", "region__path", "region__pinyin", "region__initials"]
    search_help_text = _("Name, division or its pinyin")
    autocomplete_fields = ["region"]
    show_full_result_count = False
    list_per_page = 50

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(people=Count("users"))

    @admin.display(description=_("users"), ordering="people")
    def people(self, unit):
        return unit.people

    def get_readonly_fields(self, request, obj=None):
        """A unit's submissions lie in its city, so a unit does not move: found another."""
        return ["region"] if obj else []
