"""A round with its rules, stages and quotas on one page. It stands here and not in `registry`, which names nothing
private.
"""

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from regions.admin import PublicWrites
from registry.models import Round

from ..forms.days import plausible_year
from ..models import Quota, RoundRules, Stage
from ..quotas import count_anew


class RulesForm(forms.ModelForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in {"opens_at", "closes_at"} & set(self.fields):
            self.fields[name].validators.append(plausible_year)

    def has_changed(self):
        """A new round has rules even where all stay as proposed."""
        return self.instance._state.adding or super().has_changed()


class RulesInline(admin.StackedInline):
    model = RoundRules
    form = RulesForm
    can_delete = False
    min_num = max_num = 1
    fields = [
        ("opens_at", "closes_at", "closed"),
        "asks_rank",
        ("asks_secrecy_review", "asks_approval", "asks_scan"),
        "is_demo",
    ]
    readonly_fields = ["is_demo"]


class StageInline(admin.TabularInline):
    model = Stage
    extra = 0


class QuotaForm(forms.ModelForm):
    def clean(self):
        """The counter is taken anew, also for a quota that begins after candidates were recommended; the candidates
        stay locked until it is saved."""
        content = super().clean()
        city, category, limit = (content.get(name) for name in ("city", "category", "limit"))
        if city and city.city != city:
            self.add_error("city", _("A quota is given to a city, league or division, not to a part of one."))
        elif None not in (city, category, limit) and self.instance.round_id:
            self.instance.city, self.instance.category = city, category
            count_anew(self.instance)
            if self.instance.used > limit:
                raise ValidationError(overrun())
        return content


def overrun():
    """The database's own constraint says it, in one sentence for both."""
    return next(one for one in Quota._meta.constraints if one.name == "quota_not_overrun").violation_error_message


class QuotaInline(admin.TabularInline):
    model = Quota
    form = QuotaForm
    extra = 0
    autocomplete_fields = ["city"]
    fields = ["city", "category", "limit", "used"]
    readonly_fields = ["used"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("city")


@admin.register(Round)
class RoundAdmin(PublicWrites):
    list_display = ["code", "name", "year", "opens_at", "closes_at", "closed"]
    list_display_links = ["code", "name"]
    list_select_related = ["rules"]
    list_filter = ["year"]
    search_fields = ["code", "name"]
    fields = ["code", "name", "year", "level", "region", "title_comprehensive", "title_single"]
    autocomplete_fields = ["region"]
    inlines = [RulesInline, StageInline, QuotaInline]
    show_full_result_count = False

    def get_readonly_fields(self, request, obj=None):
        """Public addresses carry the code: once something was released it stays."""
        return ["code"] if obj and obj.releases.exists() else []

    @admin.display(description=_("opens at"), ordering="rules__opens_at")
    def opens_at(self, round):
        return rules_of(round).opens_at

    @admin.display(description=_("closes at"), ordering="rules__closes_at")
    def closes_at(self, round):
        return rules_of(round).closes_at

    @admin.display(description=_("closed"), boolean=True)
    def closed(self, round):
        return rules_of(round).closed


def rules_of(round):
    return getattr(round, "rules", None) or RoundRules()
