"""`/api/`: the interface on a page for people, drawn from the description that programs read (/api/schema/)."""

import json
import re

from django.conf import settings
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.http import require_safe
from drf_spectacular.generators import SchemaGenerator

from registry.cache import public_page
from registry.models import Entry, Release

from .serializers import EntrySerializer, ReleaseSerializer

VALUE = re.compile(r"^\* `(.*?)` - (.*)$", re.MULTILINE)
LONGEST_EXAMPLE = 3  # statements of a release that is shown as an example


@public_page()
@require_safe
def api_page(request):
    told = {code: _schema(code) for code, _name in settings.LANGUAGES}
    shown = told.get(translation.get_language(), told["zh-hans"])
    context = {
        "operations": [_operation(path, told) for path in shown["paths"]],
        "schemas": [_fields(name, told) for name in shown["components"]["schemas"] if _has_fields(shown, name)],
        "examples": list(_examples()),
    }
    return render(request, "registry/api.html", context)


def _schema(code):
    with translation.override(code):
        return SchemaGenerator().get_schema(public=True)


def _operation(path, told):
    """An address with its parameters and answers."""
    spoken = {code: schema["paths"][path]["get"] for code, schema in told.items()}
    chinese, english = spoken["zh-hans"], spoken["en"]
    pairs = zip(chinese.get("parameters", []), english.get("parameters", []), strict=True)
    parameters = [
        (one["name"], _type(one["schema"]), one.get("description", ""), other.get("description", ""))
        for one, other in pairs
    ]
    return {
        "path": path,
        "summary": [str(chinese.get("summary", "")), str(english.get("summary", ""))],
        "parameters": parameters,
        "answers": [
            {"code": code, "told": _told(answer), "also": _told(english["responses"][code]), "holds": _holds(answer)}
            for code, answer in chinese["responses"].items()
        ],
    }


def _told(answer):
    return str(answer.get("description", ""))


def _holds(answer):
    """The name of what an answer holds, whose fields are told below."""
    return _type(answer["content"]["application/json"]["schema"])


def _has_fields(schema, name):
    return "properties" in schema["components"]["schemas"][name]


def _fields(name, told):
    chinese, english = (told[code]["components"]["schemas"][name]["properties"] for code in ("zh-hans", "en"))
    fields = [
        (field, _type(facts), _meaning(facts, told["zh-hans"]), _meaning(english[field], told["en"]))
        for field, facts in chinese.items()
    ]
    return {"name": name, "fields": fields}


def _meaning(facts, schema):
    """What the description says of a field; of one that takes one of several values, the values and what they mean."""
    named = schema["components"]["schemas"].get(_type(facts), {})
    told = facts.get("description") or named.get("description", "")
    return VALUE.sub(r"\1 = \2; ", str(told)).replace("\n", " ").strip("; ")


def _type(schema):
    """`text`, `uuid`, `integer` … as the description has it; what refers to another description says so."""
    inner = (schema.get("oneOf") or schema.get("allOf") or [schema])[0]
    if "$ref" in inner:
        return inner["$ref"].rpartition("/")[2]
    if schema.get("type") == "array":
        return f"[{_type(schema['items'])}]"
    return schema.get("format") or str(schema.get("type", ""))


def _examples():
    """Answers about the newest of the record itself: (address, JSON)."""
    entry = Entry.objects.with_statements().in_official_order().first()
    if entry:
        yield f"/api/v1/entries/{entry.pk}/", _shown(EntrySerializer(entry).data)
    release = Release.objects.with_items().first()
    if release:
        data = dict(ReleaseSerializer(release).data)
        data["statements"] = data["statements"][:LONGEST_EXAMPLE]
        yield f"/api/v1/releases/{release.number}/", _shown(data)


def _shown(data):
    return json.dumps(data, ensure_ascii=False, indent=2, default=str)
