"""Pages about the site itself."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from .cache import public_page


@public_page()
@require_safe
def accessibility(request):
    return render(request, "registry/accessibility.html")
