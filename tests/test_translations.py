"""The Chinese catalogue is whole, and what was compiled is what was written."""

import ast
import gettext
import re
import subprocess
from pathlib import Path

from django.conf import settings
from django.utils.translation.template import templatize

ROOT = Path(settings.BASE_DIR)
CATALOGUE = ROOT / "locale/zh_Hans/LC_MESSAGES/django.po"
MARKS = {"_", "gettext", "gettext_lazy", "gettext_noop", "pgettext", "pgettext_lazy"}
IN_TEMPLATES = re.compile(
    r"\bgettext\(u?((?:\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*'|\"\"\".*?\"\"\"))\)|\b_\((\"[^\"]*\")\)", re.S
)


def tracked(*patterns):
    names = subprocess.run(["git", "ls-files", *patterns], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [ROOT / name for name in names.splitlines() if not name.startswith(("tests/", "bench/"))]


def in_python():
    for path in tracked("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            is_marked = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in MARKS
            if is_marked and all(isinstance(argument, ast.Constant) for argument in node.args):
                yield "\x04".join(argument.value for argument in node.args)


def in_templates():
    for path in tracked("*.html"):
        for found in IN_TEMPLATES.finditer(templatize(path.read_text())):
            yield ast.literal_eval(found[1] or found[2])


def written():
    """{English: Chinese} as the catalogue's text has it; a context stands before its text, as gettext keeps it."""
    line = r'((?:".*"\n)+)'
    entries = re.findall(rf"^(?:msgctxt {line})?msgid {line}msgstr {line}", CATALOGUE.read_text() + "\n", re.M)
    found = {}
    for context, english, chinese in ([ast.literal_eval(f"({part or None})") for part in entry] for entry in entries):
        found[f"{context}\x04{english}" if context else english] = chinese
    del found[""]
    return found


def test_every_text_has_its_chinese():
    known = {english for english, chinese in written().items() if chinese}
    assert {*in_python(), *in_templates()} - known == set()


def test_the_catalogue_holds_nothing_that_is_no_longer_said():
    assert set(written()) - {*in_python(), *in_templates()} == set()


def test_what_was_compiled_is_what_was_written():
    with CATALOGUE.with_suffix(".mo").open("rb") as compiled:
        catalogue = gettext.GNUTranslations(compiled)._catalog
    assert {english: chinese for english, chinese in catalogue.items() if english} == written()


def test_placeholders_are_the_same_in_both_languages():
    def holes(text):
        return sorted(re.findall(r"%\(\w+\)[sd]", text))

    assert {english: chinese for english, chinese in written().items() if holes(english) != holes(chinese)} == {}


def test_no_entry_is_marked_doubtful():
    assert "fuzzy" not in CATALOGUE.read_text()
