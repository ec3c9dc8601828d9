"""The form in which text is searched: width, case and spacing do not matter; what is printed is never folded."""

import unicodedata


def fold(text):
    """NFKC, lower case, without white space and quotation marks: 赤峰市‘智慧+交通’ is found by 智慧+交通."""
    text = unicodedata.normalize("NFKC", text).casefold()
    return "".join(char for char in text if not char.isspace() and char not in "‘’“”'\"「」『』")
