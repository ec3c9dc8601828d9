"""What was searched for, marked where it stands in a text; the text itself stays as it is, character by character."""

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from .folding import fold, places
from .searching import is_typed_by_sound, lines, places_in, words_of_search


def stretches(text, words):
    """[(start, end)] in `text` where one of the words stands, in order, none touching another. What was folded away
    inside a match belongs to it: 智慧+交通 is marked whole."""
    asked = [form for word in words_of_search(words) for form in word]
    if not asked:
        return []
    origin, found = places(text), set()
    # To read a text aloud takes long, and nobody who searches for characters alone is helped by it.
    spoken = any(map(is_typed_by_sound, words.split()))
    for line in set(lines(text)) if spoken else [fold(text)]:
        for form in asked:
            found |= {(origin[start], origin[end - 1] + 1) for start, end in places_in(line, form)}
    return _joined(sorted(found))


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
