from django.shortcuts import render

from .. import waiting
from .access import workbench_page


@workbench_page("GET")
def home(request):
    return render(request, "workbench/home.html", waiting.first_screen(request.user))
