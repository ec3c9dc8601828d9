from django.contrib import messages
from django.core.exceptions import BadRequest
from django.core.paginator import InvalidPage, Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from ..forms.messages import ReadAllForm, ReadForm
from ..messages import inbox
from .access import workbench_page
from .listing import around

PAGE_SIZE = 30


@workbench_page("GET")
def message_list(request):
    try:
        page = Paginator(inbox.messages_of(request.user), PAGE_SIZE).page(request.GET.get("page") or 1)
    except InvalidPage:
        raise Http404 from None
    page.object_list = inbox.told(page.object_list)
    context = {"page": page, "unread": inbox.count_unread(request.user), **around(request, page)}
    return render(request, "workbench/message_list.html", context)


@workbench_page("POST", action="mark_messages")
def message_read(request, pk):
    form, mine = ReadForm(request.POST), inbox.messages_of(request.user)
    get_object_or_404(mine, pk=pk)
    if not form.is_valid():
        raise BadRequest("no page to go back to")
    inbox.mark_read(mine.filter(pk=pk), request.user)
    return redirect(f"{reverse('message_list')}?page={form.back_to}#message-{pk}")


@workbench_page("POST", action="mark_messages")
def messages_read(request):
    """All messages up to the newest one the page showed."""
    form = ReadAllForm(request.POST)
    if not form.is_valid():
        raise BadRequest("which messages were seen is not said")
    count = inbox.mark_read(inbox.messages_of(request.user).filter(pk__lte=form.cleaned_data["until"]), request.user)
    messages.success(
        request, _("%(count)s messages are marked as read, for everybody in your unit.") % {"count": count}
    )
    return redirect("message_list")
