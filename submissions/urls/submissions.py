"""Submissions, their moves, and outcomes of many at once."""

from django.urls import path

from ..views import drafts, home, listing, moves, outcomes

urlpatterns = [
    path("", home.home, name="workbench"),
    path("submissions/", listing.submission_list, name="submission_list"),
    path("submissions.xlsx", listing.submission_export, name="submission_export"),
    path("submissions/new/", drafts.submission_new, name="submission_new"),
    path("submissions/new/autosave/", drafts.submission_begin, name="submission_begin"),
    path("submissions/<uuid:pk>/", moves.submission, name="submission"),
    path("submissions/<uuid:pk>/again/", drafts.submission_again, name="submission_again"),
    path("submissions/<uuid:pk>/autosave/", drafts.submission_autosave, name="submission_autosave"),
    path("submissions/<uuid:pk>/edit/", drafts.submission_edit, name="submission_edit"),
    path("submissions/<uuid:pk>/moves/<str:name>/", moves.submission_move, name="submission_move"),
    path("outcomes/", outcomes.outcomes, name="outcomes"),
    path("outcomes/check/", outcomes.outcomes_check, name="outcomes_check"),
    path("outcomes/record/", outcomes.outcomes_record, name="outcomes_record"),
    path("outcomes/result/", outcomes.outcomes_result, name="outcomes_result"),
]
