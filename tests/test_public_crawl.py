"""Every public page there is a way to: no route is out of reach, and no English page speaks Chinese of its own."""

import re
from html.parser import HTMLParser

import pytest
from django.apps import apps
from django.db.models import CharField, TextField
from django.test import Client

from registry.cache import pages

from .crawl import public_routes, read_everything, route_of
from .everything import everything

pytestmark = pytest.mark.django_db

CHINESE = re.compile("[\u3400-\u9fff\uf900-\ufaff]+")
BILINGUAL = ("/data/", "/api/")  # a dictionary of fields says each meaning in both languages
PUNCTUATION = re.compile("[，。；：（）、《》]")
# The link to the Chinese page, and the guideline the accessibility statement names.
OURS = ("中文", "政府网站发展指引")
VOID = ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"]
# A title, an option and an attribute hold text alone: nothing inside can say what language it is in. Whatever Chinese
# stands there must be the record's own.
TEXT_ALONE = ("title", "option")
SPOKEN = ("alt", "aria-label", "aria-description", "content", "data-label", "placeholder", "title", "value")


class Reader(HTMLParser):
    """Collects the Chinese words of a page: `unmarked` where the page says it is English, `marked` where it says
    Chinese, `alone` where nothing can be said."""

    def __init__(self):
        super().__init__()
        self.open, self.unmarked, self.marked, self.alone = [("", "")], [], [], []

    def handle_starttag(self, tag, attributes):
        said = dict(attributes)
        language = said.get("lang") or self.open[-1][1]
        if language == "en":
            self.alone += [said[name] for name in SPOKEN if CHINESE.search(said.get(name) or "")]
        if tag not in VOID:
            self.open.append((tag, language))

    def handle_startendtag(self, tag, attributes):
        self.handle_starttag(tag, attributes)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag):
        while self.open.pop()[0] != tag:
            pass

    def handle_data(self, text):
        tag, language = self.open[-1]
        if not (CHINESE.search(text) or PUNCTUATION.search(text)):
            return
        heap = self.alone if tag in TEXT_ALONE else self.unmarked if language == "en" else self.marked
        heap.append(text.strip())


def read(body):
    reader = Reader()
    reader.feed(body.decode())
    return reader


def own_words():
    """Every text the public record holds, as one."""
    found = []
    for model in (model for app in ("regions", "registry") for model in apps.get_app_config(app).get_models()):
        names = [field.name for field in model._meta.concrete_fields if isinstance(field, CharField | TextField)]
        found += ["\n".join(map(str, row)) for row in model.objects.values_list(*names)]
    return "\n".join(found)


def foreign(texts, known):
    """Runs of Chinese that stand nowhere in the record."""
    return sorted({run for text in texts for run in CHINESE.findall(text) if run not in known and run not in OURS})


@pytest.fixture(scope="module")
def record(shared):
    everything()


@pytest.fixture(scope="module")
def english(record):
    pages.clear()
    client = Client()
    client.cookies["lang"] = "en"
    return {path: read(answer.body) for path, answer in read_everything(client).items() if answer.is_page}


def test_every_public_url_is_reached(record, client):
    reached = {route_of(path) for path in read_everything(client)}
    assert public_routes() - reached == set()


def test_every_chinese_word_in_an_english_page_says_that_it_is_chinese(english):
    assert {path: page.unmarked for path, page in english.items() if page.unmarked} == {}


def test_what_is_chinese_in_an_english_page_is_the_records_own(english):
    """Marking a text of ours as Chinese, or hiding it in a label, does not make it English."""
    known = own_words()
    read = {path: page for path, page in english.items() if path not in BILINGUAL}
    found = {path: foreign(page.alone + page.marked, known) for path, page in read.items()}
    assert {path: words for path, words in found.items() if words} == {}


@pytest.mark.parametrize(
    ("html", "unmarked", "alone", "marked"),
    [
        ("<p>首页</p>", ["首页"], [], []),
        ("<p>Page，</p>", ["Page，"], [], []),
        ('<p>x <b lang="zh-Hans">首页<br>甲</b> y</p>', [], [], ["首页", "甲"]),
        ('<p><b lang="zh-Hans">甲</b>乙</p>', ["乙"], [], ["甲"]),
        ('<nav aria-label="位置"><img alt="甲" src="/甲"></nav>', [], ["位置", "甲"], []),
        ("<svg><path d='M0'/><text>甲</text></svg>乙", ["甲", "乙"], [], []),
        ("<title>甲</title><option>乙</option>", [], ["甲", "乙"], []),
    ],
)
def test_the_reader_sees_what_it_looks_for(html, unmarked, alone, marked):
    reader = read(f'<html lang="en">{html}</html>'.encode())
    assert (reader.unmarked, reader.alone, reader.marked) == (unmarked, alone, marked)


def test_the_comparison_with_the_record_finds_words_that_are_not_in_it():
    assert foreign(["第1号发布：公开", "宁城县 · 赤峰市"], "内蒙古自治区赤峰市宁城县") == ["公开", "号发布", "第"]
