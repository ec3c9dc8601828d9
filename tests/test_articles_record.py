"""Articles in the record: frozen, mended by further editions, withheld with their files, and provable."""

import shutil
from dataclasses import replace

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.utils import translation

from regions.version import public_version
from registry import append_only
from registry.article_record import publish_article, withhold_article
from registry.article_verification import article_findings
from registry.models import Article, ArticleEntry, ArticleFile, ArticleText, ArticleWithholding, Series
from registry.models.articles import article_storage

from .articles import SERIES, attachment, picture, png, published, writing
from .record import PUBLISHED, seed_round

pytestmark = pytest.mark.django_db
MODELS = (Series, Article, ArticleText, ArticleFile, ArticleEntry, ArticleWithholding)


def everything():
    return [list(model.objects.order_by("pk").values()) for model in MODELS]


def bytes_kept():
    """Paths of all bytes in the store of articles."""
    storage = article_storage()
    folders = storage.listdir("")[0] if storage.exists("") else []
    return sorted(f"{folder}/{name}" for folder in folders for name in storage.listdir(folder)[1])


def findings():
    with translation.override("en"):
        return list(article_findings())


@pytest.fixture(autouse=True)
def _empty_store():
    shutil.rmtree(article_storage().path(""), ignore_errors=True)


def test_an_edition_is_published_with_all_it_says():
    seed = seed_round()
    before = public_version()
    article = published(entries=[seed.entries["松山区"]])
    assert public_version() == before + 1
    assert (article.number, article.series.name, article.part, article.edition) == (1, SERIES, 4, 1)
    assert (article.text.credit, article.published_at) == ("市局法治调研与督察科供稿", PUBLISHED)
    files = list(article.files.values_list("order", "name", "is_picture", "size", "width", "height"))
    assert files == [(1, "图1.png", True, len(png()), 64, 40), (2, "名单.pdf", False, 15, None, None)]
    assert article.files.first().file.read() == png()
    assert list(article.entries.all()) == [seed.entries["松山区"]]
    assert findings() == []


def test_numbers_and_editions_are_counted_and_a_series_is_made_once():
    first = published(4)
    second = published(5)
    third = published(9, series="另一系列", supersedes=first)
    assert [one.number for one in (first, second, third)] == [1, 2, 3]
    assert (third.series, third.part, third.edition) == (first.series, 4, 2)
    assert Series.objects.count() == 1
    assert list(Article.objects.current().newest_first()) == [third, second]
    assert findings() == []


@pytest.mark.parametrize(
    "wrong",
    [
        lambda first: {"part": 4},  # its place in the series is taken
        lambda first: {"part": 6, "supersedes": first},  # superseded already
        lambda first: {"part": 6, "files": [picture(alt="")]},  # a picture nobody can hear
        lambda first: {"part": 6, "files": [picture(width=None)]},
        lambda first: {"part": 6, "files": [picture(), picture()]},  # two of one name
    ],
)
def test_what_cannot_be_is_not_written_and_leaves_no_file(wrong):
    first = published(4)
    published(4, supersedes=first)
    before, kept = everything(), bytes_kept()
    with pytest.raises(IntegrityError), transaction.atomic():
        published(**wrong(first))
    assert (everything(), bytes_kept()) == (before, kept)


def test_withholding_takes_words_and_files_and_leaves_a_dated_tombstone(django_capture_on_commit_callbacks):
    article, other = published(4), published(5)
    digests = article.digest, article.text_digest
    version = public_version()
    with django_capture_on_commit_callbacks(execute=True):
        assert withhold_article([article], "含有个人信息", "演示办公室", PUBLISHED) == 1
    article = Article.objects.with_words().get(pk=article.pk)
    assert (hasattr(article, "text"), article.files.count()) == (False, 0)
    assert (article.digest, article.text_digest) == digests
    told = article.withholding
    assert (told.reason, told.decided_by, told.at) == ("含有个人信息", "演示办公室", PUBLISHED)
    assert public_version() == version + 1
    assert {name.split("/")[0] for name in bytes_kept()} == {str(other.number)}
    assert findings() == []


def test_bytes_stay_until_the_withholding_is_certain(django_capture_on_commit_callbacks):
    article = published(4)
    kept = bytes_kept()
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        withhold_article([article], "含有个人信息", "演示办公室", PUBLISHED)
        transaction.set_rollback(True)
    assert bytes_kept() == kept
    assert findings() == []


def test_an_edition_is_withheld_once():
    article = published(4)
    withhold_article([article], "含有个人信息", "演示办公室", PUBLISHED)
    before = everything()
    assert withhold_article([article], "另一理由", "演示办公室", PUBLISHED) == 0
    assert everything() == before


def test_the_same_bytes_of_another_edition_stay(django_capture_on_commit_callbacks):
    first = published(4)
    second = published(4, supersedes=first)
    with django_capture_on_commit_callbacks(execute=True):
        withhold_article([first], "含有个人信息", "演示办公室", PUBLISHED)
    assert second.files.first().file.read() == png()
    assert findings() == []


def test_a_mended_edition_may_follow_a_withheld_one():
    first = published(4)
    withhold_article([first], "含有个人信息", "演示办公室", PUBLISHED)
    assert published(4, supersedes=first).edition == 2
    assert findings() == []


def alter(statement):
    append_only.lift()
    with connection.cursor() as cursor:
        cursor.execute(statement)
    append_only.install()


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        ("UPDATE registry_articletext SET title = 'x'", ["article 1: its words or files were altered"]),
        ("UPDATE registry_articlefile SET caption = 'x'", ["article 1: its words or files were altered"]),
        ("UPDATE registry_article SET part = 9", ["article 1: altered (its digest does not fit)"]),
        ("DELETE FROM registry_articleentry", ["article 1: altered (its digest does not fit)"]),
        ("DELETE FROM registry_articletext", ["article 1: its words are missing and were not withheld"]),
        ("UPDATE registry_article SET number = 2", [
            "article 2: altered (its digest does not fit)", "article 1: it is missing"
        ]),
    ],
)  # fmt: skip
def test_what_is_altered_past_the_triggers_is_found(statement, found):
    published(4, entries=[seed_round().entries["松山区"]])
    alter(statement)
    assert findings() == found
    with pytest.raises(CommandError), translation.override("en"):
        call_command("verify_releases")


def test_a_file_that_was_changed_or_is_gone_is_found():
    article = published(4)
    figure, pdf = article.files.all()
    storage = figure.file.storage
    with open(storage.path(figure.file.name), "wb") as file:
        file.write(b"other")
    storage.delete(pdf.file.name)
    assert findings() == [
        "article 1: “图1.png” is missing or was changed",
        "article 1: “名单.pdf” is missing or was changed",
    ]


def test_a_digest_covers_every_word_and_every_file():
    seed = seed_round()
    same = writing(1, files=[attachment()])
    changes = {"title": "改", "subtitle": "改", "credit": "改", "source": "改", "body": "改", "note": "改"}
    changes |= {"files": [attachment(content=b"%PDF-other")], "entries": [seed.entries["松山区"]]}
    articles = [publish_article(replace(same, part=n), PUBLISHED) for n in (1, 2)]
    articles += [
        publish_article(replace(same, part=n, **{k: v}), PUBLISHED) for n, (k, v) in enumerate(changes.items(), 3)
    ]
    assert len({one.digest for one in articles}) == len(articles)
