"""What a search finds: entries whose statement in force has every word somewhere in its name, its lead unit or its
division, as characters, in pinyin or by initials.

`search_form` is kept with each entry (`Entry.searched`): of each text three lines of equal length, its folded
characters, their syllables as signs (registry/spelling.py), and their initials. A word is found where one of its
`forms` stands in a line, so a match begins and ends with a character, never inside a syllable; only the last syllable
that is typed may break off (spelling.Begun): at once where the word is not whole syllables, and else where no entry has
all the words as they are typed.

The title that a round gives and the titles of sources are the same for a whole list and would drown what is particular.
A word that no entry has of itself is looked for in the titles given (`EntryQuerySet.matching`); rounds, releases,
divisions and articles are searched on a page of their own (registry/pages/search.py).
"""

import re
from functools import lru_cache, reduce
from operator import and_, or_

from django.db.models import F, Q, Value
from django.db.models.functions import StrIndex
from django.db.models.lookups import GreaterThan

from regions.reading import syllable_of_each

from .folding import fold, runs
from .spelling import SIGNS, Begun, spelled

APOSTROPHE = re.compile("['’‘`]")
LETTERS = re.compile("[a-z]+|[^a-z]+")


def lines(text):
    """`text` folded, its syllables as signs, and its initials; what is not read in Chinese stands for itself."""
    folded = fold(text)
    syllables = [one for run in runs(text) for one in syllable_of_each(run)]
    pairs = list(zip(folded, syllables, strict=True))
    signs = "".join(char if char == said else SIGNS.get(said, char) for char, said in pairs)
    return folded, signs, "".join(said[0] for _char, said in pairs)


def search_form(item):
    """What a statement (an item) is found by; where its words were withheld, its division alone."""
    text = getattr(item, "text", None)
    told = [lines(one) for one in ((text.name, text.lead_unit) if text else ()) if fold(one)]
    told += [kept_lines(item.region_path)] if fold(item.region_path) else []
    return "\n".join("\n".join(dict.fromkeys(one)) for one in told)


def is_typed_by_sound(word):
    """Whether `word` may be pinyin or initials; if not, it stands in no line but the first."""
    return re.search("[a-z]", fold(word)) is not None


def forms(word, goes_on=False):
    """What `word` looks like in a line: folded (which may be initials as well), and as syllables if it is pinyin.
    With `goes_on` also as what it may become while it is typed on, though it is whole syllables already: songsha."""
    folded = fold(word)
    if not is_typed_by_sound(word):
        return [folded]
    pieces = [piece for part in APOSTROPHE.split(word) for piece in LETTERS.findall(fold(part))]
    found = spelled(pieces)
    if goes_on and not any(isinstance(one, Begun) for one in found):
        found += [one for one in spelled(pieces, goes_on=True) if isinstance(one, Begun)]
    return [folded, *found]


def words_of_search(words, goes_on=False):
    """The `forms` of each word that is one: white space stands between words, punctuation alone is none. Those that
    go on are to be asked for where nothing has all the words as they are: who types a whole word means it."""
    return [forms(word, goes_on) for word in words.split() if fold(word)]


kept_lines = lru_cache(10_000)(lines)  # for texts that are never withheld: memory must not outlive a withholding


def stands_in(word, texts, lines=lines):
    """Whether a word, given by its `forms`, stands in one of these texts; in pinyin and by initials too if it may be
    typed so. `lines` are those of this module, or what stands in for them."""
    spoken = re.search("[a-z]", word[0])
    found = (line for text in texts if text for line in (lines(text) if spoken else [fold(text)]))
    return any(is_in(line, form) for line in found for form in word)


def is_in(line, form):
    return next(places_in(line, form), None) is not None


def places_in(line, form):
    """Every (start, end) at which a form stands in a line."""
    at = line.find(form)
    while at >= 0:
        end = at + len(form)
        if not isinstance(form, Begun):
            yield at, end
        elif line[end : end + 1] and line[end] in form.endings:
            yield at, end + 1
        at = line.find(form, at + 1)


def contains(asked, column="searched"):
    """The condition that every word stands there, in one of its forms. Not LIKE: PostgreSQL would guess from its
    pattern how many rows it finds, wrongly, and read the whole table."""
    each = (reduce(or_, (_has(column, form) for form in word)) for word in asked)
    return reduce(and_, each, Q())


def _has(column, form):
    if isinstance(form, Begun):  # letters, digits and signs: none of them means anything to a regular expression
        return Q(**{f"{column}__regex": f"{form}[{form.endings}]"})
    return Q(GreaterThan(StrIndex(F(column), Value(form)), 0))
