"""Spreadsheets in and out."""

from django.urls import path

from ..views import sheets

ONE = "sheets/<uuid:pk>/"

urlpatterns = [
    path("sheets/", sheets.sheets, name="sheets"),
    path("sheets/rounds/<slug:code>/template.xlsx", sheets.sheet_template, name="sheet_template"),
    path(ONE, sheets.sheet_import, name="sheet_import"),
    path(f"{ONE}check/", sheets.sheet_check, name="sheet_check"),
    path(f"{ONE}confirm/", sheets.sheet_confirm, name="sheet_confirm"),
    path(f"{ONE}discard/", sheets.sheet_discard, name="sheet_discard"),
    path(f"{ONE}remarks.xlsx", sheets.sheet_remarks, name="sheet_remarks"),
]
