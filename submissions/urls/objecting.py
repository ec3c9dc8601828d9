"""The one public form that writes into a private table, and following what became of it."""

from django.urls import path

from ..views import objecting

urlpatterns = [
    path("follow/", objecting.follow, name="objection_follow"),
    path("<int:number>/", objecting.send, name="objection_send"),
]
