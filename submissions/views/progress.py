from django.shortcuts import render
from django.utils.translation import gettext as _

from .. import progress
from ..forms.cities import CityForm
from ..permissions import can
from .access import workbench_page


@workbench_page("GET", action="see_progress")
def city_progress(request):
    """How far a city is: one's own, or for those who see them all the one that is chosen."""
    if not can(request.user, "choose_city"):
        return show(request, request.user.city)
    form = CityForm(request.GET if "city" in request.GET else None, by=request.user)
    city = form.cleaned_data["city"] if form.is_valid() else None
    return show(request, city, form, status=400 if form.is_bound and not city else 200)


def show(request, city, form=None, status=200):
    rounds = progress.of_city(request.user, city) if city else []
    empty = _("No round takes submissions now.") if city else _("Choose a city.")
    context = {"city": city, "forms": [form] if form else [], "rounds": rounds, "empty": [] if rounds else [empty]}
    return render(request, "workbench/city_progress.html", context, status=status)
