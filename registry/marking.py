"""What was searched for, marked where it stands in a text; the text itself stays as it is, character by character."""

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from .folding import fold, places
from .searching import is_typed_by_sound, lines, places_in, words_of_search


def stretches(text, words):
    """[(start, end)] in `text` where one of the words stands, in order, none touching another. What was folded away
    inside a match belongs to it: 智慧+交通 is marked whole."""
    asked = list(zip(words_of_search(words), words_of_search(words, goes_on=True), strict=True))
    if not asked:
        return []
    # To read a text aloud takes long, and nobody who searches for characters alone is helped by it.
    spoken = any(map(is_typed_by_sound, words.split()))
    inside = set(lines(text)) if spoken else [fold(text)]
    # What a word becomes when it is typed on is marked where it does not stand as it is.
    found = {pair for word, further in asked for pair in _where(word, inside) or _where(further, inside)}
    origin = places(text)
    return _joined(sorted((origin[start], origin[end - 1] + 1) for start, end in found))


def _where(forms, inside):
    return {pair for line in inside for form in forms for pair in places_in(line, form)}


def _joined(pairs):
    found = []
    for start, end in pairs:
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def marked(text, words):
    """`text` as HTML with `<mark>` around what matches; what is HTML already is left alone."""
    if not words or isinstance(text, SafeString):
        return text
    pieces, end = [], 0
    for start, stop in stretches(text, words):
        pieces.append(format_html("{}<mark>{}</mark>", text[end:start], text[start:stop]))
        end = stop
    return format_html_join("", "{}", ((piece,) for piece in [*pieces, text[end:]]))
