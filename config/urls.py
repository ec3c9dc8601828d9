"""Every URL of the project. Public pages and open data first, then what asks for sign-in."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("registry.urls")),
    path("objections/", include("submissions.urls.objecting")),
    path("accounts/", include("accounts.urls")),
    path("workbench/", include("submissions.urls")),
    path("admin/", admin.site.urls),
]
