"""Drafts of articles. They are private; publication inserts a finished edition into the public record."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from registry.models import Article, Entry

from .materials import StoredFile
from .two_persons import AnsweredFor, TwoPersonDraft, by_a_second_person, published_was_confirmed


class ArticleDraft(TwoPersonDraft):
    """A draft of a further edition keeps the place in the series of the article it supersedes."""

    series = models.CharField(_("series"), max_length=120)
    part = models.PositiveSmallIntegerField(_("number in the series"))
    title = models.CharField(_("title"), max_length=200)
    subtitle = models.CharField(_("subtitle"), max_length=200, blank=True)
    credit = models.CharField(_("credit line"), max_length=120)
    source = models.CharField(_("publication it rests on"), max_length=300, blank=True)
    body = models.TextField(_("text"))
    note = models.CharField(_("what was mended"), max_length=300, blank=True)
    supersedes = models.ForeignKey(
        Article, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("supersedes")
    )
    entries = models.ManyToManyField(Entry, blank=True, related_name="+", verbose_name=_("entries"))
    article = models.OneToOneField(
        Article, models.PROTECT, null=True, related_name="+", editable=False, verbose_name=_("article")
    )

    class Meta:
        verbose_name = _("draft of an article")
        verbose_name_plural = _("drafts of articles")
        ordering = ["-drafted_at", "-pk"]
        constraints = [
            by_a_second_person(
                "article_confirmed_by_a_second_person", _("An article is confirmed by a second person.")
            ),
            published_was_confirmed("article_published_was_confirmed", article__isnull=False),
        ]

    def __str__(self):
        return self.title


class DraftArticleFile(models.Model):
    """A file of a draft. Pictures are stored as they will be shown: made anew, without what the camera wrote along."""

    draft = models.ForeignKey(ArticleDraft, models.CASCADE, related_name="files")
    order = models.PositiveSmallIntegerField(_("order"))
    is_picture = models.BooleanField(_("picture in the text"))
    name = models.CharField(_("file name"), max_length=200)
    caption = models.CharField(_("caption"), max_length=200, blank=True)
    alt = models.CharField(_("text in place of the picture"), max_length=500, blank=True)
    kind = models.CharField(_("format"), max_length=8)
    width = models.PositiveIntegerField(_("width"), null=True)
    height = models.PositiveIntegerField(_("height"), null=True)
    stored = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", verbose_name=_("stored file"))

    class Meta:
        verbose_name = _("file of a draft of an article")
        verbose_name_plural = _("files of drafts of articles")
        ordering = ["draft", "order"]
        constraints = [
            models.UniqueConstraint(fields=["draft", "order"], name="draftarticlefile_order_once"),
            models.UniqueConstraint(fields=["draft", "name"], name="draftarticlefile_name_once"),
        ]

    def __str__(self):
        return self.name

    @property
    def size(self):
        return self.stored.size


class ArticleSignOff(AnsweredFor):
    """Somebody answered for this content being no secret."""

    draft = models.ForeignKey(ArticleDraft, models.PROTECT, related_name="sign_offs")

    class Meta:
        verbose_name = _("secrecy review of an article")
        verbose_name_plural = _("secrecy reviews of articles")
        ordering = ["draft", "at"]

    def __str__(self):
        return str(self.draft)
