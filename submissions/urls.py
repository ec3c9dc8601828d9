from django.urls import path

from .views import confirming, documents, drafts, home, listing, moves, outcomes, releases

DRAFT = "releases/drafts/<int:pk>/"

urlpatterns = [
    path("", home.home, name="workbench"),
    path("submissions/", listing.submission_list, name="submission_list"),
    path("submissions.xlsx", listing.submission_export, name="submission_export"),
    path("submissions/new/", drafts.submission_new, name="submission_new"),
    path("submissions/<uuid:pk>/", moves.submission, name="submission"),
    path("submissions/<uuid:pk>/edit/", drafts.submission_edit, name="submission_edit"),
    path("submissions/<uuid:pk>/moves/<str:name>/", moves.submission_move, name="submission_move"),
    path("outcomes/", outcomes.outcomes, name="outcomes"),
    path("outcomes/check/", outcomes.outcomes_check, name="outcomes_check"),
    path("outcomes/record/", outcomes.outcomes_record, name="outcomes_record"),
    path("outcomes/result/", outcomes.outcomes_result, name="outcomes_result"),
    path("documents/", documents.document_list, name="document_list"),
    path("documents/new/", documents.document_new, name="document_new"),
    path("documents/<int:pk>/scan/", documents.document_scan, name="document_scan"),
    path("documents/<int:pk>/scan/add/", documents.document_scan_add, name="document_scan_add"),
    path("releases/", releases.draft_list, name="draft_list"),
    path("releases/new/", releases.draft_new, name="draft_new"),
    path(DRAFT, releases.draft, name="draft"),
    path(f"{DRAFT}items/<int:item>/", releases.draft_item, name="draft_item"),
    path(f"{DRAFT}items/<int:item>/drop/", releases.draft_item_drop, name="draft_item_drop"),
    path(f"{DRAFT}order/", releases.draft_order, name="draft_order"),
    path(f"{DRAFT}signed-text/", releases.draft_signed_text, name="draft_signed_text"),
    path(f"{DRAFT}sign-off/", confirming.draft_sign_off, name="draft_sign_off"),
    path(f"{DRAFT}confirm/", confirming.draft_confirm, name="draft_confirm"),
    path(f"{DRAFT}discard/", confirming.draft_discard, name="draft_discard"),
    path("releases/<int:number>/", confirming.published, name="published"),
    path("releases/<int:number>/items/<int:order>/withhold/", confirming.withhold, name="withhold"),
]
