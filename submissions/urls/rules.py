"""Rounds and their rules."""

from django.urls import path

from ..views import rules

ROUND = "rounds/<slug:code>/"
STAGE = f"{ROUND}stages/<int:stage>/"
REQUIREMENT = f"{ROUND}requirements/<int:requirement>/"

urlpatterns = [
    path("rounds/", rules.rules_list, name="rules_list"),
    path("rounds/new/", rules.rules_new, name="rules_new"),
    path(ROUND, rules.rules, name="rules"),
    path(f"{ROUND}facts/", rules.rules_facts, name="rules_facts"),
    path(f"{ROUND}window/", rules.rules_window, name="rules_window"),
    path(f"{ROUND}extensions/new/", rules.rules_extension_new, name="rules_extension_new"),
    path(f"{ROUND}asks/", rules.rules_asks, name="rules_asks"),
    path(f"{ROUND}objections/", rules.rules_objections, name="rules_objections"),
    path(f"{ROUND}quotas/", rules.rules_quotas, name="rules_quotas"),
    path(f"{ROUND}stages/new/", rules.rules_stage_new, name="rules_stage_new"),
    path(STAGE, rules.rules_stage, name="rules_stage"),
    path(f"{STAGE}drop/", rules.rules_stage_drop, name="rules_stage_drop"),
    path(f"{ROUND}requirements/new/", rules.rules_requirement_new, name="rules_requirement_new"),
    path(REQUIREMENT, rules.rules_requirement, name="rules_requirement"),
    path(f"{REQUIREMENT}drop/", rules.rules_requirement_drop, name="rules_requirement_drop"),
    path(f"{REQUIREMENT}template/", rules.rules_template, name="rules_template"),
]
