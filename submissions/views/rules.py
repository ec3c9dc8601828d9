"""Rounds and their rules: read by every office, set by the regional one. Each button of the page has its own form."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from registry.models import Category, Round

from .. import materials
from ..forms.limits import LimitsForm
from ..forms.objection_rules import ObjectionRulesForm
from ..forms.requirements import DropRequirementForm, NewRequirementForm, RequirementForm
from ..forms.rounds import AsksForm, FactsForm, NewRoundForm
from ..forms.stages import DropStageForm, NewStageForm, StageForm
from ..forms.windows import ExtensionForm, WindowForm
from ..materials import serving
from ..rules import reading
from .access import posted, workbench_page


def rules_of(code):
    return get_object_or_404(reading.all_rules(), round__code=code)


@workbench_page("GET", action="read_rules")
def rules_list(request):
    return render(request, "workbench/rules_list.html", {"rows": reading.as_listed(request.user)})


@workbench_page("GET", action="read_rules")
def rules(request, code):
    return render(request, "workbench/rules.html", reading.page_of(rules_of(code), request.user))


@workbench_page("GET", "POST", action="set_rules")
def rules_new(request):
    earlier = Round.objects.filter(code=request.GET.get("earlier", ""), rules__isnull=False).first()
    form = NewRoundForm(posted(request), by=request.user, earlier=earlier)
    begun = form.is_valid() and form.begin(request.user)
    if begun:
        messages.success(request, _("“%(round)s” is begun. Set its window next.") % {"round": begun.round})
        return redirect("rules", begun.round.code)
    return render(request, "workbench/rules_new.html", {"form": form})


@workbench_page("GET", "POST", action="set_rules")
def rules_facts(request, code):
    return fill(request, FactsForm(posted(request), rules=rules_of(code)))


@workbench_page("GET", "POST", action="set_rules")
def rules_window(request, code):
    return fill(request, WindowForm(posted(request), rules=rules_of(code)))


@workbench_page("GET", "POST", action="set_rules")
def rules_extension_new(request, code):
    return fill(request, ExtensionForm(posted(request), rules=rules_of(code)))


@workbench_page("GET", "POST", action="set_rules")
def rules_asks(request, code):
    return fill(request, AsksForm(posted(request), rules=rules_of(code)))


@workbench_page("GET", "POST", action="set_rules")
def rules_objections(request, code):
    return fill(request, ObjectionRulesForm(posted(request), rules=rules_of(code)))


@workbench_page("GET", "POST", action="set_rules")
def rules_quotas(request, code):
    return fill(request, LimitsForm(posted(request), rules=rules_of(code)), "workbench/rules_quotas.html")


@workbench_page("GET", "POST", action="set_rules")
def rules_stage_new(request, code):
    return fill(request, NewStageForm(posted(request), rules=rules_of(code)))


@workbench_page("GET", "POST", action="set_rules")
def rules_stage(request, code, stage):
    rules, stage = stage_of(code, stage)
    form, drop = StageForm(posted(request), rules=rules, stage=stage), DropStageForm(rules=rules, stage=stage)
    return fill(request, form, drop=("rules_stage_drop", stage.pk, drop))


@workbench_page("POST", action="set_rules")
def rules_stage_drop(request, code, stage):
    rules, stage = stage_of(code, stage)
    return fill(request, DropStageForm(request.POST, rules=rules, stage=stage))


@workbench_page("GET", "POST", action="set_rules")
def rules_requirement_new(request, code):
    category = request.GET.get("category")
    category = category if category in Category.values else None
    form = NewRequirementForm(posted(request), request.FILES or None, rules=rules_of(code), category=category)
    return fill(request, form)


@workbench_page("GET", "POST", action="set_rules")
def rules_requirement(request, code, requirement):
    rules, asked = requirement_of(code, requirement)
    form = RequirementForm(posted(request), request.FILES or None, rules=rules, requirement=asked)
    drop = DropRequirementForm(rules=rules, requirement=asked)
    return fill(request, form, drop=("rules_requirement_drop", asked.pk, drop))


@workbench_page("POST", action="set_rules")
def rules_requirement_drop(request, code, requirement):
    rules, asked = requirement_of(code, requirement)
    return fill(request, DropRequirementForm(request.POST, rules=rules, requirement=asked))


@workbench_page("GET", action="read_rules")
def rules_template(request, code, requirement):
    """Also of a requirement that is asked no longer: it goes on for those who handed in under it."""
    _rules, asked = requirement_of(code, requirement)
    if asked.template is None:
        raise Http404
    try:
        return serving.answer(asked.template, asked.template_name)
    except materials.Refused as refused:
        messages.error(request, str(refused))
        return redirect("rules", code)


def stage_of(code, pk):
    rules = rules_of(code)
    return rules, get_object_or_404(rules.round.stages, pk=pk)


def requirement_of(code, pk):
    rules = rules_of(code)
    return rules, get_object_or_404(rules.round.requirements.select_related("template"), pk=pk)


def fill(request, form, template="workbench/rules_form.html", drop=None):
    """Show a form of the rules, or do what it says and go back to the round's page."""
    if form.is_valid() and form.save(request.user):
        messages.success(request, form.said)
        return redirect("rules", form.rules.round.code)
    context = {"form": form, "rules": form.rules, "drop": drop}
    return render(request, template, context, status=form.status)
