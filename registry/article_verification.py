"""Checking published articles against themselves: every digest recomputed, every file read again."""

import hashlib

from django.utils.translation import gettext as _

from .article_record import article_digest, text_digest
from .models import Article


def article_findings():
    """Sentences that stand against the articles of the record; none if all are as they were published."""
    found = Article.objects.order_by("number").with_words().prefetch_related("files", "links")
    numbers = []
    for article in found:
        numbers.append(article.number)
        where = _("article %(number)s") % {"number": article.number}
        for finding in _findings(article):
            yield _("%(where)s: %(what)s") % {"where": where, "what": finding}
    for number in sorted(set(range(1, max(numbers, default=0) + 1)) - set(numbers)):
        yield _("article %(number)s: it is missing") % {"number": number}


def _findings(article):
    entries = [link.entry_id for link in sorted(article.links.all(), key=lambda link: link.order)]
    if article.digest != article_digest(article, entries):
        yield _("altered (its digest does not fit)")
    files = sorted(article.files.all(), key=lambda file: file.order)
    has_text, is_withheld = hasattr(article, "text"), hasattr(article, "withholding")
    if is_withheld and (has_text or files):
        yield _("withheld, but its words are still there")
    if not has_text and not is_withheld:
        yield _("its words are missing and were not withheld")
    if has_text and article.text_digest != text_digest(article.text, files):
        yield _("its words or files were altered")
    yield from (_("“%(name)s” is missing or was changed") % {"name": one.name} for one in files if not _is_whole(one))


def _is_whole(file):
    storage = file.file.storage
    if not storage.exists(file.file.name):
        return False
    with storage.open(file.file.name) as content:
        return hashlib.file_digest(content, "sha256").hexdigest() == file.sha256
