"""Writing articles into the public record: `publish_article` inserts a finished edition, `withhold_article` takes the
words and files of one away.

Only `submissions.publishing` calls them; a test keeps it so. `registry.article_verification` checks what they wrote.
"""

import hashlib
import secrets
from dataclasses import dataclass, field

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Max

from regions.version import raise_public_version

from .cache import pages
from .digests import ALGORITHM, digest
from .models import Article, ArticleEntry, ArticleFile, ArticleText, ArticleWithholding, Series

WORDS = ("title", "subtitle", "credit", "source", "body", "note")
FACTS_OF_A_FILE = ("is_picture", "name", "caption", "alt", "kind", "content_type", "size", "sha256", "width", "height")


@dataclass(frozen=True)
class Filed:
    """A file to be published with an article; width and height in pixels, of pictures alone."""

    name: str
    kind: str
    content_type: str
    content: bytes
    is_picture: bool = False
    caption: str = ""
    alt: str = ""
    width: int | None = None
    height: int | None = None


@dataclass(frozen=True)
class Writing:
    """What an edition says. Of a further edition `series` and `part` are those of the one it supersedes."""

    series: str
    part: int
    title: str
    credit: str
    body: str
    subtitle: str = ""
    source: str = ""
    note: str = ""
    files: list = field(default_factory=list)
    entries: list = field(default_factory=list)


def text_digest(text, files):
    """Digest of an edition's words and files, salted: what was withheld cannot be guessed back."""
    words = {name: getattr(text, name) for name in WORDS}
    return digest({"salt": text.salt, **words, "files": [_facts(one) for one in files]})


def _facts(file):
    return {name: getattr(file, name) for name in FACTS_OF_A_FILE}


def article_digest(article, entries):
    """`entries`: identities of the entries the article is linked to, in order."""
    return digest(
        {
            "number": article.number,
            "series": article.series.name,
            "part": article.part,
            "edition": article.edition,
            "supersedes": article.supersedes and article.supersedes.number,
            "published_at": article.published_at.timestamp(),
            "algorithm": article.algorithm,
            "text": article.text_digest,
            "entries": [str(entry) for entry in entries],
        }
    )


def publish_article(writing, at, supersedes=None):
    """Write one edition with its files in one transaction and return it.

    The public version is raised first: its row lock puts two publications in line, so numbers have no gap. Files are
    written before the rows that name them, and go again if the rows are not written.
    """
    written = []
    try:
        with transaction.atomic():
            raise_public_version()
            number = (Article.objects.aggregate(last=Max("number"))["last"] or 0) + 1
            return _write(writing, number, at, supersedes, written)
    except BaseException:
        for one in written:
            one.file.storage.delete(one.file.name)
        raise


def _write(writing, number, at, supersedes, written):
    text = ArticleText(salt=secrets.token_hex(16), **{name: getattr(writing, name) for name in WORDS})
    files = [_file(order, one) for order, one in enumerate(writing.files, start=1)]
    article = Article(
        number=number,
        series=supersedes.series if supersedes else Series.objects.get_or_create(name=writing.series)[0],
        part=supersedes.part if supersedes else writing.part,
        edition=supersedes.edition + 1 if supersedes else 1,
        supersedes=supersedes,
        published_at=at,
        algorithm=ALGORITHM,
        text_digest=text_digest(text, files),
    )
    article.digest = article_digest(article, [entry.pk for entry in writing.entries])
    article.save(force_insert=True)
    text.article = article
    text.save(force_insert=True)
    for file, filed in zip(files, writing.files, strict=True):
        file.article = article
        file.file.save(f"{number}/{file.order}-{file.sha256}", ContentFile(filed.content), save=False)
        written.append(file)
        file.save(force_insert=True)
    links = [ArticleEntry(article=article, entry=entry, order=n) for n, entry in enumerate(writing.entries, start=1)]
    ArticleEntry.objects.bulk_create(links)
    return article


def _file(order, filed):
    """The row of a file, finished but unsaved and without its bytes."""
    facts = {name: getattr(filed, name) for name in FACTS_OF_A_FILE if hasattr(filed, name)}
    return ArticleFile(order=order, size=len(filed.content), sha256=hashlib.sha256(filed.content).hexdigest(), **facts)


def withhold_article(articles, reason, decided_by, at):
    """Remove the words and files of these editions; return how many lost them: none if all are withheld already. Their
    digests and a dated tombstone with the (public) reason stay. The bytes go once the transaction is committed."""
    with transaction.atomic():
        raise_public_version()
        wanted = [article.pk for article in articles]
        present = list(Article.objects.filter(pk__in=wanted, withholding__isnull=True).order_by("number"))
        ArticleWithholding.objects.bulk_create(
            ArticleWithholding(article=one, reason=reason, decided_by=decided_by, at=at) for one in present
        )
        gone = [(file.file.storage, file.file.name) for file in ArticleFile.objects.filter(article__in=present)]
        ArticleFile.objects.filter(article__in=present).delete()
        ArticleText.objects.filter(article__in=present).delete()
        transaction.on_commit(lambda: _forget(gone))
    return len(present)


def _forget(files):
    """Bytes off the disk, pages out of this worker's memory; the version empties the other workers'."""
    for storage, name in files:
        storage.delete(name)
    pages.clear()
