from django.urls import path, re_path

from . import views

urlpatterns = [
    path("schema/", views.schema, name="api_schema"),
    path("v1/entries/", views.entries, name="api_entries"),
    path("v1/entries/<uuid:pk>/", views.entry, name="api_entry"),
    # What is no id at all is refused in JSON too. Without its last slash an address is sent on to the one with it.
    re_path(r"^(?:[^?]*/)?$", views.nothing_here, name="api_nothing"),
]
