from django.shortcuts import render

from .. import waiting
from ..models import Status
from .access import workbench_page


@workbench_page("GET")
def home(request):
    rules = list(waiting.open_rules())
    sections, by_stage = waiting.sections(request.user), list(waiting.under_review(request.user))
    drafts = list(waiting.open_drafts(request.user))
    context = {
        "sections": sections,
        "by_stage": by_stage,
        "drafts": drafts,
        "nothing_waits": not (sections or by_stage or drafts),
        "open_rules": rules,
        "quotas": waiting.quotas(request.user, rules),
        "overview": waiting.overview(request.user),
        "statuses": Status.choices,
    }
    return render(request, "workbench/home.html", context)
