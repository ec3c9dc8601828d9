"""Finding the one division a text means, or refusing with a sentence; never guessing.

28 county-level names occur more than once in China, so a bare name is taken only where it is unambiguous. The first
of these ways that finds anything decides: code; full path; names of the division and of some of those above it
(赤峰市松山区, 内蒙古自治区松山区); the same with short names (内蒙古赤峰松山); pinyin; initials (`hhht`).
"""

import re
import unicodedata

from django.db.models import Q
from django.utils.translation import gettext as _

from .models import Level, Region
from .reading import short_readings

LONGEST = 120  # characters of a sensible question
LISTED = 10
CODE = re.compile(r"([0-9]{6}|xpcc[0-9]{2})", re.IGNORECASE)
LATIN = re.compile(r"[a-z]+")
CORPS = ("", "兵团", "新疆兵团", "新疆生产建设兵团", "新疆维吾尔自治区", "新疆")


class NotFound(LookupError):
    """No division is meant; the text is a sentence for the user."""


class Ambiguous(LookupError):
    """Several divisions are meant: `candidates`; the text is a sentence listing them with their paths."""

    def __init__(self, asked, candidates):
        self.candidates = candidates
        listed = "、".join(f"{region.path}（{region.code}）" for region in candidates[:LISTED])
        facts = {"asked": asked, "listed": listed, "count": len(candidates)}
        super().__init__(
            _("“%(asked)s” may mean %(count)s divisions: %(listed)s. Name the one above it too.") % facts
            if len(candidates) <= LISTED
            else _("“%(asked)s” may mean %(count)s divisions, among them %(listed)s. Say more.") % facts
        )


def find(text, parent=None, on=None):
    """The division meant by a code, name, path, pinyin or initials.

    `parent`: a Region, or a text found in its turn, somewhere above the division. `on`: a date; the divisions of
    that day instead of today's. Raises `NotFound` or `Ambiguous`, both `LookupError`s with a sentence.
    """
    asked = _asked(text)
    if parent is not None and not isinstance(parent, Region):
        parent = find(parent, on=on)
    pool = Region.objects.as_of(on) if on else Region.objects.present()
    for way in (_by_code, _by_path, _by_names, _by_short_names, _by_pinyin, _by_initials):
        found = way(asked, pool.select_related("parent__parent").in_order())
        if parent is not None:
            found = [region for region in found if parent.code in (above.code for above in _above(region)[:-1])]
        if len(found) == 1:
            return found[0]
        if found:
            raise Ambiguous(asked, found)
    raise NotFound(_sentence(asked, parent, on))


def search(text, on=None):
    """Divisions for a picker, a QuerySet in official order: part of a name or path, or the beginning of a code, of
    the pinyin or of the initials. An empty text finds all; one that cannot be a name finds none."""
    pool = Region.objects.as_of(on) if on else Region.objects.present()
    return matching(pool, text).in_order()


def matching(queryset, text):
    try:
        asked = _folded(text)
    except NotFound:
        return queryset.none()
    if not asked:
        return queryset
    latin = asked.lower().replace("ü", "v").replace("'", "")
    return queryset.filter(
        Q(code__istartswith=asked)
        | Q(path__contains=asked)
        | Q(name__contains=asked)
        | Q(name_en__icontains=" ".join(text.split()))
        | Q(pinyin__startswith=latin)
        | Q(initials__startswith=latin)
    )


def _asked(text):
    asked = _folded(text)
    if not asked:
        raise NotFound(_("Enter the name or the code of a division."))
    return asked


def _folded(text):
    """The text as names are stored: digits and letters half width, no spaces. Refuses what no name contains, and
    never repeats it: a lone surrogate could not even be printed, and PostgreSQL takes no NUL."""
    text = str(text)
    if len(text) > LONGEST:
        raise NotFound(_("This is too long for the name of a division (%(count)s characters).") % {"count": len(text)})
    folded = "".join(unicodedata.normalize("NFKC", text).split())
    if not folded.isprintable():
        raise NotFound(_("The name of a division contains no control characters."))
    return folded


def _above(region):
    """The division and all above it, from the top down."""
    chain = [region]
    while chain[0].parent_id:
        chain.insert(0, chain[0].parent)
    return chain


def _by_code(asked, pool):
    return list(pool.filter(code=asked.upper())) if CODE.fullmatch(asked) else []


def _by_path(asked, pool):
    return list(pool.filter(path=asked))


def _by_names(asked, pool):
    return _ending(asked, pool, lambda region: (region.name,)) + _corps(asked, pool, short=False)


def _by_short_names(asked, pool):
    return _ending(asked, pool, lambda region: (region.name, region.short_name)) + _corps(asked, pool, short=True)


def _ending(asked, pool, names):
    """The text must be names along the chain of parents, some of which may be left out, the last one not."""
    ends = [asked[start:] for start in range(len(asked))]
    nearby = pool.exclude(level=Level.DIVISION).filter(Q(name__in=ends) | Q(short_name__in=ends))
    return [region for region in nearby if _spells(asked, _above(region), names)]


def _spells(text, chain, names):
    *above, last = chain
    return any(
        text == name or (text.endswith(name) and _leads(text.removesuffix(name), above, names))
        for name in names(last)
        if name
    )


def _leads(text, chain, names):
    return not text or any(_spells(text, chain[:length], names) for length in range(len(chain), 0, -1))


def _corps(asked, pool, short):
    """兵团第八师, 新疆生产建设兵团第八师, 第八师石河子市; short: 八师, 兵团八师."""
    if "师" not in asked:
        return []
    found = []
    for region in pool.filter(level=Level.DIVISION):
        name = unicodedata.normalize("NFKC", region.name)
        plain = name.split("(")[0]
        city = region.path.partition(plain)[2]
        stems = {name, plain, *([region.short_name, plain.removeprefix("第")] if short else ())}
        if asked in {before + stem + after for before in CORPS for stem in stems for after in ("", city)}:
            found.append(region)
    return found


def _latin(asked):
    latin = asked.lower().replace("ü", "v").replace("'", "").replace("’", "")
    return latin if LATIN.fullmatch(latin) else ""


def _by_pinyin(asked, pool):
    return _read(_latin(asked), pool, "pinyin", 0)


def _by_initials(asked, pool):
    return _read(_latin(asked), pool, "initials", 1)


def _read(latin, pool, column, which):
    """Whole names before those typed without 市, 区, 旗 …"""
    if not latin:
        return []
    nearby = list(pool.filter(**{f"{column}__startswith": latin}))
    whole = [region for region in nearby if getattr(region, column) == latin]
    return whole or [region for region in nearby if latin in {spoken[which] for spoken in short_readings(region)}]


def _sentence(asked, parent, on):
    if parent is not None:
        return _("There is no division “%(asked)s” in %(parent)s.") % {"asked": asked, "parent": parent.path}
    if on:
        return _("There was no division “%(asked)s” on %(day)s.") % {"asked": asked, "day": on.isoformat()}
    former = Region.objects.exclude(valid_to="").filter(Q(code=asked) | Q(name=asked) | Q(path=asked))
    once = "".join(_was_once(region) for region in former.in_order()[:3])
    return once or _("There is no division “%(asked)s”.") % {"asked": asked}


def _was_once(region):
    after = "、".join(
        change.successor.path for change in region.successions.select_related("successor") if change.successor
    )
    facts = {"path": region.path, "code": region.code, "day": region.valid_to, "after": after or "—"}
    return _("%(path)s (%(code)s) existed until %(day)s; after it: %(after)s.") % facts
