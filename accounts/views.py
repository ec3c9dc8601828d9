"""Where signing in leads."""

from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import LoginView
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode

from . import keeping
from .demo import DEMO_PASSWORD, demonstration_accounts
from .forms import SignInForm
from .models import Role


class SignIn(LoginView):
    template_name = "accounts/login.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True
    # Asked only when the page is drawn, so that each drawing sees the accounts of that moment.
    extra_context = {"demonstration_accounts": demonstration_accounts, "demonstration_password": DEMO_PASSWORD}

    def dispatch(self, request, *args, **kwargs):
        if request.user.is_authenticated:  # signed in meanwhile, in another window
            keeping.keep(request, self.get_success_url())
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form):
        answer = super().form_valid(form)
        keeping.keep(self.request, self.get_success_url())
        return answer

    def get_context_data(self, **kwargs):
        return super().get_context_data(kept=self.request.POST.get(keeping.FIELD, ""), **kwargs)


def sign_in_context(request, kept):
    """For the sign-in page in answer to a form that was sent after its session had ended; `kept` are its words."""
    address = f"{reverse('login')}?{urlencode({'next': request.path})}"
    return {"form": SignInForm(request), "kept": kept, "address": address, **SignIn.extra_context}


def form_expired(request, reason=""):
    """The token of a form does not fit (any more): nothing is done, and what was typed is shown to be taken along."""
    words = keeping.words_of(request.POST) | keeping.carried(request)["data"]
    typed = [value for values in words.values() for value in values if len(value) > 1]
    return render(request, "403_csrf.html", {"typed": typed}, status=403)


@login_required
def start(request):
    """Whoever keeps accounts and reference data begins in the admin, all others at what waits for them."""
    return redirect("admin:index" if request.user.role == Role.ADMINISTRATOR else "workbench")
