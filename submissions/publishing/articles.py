"""Articles on their way to the public: written by one person of the regional office, confirmed by another.

The life of a draft is that of a release's draft: open, then published or discarded. What it publishes is frozen; a
mended text is a further edition with a draft of its own.
"""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from regions.version import raise_public_version
from registry import article_record
from registry.article_record import WORDS
from registry.markup import LONGEST

from .. import article_drafts, article_files, secrecy
from ..materials.kinds import MB
from ..models import ArticleDraft, ArticleSignOff, DraftArticleFile
from ..models.two_persons import DraftState
from ..permissions import can
from .refusing import PublishRefused, allow

CHANGED = ("series", "part", *WORDS)


def start(by, entries=(), **words):
    """Begin a draft with these words (`CHANGED`) and links to entries; returns it."""
    allow(by)
    _refuse_words(words)
    with transaction.atomic():
        draft = ArticleDraft.objects.create(drafted_by=by, **words)
        draft.entries.set(entries)
    return draft


def start_further(article, by):
    """Begin a further edition: with the words, files and links of the published one, as far as they are there."""
    allow(by)
    if hasattr(article, "further"):
        raise PublishRefused(_("This edition is superseded already; mend the newest one."))
    text = getattr(article, "text", None)
    words = {name: getattr(text, name, "") for name in WORDS if name != "note"}
    with transaction.atomic():
        draft = ArticleDraft.objects.create(
            drafted_by=by, supersedes=article, series=article.series.name, part=article.part, **words
        )
        draft.entries.set(article.entries.all())
        earlier = ArticleDraft.objects.filter(article=article).first()
        for file in article_drafts.files_of(earlier) if earlier and text else ():
            file.pk, file.draft = None, draft
            file.save(force_insert=True)
    return draft


def _refuse_words(words):
    for name in ("series", "title", "credit", "body"):
        if not str(words.get(name, "x")).strip():
            raise PublishRefused(_("Series, title, credit line and text must not be empty."))
    if len(words.get("body", "")) > LONGEST:
        raise PublishRefused(_("The text has more than %(most)s characters.") % {"most": LONGEST})
    for text in words.values():
        sentence = secrecy.refusal(str(text))
        if sentence:
            raise PublishRefused(sentence)


def _still_open(draft, seen_digest=None):
    """The draft, locked; refuses one that has ended or, where a digest is given, is no longer what was seen."""
    locked = ArticleDraft.objects.select_for_update().get(pk=draft.pk)
    if locked.state != DraftState.OPEN:
        raise PublishRefused(_("This draft is %(state)s.") % {"state": locked.get_state_display()})
    if seen_digest is not None and seen_digest != article_drafts.digest_of(locked):
        raise PublishRefused(_("The draft was changed after you opened it. Look at it again."))
    return locked


def change(draft, by, seen_digest, entries=(), **words):
    """Set the words and links; a further edition keeps its place in the series."""
    allow(by)
    _refuse_words(words)
    with transaction.atomic():
        locked = _still_open(draft, seen_digest)
        fixed = ("series", "part") if locked.supersedes_id else ()
        changed = {name: value for name, value in words.items() if name in CHANGED and name not in fixed}
        for name, value in changed.items():
            setattr(locked, name, value)
        locked.save(update_fields=list(changed))
        locked.entries.set(entries)
    draft.refresh_from_db()


def add_file(draft, by, file, name, is_picture, alt="", caption=""):
    """Add a picture or an attachment and return it. Raises PublishRefused, or `materials.Refused` for the file."""
    allow(by)
    if is_picture and not alt.strip():
        raise PublishRefused(_("Say in words what the picture shows: not everybody sees it."))
    _refuse_words({"alt": alt, "caption": caption})
    taken = article_files.take(file, name, is_picture)
    with transaction.atomic():
        locked = _still_open(draft)
        files = article_drafts.files_of(locked)
        _refuse_file(files, taken)
        return DraftArticleFile.objects.create(
            draft=locked,
            order=max((one.order for one in files), default=0) + 1,
            is_picture=is_picture,
            alt=alt.strip() if is_picture else "",
            caption=caption.strip(),
            **vars(taken),
        )


def _refuse_file(files, taken):
    if len(files) >= article_drafts.MOST_FILES:
        raise PublishRefused(_("An article has at most %(most)s files.") % {"most": article_drafts.MOST_FILES})
    if sum(one.size for one in files) + taken.stored.size > article_drafts.MOST_MB * MB:
        raise PublishRefused(
            _("All files of an article together have at most %(most)s MB.") % {"most": article_drafts.MOST_MB}
        )
    if any(one.name == taken.name for one in files):
        raise PublishRefused(
            _("There is a file “%(name)s” already: remove it first, or give this one another name.")
            % {"name": taken.name}
        )


def drop_file(file, by):
    allow(by)
    with transaction.atomic():
        _still_open(file.draft)
        DraftArticleFile.objects.filter(pk=file.pk).delete()


def sign_off(draft, by, seen_digest, note="", at=None):
    """Answer that the content seen holds no secret. It counts only while the content is still that."""
    allow(by)
    with transaction.atomic():
        locked = _still_open(draft, seen_digest)
        return ArticleSignOff.objects.create(
            draft=locked, by=by, at=at or timezone.now(), note=note, seen_digest=seen_digest
        )


def blockers(draft, by):
    """Everything that stands against confirming, as sentences; empty when `by` may confirm now."""
    found = []
    if not can(by, "publish"):
        found.append(_("Only the regional office publishes."))
    if draft.drafted_by_id == by.pk:
        found.append(_("You drafted it; a second person confirms it."))
    if article_drafts.asks_secrecy_review(draft) and not article_drafts.secrecy_review(draft):
        found.append(_("The secrecy review is still missing."))
    return [*found, *article_drafts.faults(draft)]


def confirm(draft, by, seen_digest, at=None):
    """Freeze the draft as an edition and return the article. Raises PublishRefused with all that stands against it."""
    with transaction.atomic():
        raise_public_version()  # its row lock puts two publications in line before either looks
        locked = _still_open(draft, seen_digest)
        standing = blockers(locked, by)
        if standing:
            raise PublishRefused(*standing)
        article = article_record.publish_article(
            article_drafts.writing_of(locked), at or timezone.now(), locked.supersedes
        )
        locked.state, locked.confirmed_by, locked.article = DraftState.PUBLISHED, by, article
        locked.save(update_fields=["state", "confirmed_by", "article"])
    draft.refresh_from_db()
    return article


def discard(draft, by):
    allow(by)
    with transaction.atomic():
        locked = _still_open(draft)
        locked.state = DraftState.DISCARDED
        locked.save(update_fields=["state"])
    draft.refresh_from_db()
