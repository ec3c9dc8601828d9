"""`/data/` and its files. They are not kept in memory like public pages, for they are long; each carries its digest as
ETag. Nothing here looks at who asks."""

from datetime import datetime

from django.conf import settings
from django.http import FileResponse, HttpResponse, HttpResponseNotModified
from django.shortcuts import render
from django.utils.http import http_date, parse_etags
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from . import files
from .tables import TABLES

TYPES = {
    "csv": "text/csv; charset=utf-8",
    "jsonl": "application/x-ndjson; charset=utf-8",
    "json": "application/json; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
SOON = 30  # seconds until it is worth asking again


@require_safe
def data(request):
    try:
        manifest = files.present()[1]
    except files.BeingMade:
        manifest = {"files": [], "made_at": None}
    context = {
        "files": manifest["files"],
        "made_at": manifest["made_at"] and datetime.fromisoformat(manifest["made_at"]),
        "tables": [_described(table) for table in TABLES],
        "licence": settings.DATA_LICENCE or no_licence(),
    }
    return render(request, "registry/data.html", context)


def no_licence():
    return _("The operator of this site has not set a licence yet; ask before you republish whole files.")


def _described(table):
    fields = [(field, files.in_both_languages(field.meaning)) for field in table.fields]
    return {
        "name": table.name,
        "meaning": table.meaning,
        "fields": [(field.name, field.type, told["zh-hans"], told["en"]) for field, told in fields],
    }


@require_safe
def data_file(request, table, ending):
    name = f"{table}.{ending}"
    if name not in files.NAMES:
        sentences = [_("There is no such file. /data/ lists them.")]
        return render(request, "404.html", {"sentences": sentences}, status=404)
    try:
        folder, manifest = files.present()
        file = open(folder / name, "rb")  # noqa: SIM115 - the answer closes it
    except (files.BeingMade, FileNotFoundError):  # removed just now: a new set is on its way
        sentence = _("The files are being made for what was published just now. Ask again in half a minute.")
        return HttpResponse(sentence, "text/plain; charset=utf-8", 503, headers={"Retry-After": SOON})
    facts = next(one for one in manifest["files"] if one["name"] == name)
    etag = f'"{facts["sha256"]}"'
    if etag in parse_etags(request.headers.get("If-None-Match", "")):
        file.close()
        return HttpResponseNotModified(headers={"ETag": etag})
    return _sent(file, name, facts, etag, manifest)


def _sent(file, name, facts, etag, manifest):
    day = datetime.fromisoformat(manifest["made_at"])
    plain = f"shifan-{day:%Y%m%d}-{name}"
    headers = {
        "ETag": etag,
        "Last-Modified": http_date(day.timestamp()),
        "Content-Length": facts["bytes"],
        "Cache-Control": "no-cache",
    }
    return FileResponse(
        file, as_attachment=True, filename=plain, content_type=TYPES[name.rpartition(".")[2]], headers=headers
    )
