from django.urls import path, re_path

from . import pages, views

urlpatterns = [
    path("", pages.api_page, name="api_page"),
    path("schema/", views.schema, name="api_schema"),
    path("v1/entries/", views.entries, name="api_entries"),
    path("v1/entries/<uuid:pk>/", views.entry, name="api_entry"),
    path("v1/releases/", views.releases, name="api_releases"),
    path("v1/releases/<int:number>/", views.release, name="api_release"),
    path("v1/rounds/", views.rounds, name="api_rounds"),
    # What is no id at all is refused in JSON too. Without its last slash an address is sent on to the one with it.
    re_path(r"^(?:[\s\S]*/)?$", views.nothing_here, name="api_nothing"),
]
