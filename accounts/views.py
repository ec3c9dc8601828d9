"""Where signing in leads."""

from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import LoginView
from django.shortcuts import redirect

from .demo import DEMO_PASSWORD, demonstration_accounts
from .forms import SignInForm
from .models import Role


class SignIn(LoginView):
    template_name = "accounts/login.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True
    # Asked only when the page is drawn, so that each drawing sees the accounts of that moment.
    extra_context = {"demonstration_accounts": demonstration_accounts, "demonstration_password": DEMO_PASSWORD}


@login_required
def start(request):
    """Whoever keeps accounts and reference data begins in the admin, all others at what waits for them."""
    return redirect("admin:index" if request.user.role == Role.ADMINISTRATOR else "workbench")
