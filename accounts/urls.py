"""Signing in and out, and one's own password: Django's views with our forms, sentences and pages."""

from django.contrib.auth import views
from django.urls import path

from .forms import ChangePasswordForm
from .views import SignIn, start

urlpatterns = [
    path("login/", SignIn.as_view(), name="login"),
    path("start/", start, name="start"),
    path("logout/", views.LogoutView.as_view(), name="logout"),
    path(
        "password/",
        views.PasswordChangeView.as_view(template_name="accounts/password_change.html", form_class=ChangePasswordForm),
        name="password_change",
    ),
    path(
        "password/changed/",
        views.PasswordChangeDoneView.as_view(template_name="accounts/password_changed.html"),
        name="password_change_done",
    ),
]
