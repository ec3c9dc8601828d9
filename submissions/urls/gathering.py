"""What is still missing, and gathering it from departments."""

from django.urls import path

from ..views import progress

urlpatterns = [
    path("city/", progress.city_progress, name="city_progress"),
]
