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
            self.keep_what_was_carried()
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form):
        answer = super().form_valid(form)
        self.keep_what_was_carried()
        return answer

    def keep_what_was_carried(self):
        """Only for the page to which signing in leads."""
        kept = keeping.carried(self.request)
        if kept["path"] == self.get_success_url():
            keeping.keep(self.request, kept)

    def get_context_data(self, **kwargs):
        return super().get_context_data(kept=self.request.POST.get(keeping.FIELD, ""), **kwargs)


def sign_in_context(request, kept, path):
    """For the sign-in page in answer to a form that was sent to `path` after its session had ended; `kept` are its
    words."""
    address = f"{reverse('login')}?{urlencode({'next': path})}"
    return {"form": SignInForm(request), "kept": kept, "address": address, **SignIn.extra_context}


FROM_ELSEWHERE = ("Origin checking failed", "Referer checking failed")


def form_expired(request, reason=""):
    """The token of a form does not fit (any more): nothing is done. What was typed is carried on through signing in or,
    for who has signed in meanwhile, given back by the form; a form sent from another site is not."""
    kept = keeping.NOTHING if reason.startswith(FROM_ELSEWHERE) else keeping.typed(request)
    if kept["data"] and not request.user.is_authenticated:
        return keeping.sign_in_page(request, kept, status=403)
    words = keeping.words_of(request.POST) | kept["data"]
    typed = [value for values in words.values() for value in values if len(value) > 1]
    context = {"typed": typed, "form_address": keeping.keep(request, kept)}
    return render(request, "403_csrf.html", context, status=403)


@login_required
def start(request):
    """Whoever keeps accounts and reference data begins in the admin, all others at what waits for them."""
    return redirect("admin:index" if request.user.role == Role.ADMINISTRATOR else "workbench")
