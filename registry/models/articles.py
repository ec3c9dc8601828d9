"""Articles: exemplary experience (典型经验), published in series. Append-only like releases.

The words of an article stand in `ArticleText`, its files in `ArticleFile`: both can be removed once an
`ArticleWithholding` is recorded (trigger), while the article, its digests and a dated tombstone stay.
"""

from django.core.files.storage import storages
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .entries import Entry


def article_storage():
    """Where the files of published articles lie; they leave it when their article is withheld (settings.STORAGES)."""
    return storages["articles"]


class Series(models.Model):
    name = models.CharField(_("name"), max_length=120, unique=True)

    class Meta:
        verbose_name = _("series")
        verbose_name_plural = _("series")
        ordering = ["pk"]

    def __str__(self):
        return self.name


class ArticleQuerySet(models.QuerySet):
    def current(self):
        """The newest edition of each article; the earlier ones stay readable at their own addresses."""
        return self.filter(further__isnull=True)

    def in_series(self, series):
        return self.filter(series=series)

    def about(self, entry):
        return self.filter(links__entry=entry)

    def readable(self):
        return self.filter(withholding__isnull=True)

    def with_words(self):
        return self.select_related("series", "text", "withholding", "supersedes")

    def newest_first(self):
        return self.order_by("-published_at", "-number")


class Article(models.Model):
    """One edition of one article. A mended text is a further edition, with a number and an address of its own."""

    number = models.PositiveIntegerField(_("number"), unique=True)
    series = models.ForeignKey(Series, models.PROTECT, related_name="articles", verbose_name=_("series"))
    part = models.PositiveSmallIntegerField(_("number in the series"))
    edition = models.PositiveSmallIntegerField(_("edition"), default=1)
    supersedes = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="further", verbose_name=_("supersedes")
    )
    entries = models.ManyToManyField(Entry, through="ArticleEntry", related_name="articles", verbose_name=_("entries"))
    published_at = models.DateTimeField(_("published at"))
    text_digest = models.CharField(_("digest of the words and files"), max_length=64)
    algorithm = models.CharField(_("digest algorithm"), max_length=12, default="sha256")
    digest = models.CharField(_("digest"), max_length=64)

    objects = ArticleQuerySet.as_manager()

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        ordering = ["-number"]
        indexes = [models.Index(fields=["-published_at", "-number"], name="article_newest_first")]
        constraints = [
            models.UniqueConstraint(fields=["series", "part", "edition"], name="article_edition_once"),
            models.CheckConstraint(
                condition=Q(edition=1, supersedes__isnull=True) | Q(edition__gt=1, supersedes__isnull=False),
                name="article_further_edition_supersedes",
            ),
            models.CheckConstraint(condition=Q(part__gt=0), name="article_part_is_counted_from_one"),
        ]

    def __str__(self):
        return f"{self.number} {self.series} {self.part}"


class ArticleText(models.Model):
    """The words of an article. `body` is restricted markup (`registry.markup`); `note` says what a further edition
    mends, `source` which publication the article rests on."""

    article = models.OneToOneField(Article, models.PROTECT, primary_key=True, related_name="text")
    title = models.CharField(_("title"), max_length=200)
    subtitle = models.CharField(_("subtitle"), max_length=200, blank=True)
    credit = models.CharField(_("credit line"), max_length=120)
    source = models.CharField(_("publication it rests on"), max_length=300, blank=True)
    body = models.TextField(_("text"))
    note = models.CharField(_("what was mended"), max_length=300, blank=True)
    salt = models.CharField(max_length=32, editable=False)

    class Meta:
        verbose_name = _("words of an article")
        verbose_name_plural = _("words of articles")

    def __str__(self):
        return self.title


class ArticleFile(models.Model):
    """A picture shown in the text, or an attachment. `size` in bytes; `width` and `height` of a picture in pixels."""

    article = models.ForeignKey(Article, models.PROTECT, related_name="files", verbose_name=_("article"))
    order = models.PositiveSmallIntegerField(_("order"))
    is_picture = models.BooleanField(_("picture in the text"))
    name = models.CharField(_("file name"), max_length=200)
    caption = models.CharField(_("caption"), max_length=200, blank=True)
    alt = models.CharField(_("text in place of the picture"), max_length=500, blank=True)
    kind = models.CharField(_("format"), max_length=8)
    content_type = models.CharField(_("content type"), max_length=100)
    size = models.PositiveBigIntegerField(_("size"))
    sha256 = models.CharField("SHA-256", max_length=64)
    width = models.PositiveIntegerField(_("width"), null=True, blank=True)
    height = models.PositiveIntegerField(_("height"), null=True, blank=True)
    file = models.FileField(storage=article_storage, max_length=120, editable=False)

    class Meta:
        verbose_name = _("file of an article")
        verbose_name_plural = _("files of articles")
        ordering = ["article", "order"]
        constraints = [
            models.UniqueConstraint(fields=["article", "order"], name="articlefile_order_once"),
            models.UniqueConstraint(fields=["article", "name"], name="articlefile_name_once"),
            models.CheckConstraint(
                condition=Q(is_picture=False)
                | ~Q(alt="") & Q(width__isnull=False, height__isnull=False, width__gt=0, height__gt=0),
                name="articlefile_picture_has_words_and_size",
            ),
        ]

    def __str__(self):
        return self.name


class ArticleEntry(models.Model):
    """A candidate the article speaks of."""

    article = models.ForeignKey(Article, models.PROTECT, related_name="links", verbose_name=_("article"))
    entry = models.ForeignKey(Entry, models.PROTECT, related_name="article_links", verbose_name=_("entry"))
    order = models.PositiveSmallIntegerField(_("order"))

    class Meta:
        verbose_name = _("entry an article speaks of")
        verbose_name_plural = _("entries articles speak of")
        ordering = ["article", "order"]
        constraints = [
            models.UniqueConstraint(fields=["article", "entry"], name="articleentry_entry_once"),
            models.UniqueConstraint(fields=["article", "order"], name="articleentry_order_once"),
        ]

    def __str__(self):
        return f"{self.article_id} {self.entry_id}"


class ArticleWithholding(models.Model):
    """The recorded act by which an article's words and files were removed. The reason is public."""

    article = models.OneToOneField(Article, models.PROTECT, related_name="withholding", verbose_name=_("article"))
    reason = models.CharField(_("reason"), max_length=300)
    decided_by = models.CharField(_("decided by"), max_length=120)
    at = models.DateTimeField(_("withheld at"))

    class Meta:
        verbose_name = _("withholding of an article")
        verbose_name_plural = _("withholdings of articles")

    def __str__(self):
        return str(self.article)
