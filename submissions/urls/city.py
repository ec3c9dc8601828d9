"""The city office's part: its ranking, its reserve list, and the letter with which it recommends."""

from django.urls import path

from ..views import letters, ranking

RANKING = "ranking/<slug:code>/"

urlpatterns = [
    path("ranking/", ranking.ranking_list, name="ranking_list"),
    path(RANKING, ranking.ranking_page, name="ranking"),
    path(f"{RANKING}letter/", letters.letter, name="ranking_letter"),
    path(f"{RANKING}letter.docx", letters.letter_docx, name="ranking_letter_docx"),
    path(f"{RANKING}summary.xlsx", letters.summary_xlsx, name="ranking_summary"),
    path(f"{RANKING}<str:category>/", ranking.ranking_set, name="ranking_set"),
    path("submissions/<uuid:pk>/substitute/", ranking.substitute, name="submission_substitute"),
]
