"""The form in which text is searched. Width, case, accents, spacing and punctuation do not matter; what is printed is
never folded.

Each character is folded by itself, so that a place in the folded text always leads back to what was printed.
"""

import unicodedata
from functools import lru_cache


@lru_cache(maxsize=20_000)
def fold_char(char):
    """The letters and digits this character stands for, in lower case and without accents: `Ａ` is a, `㎡` is m2.
    Punctuation, symbols, white space and marks stand for nothing."""
    lower = unicodedata.normalize("NFKD", char).casefold()
    return "".join(one for one in unicodedata.normalize("NFKD", lower) if unicodedata.category(one)[0] in "LN")


def fold(text):
    """赤峰市‘智慧+交通’ becomes 赤峰市智慧交通. May be empty, and longer than `text`."""
    return "".join(map(fold_char, text))


def places(text):
    """For each character of `fold(text)`: the index in `text` of the one it comes from."""
    return [index for index, char in enumerate(text) for _one in fold_char(char)]


def runs(text):
    """`fold(text)` cut where something was folded away: what stands side by side in print."""
    return "".join(fold_char(char) or "\n" for char in text).split("\n")
