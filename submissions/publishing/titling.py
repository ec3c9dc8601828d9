"""Beginning a draft about titles that were given: 整改, 停止, 恢复, 撤销, 注销, 复核保留."""

from django.db import transaction
from django.utils.translation import gettext as _

from registry.models import ReleaseKind
from registry.titles import TITLE_MOVES

from .. import titles
from ..models import DraftItem, DraftRelease
from .refusing import PublishRefused, allow


def start_about(round, kind, document, by, entries):
    """Begin a draft in which the document says of the titles of these entries what `kind` means; the words are those
    that are public now. Refuses, by name, an entry for which the table of titles does not allow it on the document's
    day."""
    allow(by)
    standing = list(_against(round, kind, document, entries))
    if standing:
        raise PublishRefused(*standing)
    with transaction.atomic():
        draft = DraftRelease.objects.create(round=round, kind=kind, document=document, drafted_by=by)
        items = [titles.item_about(draft, entry, order) for order, entry in enumerate(entries, start=1)]
        DraftItem.objects.bulk_create(items)
    return draft


def _against(round, kind, document, entries):
    if kind not in TITLE_MOVES:
        yield _("A release of this kind is not about titles that were given.")
    elif document.round_id != round.pk:
        yield _("The document belongs to another round.")
    elif not entries:
        yield _("Choose at least one title.")
    else:
        allowed = {entry.pk for entry in titles.moved(round, kind, document)}
        for entry in entries:
            if entry.pk not in allowed:
                facts = {"name": titles.name_of(entry), "kind": ReleaseKind(kind).label}
                yield (
                    _("“%(name)s”: “%(kind)s” is not possible as its title stood on the day of this document.") % facts
                )
