"""Read from the code itself: who writes a submission's status and stage, and in which direction apps import."""

import ast
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

from submissions.models import Submission

APPS = ("regions", "registry", "accounts", "submissions", "evaluations")
MAY_IMPORT = {
    "regions": set(),
    "registry": {"regions"},
    "accounts": {"regions"},
    "submissions": {"regions", "registry", "accounts"},
    "evaluations": {"regions", "registry", "accounts", "submissions"},
}
WRITTEN_BY_MOVE_ALONE = {"status", "stage", "stage_id"}
WRITING_CALLS = {"update", "create", "get_or_create", "update_or_create", "bulk_update", "setattr"}


def modules(app):
    """(path, syntax tree) of an app's code, its migrations aside."""
    for path in sorted((Path(settings.BASE_DIR) / app).rglob("*.py")):
        if "migrations" not in path.parts:
            yield path, ast.parse(path.read_text())


def where(path, node):
    return f"{path.relative_to(settings.BASE_DIR)}:{node.lineno}"


def assigned(node):
    """Names of the attributes a statement assigns to, in tuples too."""
    targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
    inner = [one for target in targets if target is not None for one in ast.walk(target)]
    return {one.attr: one for one in inner if isinstance(one, ast.Attribute) and isinstance(one.ctx, ast.Store)}


def owner(attribute):
    return attribute.value.id if isinstance(attribute.value, ast.Name) else ""


def writes(tree):
    """Every statement that sets status or stage of something that may be a submission."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign | ast.AugAssign | ast.AnnAssign):
            yield from (one for name, one in assigned(node).items() if name in WRITTEN_BY_MOVE_ALONE)
        if isinstance(node, ast.Call):
            called = getattr(node.func, "attr", getattr(node.func, "id", ""))
            keywords = {keyword.arg for keyword in node.keywords}
            constants = {one.value for one in ast.walk(node) if isinstance(one, ast.Constant)} & WRITTEN_BY_MOVE_ALONE
            if called in WRITING_CALLS and keywords & WRITTEN_BY_MOVE_ALONE:
                yield node
            if called in ("setattr", "bulk_update") and constants:
                yield node
            if called == "Submission" and keywords & WRITTEN_BY_MOVE_ALONE:
                yield node


def is_of_a_form(path, node):
    """Forms have an HTTP `status` of their own for the answer they lead to."""
    return path.parent.name == "forms" and isinstance(node, ast.Attribute) and owner(node) == "self"


def test_the_workflow_alone_writes_status_and_stage():
    found = {
        path.relative_to(settings.BASE_DIR).as_posix()
        for app in APPS
        for path, tree in modules(app)
        for node in writes(tree)
        if not is_of_a_form(path, node)
    }
    assert found == {"submissions/workflow.py"}


def test_no_other_model_has_fields_so_named():
    named = {
        (model._meta.label, field.name)
        for app in APPS
        for model in apps.get_app_config(app).get_models()
        for field in model._meta.get_fields()
        if field.name in WRITTEN_BY_MOVE_ALONE
    }
    assert named == {(Submission._meta.label, "status"), (Submission._meta.label, "stage")}


@pytest.mark.parametrize(
    ("code", "count"),
    [
        ("one.status = 'named'", 1),
        ("one.status, one.stage = a, b", 2),
        ("Submission.objects.filter(pk=1).update(status='named')", 1),
        ("Submission.objects.create(round=r, status='named')", 1),
        ("Submission(stage=s)", 1),
        ("setattr(one, 'status', 'named')", 1),
        ("Submission.objects.bulk_update(them, ['status'])", 1),
        ("Submission.objects.filter(status='named')", 0),
        ("print(one.status == 'named')", 0),
    ],
)
def test_the_search_finds_what_it_looks_for(code, count):
    assert len(list(writes(ast.parse(code)))) == count


def imported(path, tree):
    """(node, app) for every import of one of our apps, wherever it stands in the file."""
    parts = path.relative_to(settings.BASE_DIR).with_suffix("").parts
    for node in ast.walk(tree):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        if isinstance(node, ast.ImportFrom):
            base = list(parts[: len(parts) - node.level]) if node.level else []
            names = [".".join([*base, *filter(None, [node.module])])]
        yield from ((node, name.split(".")[0]) for name in names if name.split(".")[0] in APPS)


@pytest.mark.parametrize("app", APPS)
def test_imports_go_one_way(app):
    against = [
        f"{where(path, node)} imports {other}"
        for path, tree in modules(app)
        for node, other in imported(path, tree)
        if other != app and other not in MAY_IMPORT[app]
    ]
    assert against == []


@pytest.mark.parametrize(("app", "private"), [("registry", ["submissions.", "evaluations.", "accounts."])])
def test_the_public_side_does_not_even_name_a_private_app(app, private):
    """Neither by string: `apps.get_model("submissions.Submission")` would be a way around the import."""
    named = [
        f"{where(path, node)} names {node.value}"
        for path, tree in modules(app)
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and "\n" not in node.value
        if node.value.startswith(tuple(private)) or node.value in [name.rstrip(".") for name in private]
    ]
    assert named == []


WRITES_THE_RECORD = {
    ("record", "issue"),
    ("record", "withhold"),
    ("record", "change_notice"),
    ("objecting", "announce"),
    ("objecting", "tell"),
    ("article_record", "publish_article"),
    ("article_record", "withhold_article"),
}


def calls_the_record(node):
    if isinstance(node, ast.Attribute):
        return (owner(node), node.attr) in WRITES_THE_RECORD
    names = {alias.name for alias in node.names} if isinstance(node, ast.ImportFrom) else set()
    return any(one in names and node.module.endswith(module) for module, one in WRITES_THE_RECORD)


def test_the_public_record_is_written_by_publishing_alone():
    found = {
        where(path, node).split(":")[0]
        for app in APPS
        for path, tree in modules(app)
        for node in ast.walk(tree)
        if calls_the_record(node)
    }
    assert {Path(path).parent.as_posix() for path in found} == {"submissions/publishing"}
    writers = {"articles", "backfilling", "confirming", "noticing", "objecting", "withholding"}
    assert {Path(path).stem for path in found} == writers
