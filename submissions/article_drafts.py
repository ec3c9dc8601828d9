"""A draft of an article: what it would publish, its digest, and what stands in it that must not."""

from django.utils import timezone
from django.utils.translation import gettext as _

from registry.article_record import WORDS, Filed, Writing
from registry.digests import digest
from registry.markup import nests_too_deeply, pictures_in
from registry.models import Article
from registry.pages.articles import linked, reading

from . import secrecy
from .materials.kinds import KINDS

MOST_FILES = 20
MOST_MB = 40  # of all files of an article together


def entries_of(draft):
    """In the order of the record's lists, so that the same links always have the same digest."""
    return linked().filter(pk__in=draft.entries.values("pk")).order_by("round__year", "round__code", "pk")


def files_of(draft):
    return list(draft.files.select_related("stored").order_by("order"))


def digest_of(draft):
    """Digest of everything that would become public: what the secrecy review and the confirmation are given for."""
    words = {name: getattr(draft, name) for name in WORDS}
    files = [
        [one.order, one.is_picture, one.name, one.caption, one.alt, one.kind, one.stored.sha256]
        for one in files_of(draft)
    ]
    entries = [str(pk) for pk in entries_of(draft).values_list("pk", flat=True)]
    return digest([draft.pk, draft.series, draft.part, draft.supersedes_id, words, files, entries])


def preview(draft, address):
    """The `Reading` of the draft for the public template, dated now. `address(file)`: where the desk hands it out."""
    return reading(draft.series, draft.part, draft, files_of(draft), list(entries_of(draft)), timezone.now(), address)


def writing_of(draft):
    return Writing(
        series=draft.series,
        part=draft.part,
        files=[_filed(one) for one in files_of(draft)],
        entries=list(entries_of(draft)),
        **{name: getattr(draft, name) for name in WORDS},
    )


def _filed(file):
    with file.stored.file.open("rb") as stored:
        content = stored.read()
    facts = {name: getattr(file, name) for name in ("is_picture", "name", "caption", "alt", "kind", "width", "height")}
    return Filed(content=content, content_type=KINDS[file.kind].content_type, **facts)


def asks_secrecy_review(draft):
    """Asked unless every round the article speaks of goes without it (《政府网站发展指引》 asks it of what a government
    site publishes)."""
    entries = draft.entries.select_related("round__rules")
    rules = [getattr(entry.round, "rules", None) for entry in entries]
    return not rules or any(one is None or one.asks_secrecy_review for one in rules)


def secrecy_review(draft):
    """The review given for the present content, or None."""
    return draft.sign_offs.filter(seen_digest=digest_of(draft)).select_related("by").order_by("-at").first()


def texts_of(draft):
    """Everything of it that people will read."""
    words = [draft.series, *(getattr(draft, name) for name in WORDS)]
    return words + [text for one in files_of(draft) for text in (one.name, one.caption, one.alt)]


def faults(draft):
    """Sentences on what the draft itself has wrong."""
    for text in texts_of(draft):
        sentence = secrecy.refusal(text)
        if sentence:
            yield sentence
    if any(map(secrecy.holds_identity_number, texts_of(draft))):
        yield _("It holds the number of an identity card. Take it out: it would be public.")
    if nests_too_deeply(draft.body):
        yield _("Quotes and lists stand within one another too deeply: words would be lost. Make them flatter.")
    yield from _picture_faults(draft)
    yield from _place_faults(draft)


def _picture_faults(draft):
    known = {one.name for one in files_of(draft) if one.is_picture}
    alone, within = pictures_in(draft.body)
    for name in sorted({*alone, *within} - known):
        yield _("The text shows the picture “%(name)s”, which is not among the pictures.") % {"name": name}
    for name in sorted(known & set(within)):
        yield _("The picture “%(name)s” stands among other text: give it a line of its own.") % {"name": name}
    for name in sorted(known - {*alone, *within}):
        yield _("The picture “%(name)s” is shown nowhere: put %(mark)s on a line of its own, or remove it.") % {
            "name": name,
            "mark": f"![]({name})",
        }


def _place_faults(draft):
    if draft.supersedes:
        if Article.objects.filter(supersedes=draft.supersedes).exists():
            yield _("A further edition of this article was published meanwhile.")
        if not draft.note:
            yield _("Say what was mended; it will be public.")
    elif Article.objects.filter(series__name=draft.series, part=draft.part).exists():
        yield _("Number %(part)s of this series is published already; make a further edition of it.") % {
            "part": draft.part
        }
