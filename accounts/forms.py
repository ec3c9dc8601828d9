"""Signing in and changing one's password, with sentences that say what happened and what to do."""

from django import forms
from django.conf import settings
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from .models import User


class SignInForm(AuthenticationForm):
    """Does not tell a wrong name from a wrong password, so that nobody can find out who has an account."""

    error_messages = {
        "invalid_login": _(
            "Username and password do not fit. Mind capital letters; after five failures in a row signing in is "
            "locked for 15 minutes."
        ),
        "inactive": _("This account is not in use any more. Ask whoever manages accounts in your office."),
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, use_required_attribute=False, **kwargs)

    def get_invalid_login_error(self):
        """The demonstration accounts are public knowledge: with them it may be said why they do not work here."""
        name = self.cleaned_data.get("username")
        if not settings.DEBUG and User.objects.filter(username=name, is_demo=True).exists():
            return ValidationError(
                _("“%(name)s” is a demonstration account: it can sign in on a demonstration system only."),
                params={"name": name},
            )
        return super().get_invalid_login_error()


class ChangePasswordForm(PasswordChangeForm):
    field_order = ["old_password", "new_password1", "new_password2"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
        # Django's own Chinese says 你 to an official.
        self.fields["new_password1"].help_text = _(
            "At least 10 characters and not digits alone; no password many people use, and nothing like your own name."
        )

    def clean(self):
        if self.user.is_demo:
            raise forms.ValidationError(
                _("The password of a demonstration account is known to everybody and stays as it is.")
            )
        return super().clean()
