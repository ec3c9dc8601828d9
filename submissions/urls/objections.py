"""The register of objections."""

from django.urls import path

from ..views import objections

OBJECTION = "objections/<int:pk>/"

urlpatterns = [
    path("objections/", objections.objection_list, name="objection_list"),
    path("objections/new/", objections.objection_new, name="objection_new"),
    path(OBJECTION, objections.objection, name="objection"),
    path(f"{OBJECTION}steps/<slug:name>/", objections.objection_step, name="objection_step"),
    path(f"{OBJECTION}files/add/", objections.objection_file_add, name="objection_file_add"),
    path(f"{OBJECTION}files/<int:file>/", objections.objection_file, name="objection_file"),
]
