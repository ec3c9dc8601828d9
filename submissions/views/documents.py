from pathlib import PurePath

from django.contrib import messages
from django.http import FileResponse, Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from ..forms.documents import DocumentForm, ScanForm
from ..models import OfficialDocument
from .access import allow, posted, visible_document, workbench_page


@workbench_page("GET", action="see_publishing")
def document_list(request):
    documents = OfficialDocument.objects.select_related("round").order_by("-round__year", "round__code", "-created_at")
    return render(request, "workbench/document_list.html", {"documents": documents})


@workbench_page("GET", "POST", action="enter_documents")
def document_new(request):
    form = DocumentForm(posted(request), request.FILES or None)
    if form.is_valid():
        document = form.save(request.user)
        messages.success(request, _("%(document)s is entered and can now be cited.") % {"document": document})
        return redirect("document_list")
    return render(request, "workbench/document_new.html", {"form": form})


@workbench_page("GET")
def document_scan(request, pk):
    document = visible_document(request.user, pk)
    if not document.scan or not document.scan.storage.exists(document.scan.name):
        raise Http404
    ending = PurePath(document.scan.name).suffix
    return FileResponse(document.scan.open(), as_attachment=True, filename=f"{document.title[:80]}{ending}")


@workbench_page("GET", "POST")
def document_scan_add(request, pk):
    document = visible_document(request.user, pk)
    allow(request.user, "enter_documents")
    form = ScanForm(posted(request), request.FILES or None)
    if form.is_valid() and form.save(document):
        messages.success(request, _("The scan of %(document)s is kept.") % {"document": document})
        return redirect("document_list")
    return render(request, "workbench/document_scan_add.html", {"form": form, "document": document})
