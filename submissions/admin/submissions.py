"""Every city's candidates, to be tracked with filters. They are read here and moved through the same `move()`."""

from django.contrib import admin
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from registry.admin import ReadOnly

from ..models import Stage, Submission, Transition
from ..moves import MOVES
from .moves import actions_for

SHOWN = ["printed_name", "round", "category", "city", "region", "unit", "lead_unit", "summary", "contact"]
STANDING = [
    "status",
    "stage",
    "rank",
    "due_at",
    "decided_at",
    "entry",
    "created_by",
    "created_at",
    "updated_at",
]


class StageFilter(admin.SimpleListFilter):
    """Stages of the rounds bear the same names, so each is named with its round."""

    title = _("stage")
    parameter_name = "stage"

    def lookups(self, request, model_admin):
        stages = Stage.objects.select_related("round").order_by("-round__year", "round__code", "order")
        return [(str(stage.pk), f"{stage.round.code} · {stage.name}") for stage in stages]

    def queryset(self, request, queryset):
        known = self.value() and self.value().isdecimal() and len(self.value()) < 10
        return queryset.filter(stage=self.value()) if known else queryset


class CityFilter(admin.RelatedOnlyFieldListFilter):
    """The cities there are candidates of; shown also where it is only one."""

    def has_output(self):
        return True


class HistoryInline(ReadOnly, admin.TabularInline):
    model = Transition
    fields = ["sequence", "at", "step", "from_status", "to_status", "to_stage", "by_name", "by_unit", "reason"]
    readonly_fields = ["step"]
    extra = 0
    verbose_name_plural = _("history")

    @admin.display(description=_("move"))
    def step(self, transition):
        return MOVES[transition.move].label

    def get_queryset(self, request):
        return super().get_queryset(request).visible_to(request.user).select_related("to_stage").order_by("sequence")


@admin.register(Submission)
class SubmissionAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["name", "round_code", "city_name", "category", "status", "stage", "rank"]
    list_filter = ["round", ("city", CityFilter), "category", StageFilter, "status"]
    list_select_related = ["round", "city", "region", "stage"]
    search_fields = ["title", "region__name", "region__path", "unit__name", "lead_unit"]
    search_help_text = _("Title, division, submitting or leading unit")
    fieldsets = [(None, {"fields": SHOWN}), (_("Where it stands"), {"fields": STANDING})]
    inlines = [HistoryInline]
    actions_on_bottom = True

    def get_queryset(self, request):
        return super().get_queryset(request).visible_to(request.user)

    def get_actions(self, request):
        return actions_for(request.user)

    @admin.display(description=_("candidate"), ordering="title")
    def name(self, submission):
        return submission.printed_name

    @admin.display(description=_("round"), ordering="round__code")
    def round_code(self, submission):
        return submission.round.code

    @admin.display(description=_("city"), ordering="city__sort_order")
    def city_name(self, submission):
        return submission.city.name

    @admin.display(description=_("candidate"))
    def printed_name(self, submission):
        return submission.printed_name

    def view_on_site(self, submission):
        return reverse("submission", args=[submission.pk])
