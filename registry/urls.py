from django.urls import path

from . import display

urlpatterns = [
    path("display/", display.switch, name="display"),
]
