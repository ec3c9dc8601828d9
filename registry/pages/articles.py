"""Articles as pages: one edition, published or about to be; their list; what a further edition changed."""

from dataclasses import dataclass, field
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from registry.markup import Picture, render
from registry.models import Article, Entry, Series

from .paging import page_of
from .words import Words, in_chinese, words_of

A_PAGE = 20
NEWEST = 5
DIGITS = "零一二三四五六七八九"


@dataclass(frozen=True)
class Attachment:
    """A file to be fetched: its format as people call it, size in bytes."""

    name: str
    url: str
    kind: str
    size: int
    caption: str


@dataclass(frozen=True)
class Linked:
    """A candidate the article speaks of, as the record has it today."""

    entry: Entry
    words: Words
    outcome: str


@dataclass(frozen=True)
class Reading:
    """An edition as its page shows it: nothing here asks whether it is published yet."""

    series: str
    part: int
    title: str
    subtitle: str
    credit: str
    source: str
    html: str
    at: datetime
    attachments: list = field(default_factory=list)
    entries: list = field(default_factory=list)


def reading(series, part, text, files, entries, at, address):
    """`text` and `files` carry the words and facts under the names the record has; `address(file)` is where a file is
    fetched; `entries` are some of `linked()`."""
    pictures = {
        one.name: Picture(address(one), one.alt, one.caption, one.width, one.height) for one in files if one.is_picture
    }
    return Reading(
        series=series,
        part=part,
        title=text.title,
        subtitle=text.subtitle,
        credit=text.credit,
        source=text.source,
        html=render(text.body, pictures),
        at=at,
        attachments=[
            Attachment(one.name, address(one), one.kind.upper(), one.size, one.caption)
            for one in files
            if not one.is_picture
        ],
        entries=[Linked(one, words_of(one.current), (one.titled or one.current).outcome) for one in entries],
    )


def linked():
    """Entries with what an article shows of them."""
    return Entry.objects.with_statements().select_related("titled")


def reading_of(article):
    """A published edition; None where its words were withheld."""
    if not hasattr(article, "text"):
        return None
    entries = linked().filter(article_links__article=article).order_by("article_links__order")
    files = list(article.files.all())
    series, at = article.series.name, article.published_at
    return reading(series, article.part, article.text, files, entries, at, lambda one: file_address(article, one))


def file_address(article, file):
    return reverse("article_file", args=[article.number, file.name])


def article_context(article):
    editions = list(
        Article.objects.in_series(article.series)
        .filter(part=article.part)
        .select_related("text", "withholding")
        .order_by("-edition")
    )
    following = [one for one in editions if one.supersedes_id == article.pk]
    # One edition needs no list of editions; the newest is the one people are sent to.
    return {
        "article": article,
        "reading": reading_of(article),
        "newer": [(editions[0], one) for one in following],
        "editions": editions if len(editions) > 1 else [],
        "beside": _beside(article),
    }


def _beside(article):
    """(label, relation, article) of the nearest readable ones before and after it in its series."""
    others = Article.objects.current().readable().in_series(article.series).with_words()
    before = others.filter(part__lt=article.part).order_by("-part").first()
    after = others.filter(part__gt=article.part).order_by("part").first()
    found = [(_("Previous article"), "prev", before), (_("Next article"), "next", after)]
    return [(label, relation, one) for label, relation, one in found if one]


def articles_context(asked):
    """`asked` is a QueryDict of `series` and `page`. Raises `InvalidPage` for a page that is not there, and
    `Series.DoesNotExist` for a series that is not."""
    chosen = _series(asked.get("series"))
    found = Article.objects.current().with_words().newest_first()
    found = found.in_series(chosen).order_by("-part") if chosen else found
    kept = {"series": chosen.pk} if chosen else {}
    page = page_of(asked, found.count(), A_PAGE, kept)
    return {
        "page": page,
        "articles": found[page.offset : page.offset + A_PAGE],
        "chosen": chosen,
        "all_series": Series.objects.all(),
    }


def _series(asked):
    if not asked:
        return None
    if not (asked.isascii() and asked.isdigit()):
        raise Series.DoesNotExist
    return Series.objects.get(pk=int(asked))


def newest_articles():
    """What the home page shows; what was withheld is no news."""
    return Article.objects.current().readable().with_words().newest_first()[:NEWEST]


def articles_about(entry):
    return Article.objects.current().readable().about(entry).with_words().newest_first()


def part_mark(part):
    """The number in a series as an official text prints it: （四）; in other languages a numeral."""
    if not in_chinese():
        return _("No. %(number)s") % {"number": part}
    return f"（{in_han(part)}）"


def in_han(number):
    """A number below a hundred in Chinese numerals; a larger one stays as it is."""
    tens, ones = divmod(number, 10)
    if not 0 < number < 100:
        return str(number)
    return ("" if tens < 2 else DIGITS[tens]) + ("十" if tens else "") + (DIGITS[ones] if ones else "")
