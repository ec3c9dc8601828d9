"""What a release changed, and whether it is still as it was published."""

from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from .cache import public_page
from .models import Release
from .pages.diffs import diff_context
from .pages.proving import verify_context
from .views import refuse

NO_SUCH_RELEASE = _("There is no release with this number.")


@public_page()
@require_safe
def release_diff(request, number):
    found = Release.objects.select_related("round", "supersedes").filter(number=number).first()
    if found is None:
        return refuse(request, 404, NO_SUCH_RELEASE)
    return render(request, "registry/release_diff.html", diff_context(found))


@never_cache
@require_safe
def release_verify(request, number):
    """Never kept: whoever alters the record behind its back does not raise the version a kept page depends on."""
    found = Release.objects.with_items().filter(number=number).first()
    if found is None:
        return refuse(request, 404, NO_SUCH_RELEASE)
    return render(request, "registry/release_verify.html", verify_context(found, request.GET.get("digest", "")))
