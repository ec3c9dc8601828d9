"""Documents, and the way to the public."""

from django.urls import path

from ..views import backfilling, confirming, documents, noticing, releases, titles

DRAFT = "releases/drafts/<int:pk>/"

urlpatterns = [
    path("documents/", documents.document_list, name="document_list"),
    path("documents/new/", documents.document_new, name="document_new"),
    path("documents/<int:pk>/scan/", documents.document_scan, name="document_scan"),
    path("documents/<int:pk>/scan/add/", documents.document_scan_add, name="document_scan_add"),
    path("releases/", releases.draft_list, name="draft_list"),
    path("releases/import/", backfilling.release_import, name="release_import"),
    path("releases/import/draft/", backfilling.release_import_draft, name="release_import_draft"),
    path("releases/new/", releases.draft_new, name="draft_new"),
    path("releases/titles/", titles.draft_about, name="draft_about"),
    path("rechecks/", titles.recheck_list, name="recheck_list"),
    path(DRAFT, releases.draft, name="draft"),
    path(f"{DRAFT}items/<int:item>/", releases.draft_item, name="draft_item"),
    path(f"{DRAFT}items/<int:item>/drop/", releases.draft_item_drop, name="draft_item_drop"),
    path(f"{DRAFT}term/", noticing.draft_term, name="draft_term"),
    path(f"{DRAFT}order/", releases.draft_order, name="draft_order"),
    path(f"{DRAFT}signed-text/", releases.draft_signed_text, name="draft_signed_text"),
    path(f"{DRAFT}sign-off/", confirming.draft_sign_off, name="draft_sign_off"),
    path(f"{DRAFT}confirm/", confirming.draft_confirm, name="draft_confirm"),
    path(f"{DRAFT}discard/", confirming.draft_discard, name="draft_discard"),
    path("releases/<int:number>/", confirming.published, name="published"),
    path("releases/<int:number>/notice/extend/", noticing.notice_extend, name="notice_extend"),
    path("releases/<int:number>/notice/pause/", noticing.notice_pause, name="notice_pause"),
    path("releases/<int:number>/notice/resume/", noticing.notice_resume, name="notice_resume"),
    path("releases/<int:number>/items/<int:order>/withhold/", confirming.withhold, name="withhold"),
]
