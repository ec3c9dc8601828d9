"""Taking an article back from the public: words and files go, a dated tombstone with the reason stays."""

import re
from functools import partial

from django.contrib.admin.models import CHANGE, LogEntry
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from registry import article_record
from registry.article_record import WORDS
from registry.folding import fold
from registry.models import Article

from ..models import DraftArticleFile, StoredFile
from ..permissions import can
from .refusing import PublishRefused


def withhold_article(article, by, reason, all_editions=False, at=None):
    """Remove the words and files of an edition, or of all editions of the article that still have them. Returns how
    many lost theirs. The public tombstone names the unit and the reason; the person stands in the log."""
    if not can(by, "withhold"):
        raise PublishRefused(_("Only the regional office withholds."))
    reason = reason.strip()
    if not reason:
        raise PublishRefused(_("Give the reason; it will be public."))
    with transaction.atomic():
        wanted = editions_of(article) if all_editions else Article.objects.filter(pk=article.pk)
        present = list(wanted.filter(text__isnull=False).select_related("text").prefetch_related("files"))
        if any(_gives_away(reason, one) for one in present):
            raise PublishRefused(_("The reason repeats what is to be withheld; say it without those words."))
        count = article_record.withhold_article(present, reason, by.unit.name, at or timezone.now())
        if not count:
            raise PublishRefused(_("This article is withheld already."))
        _forget_files(present)
        LogEntry.objects.log_actions(by.pk, present, CHANGE, change_message=f"withheld: {reason}")
    return count


def _forget_files(articles):
    """The desk's own copies go too, where nothing else holds them: another edition, a draft, a submission. The words
    of the drafts stay, for the regional office alone, as those of releases do."""
    files = DraftArticleFile.objects.filter(draft__article__in=articles)
    copies = {file.stored for file in files.select_related("stored")}
    files.delete()
    for stored in copies:
        if not _is_held(stored):
            stored.delete()
            transaction.on_commit(partial(_forget_bytes, stored.sha256, stored.file))


def _is_held(stored):
    """Whether any row of any table still points at it."""
    pointing = (one.field for one in StoredFile._meta.get_fields(include_hidden=True) if one.one_to_many)
    return any(field.model._base_manager.filter(**{field.name: stored}).exists() for field in pointing)


def _forget_bytes(sha256, file):
    if not StoredFile.objects.filter(sha256=sha256).exists():  # nobody has handed in the same meanwhile
        file.storage.delete(file.name)


def editions_of(article):
    """All editions of it, the oldest first."""
    return Article.objects.in_series(article.series_id).filter(part=article.part).order_by("edition")


def _gives_away(reason, article):
    """Whether a public reason repeats a title, or a number of six digits or more that stands anywhere in it."""
    text, told = article.text, fold(reason)
    words = [getattr(text, name) for name in WORDS]
    words += [part for file in article.files.all() for part in (file.name, file.caption, file.alt)]
    numbers = {run for word in words for run in re.findall(r"\d{6,}", fold(word))}
    titles = {fold(title) for title in (text.title, text.subtitle) if title}
    return any(secret and secret in told for secret in titles | numbers)
