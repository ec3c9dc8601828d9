"""Reading a page as a visitor does: the words in it, without the marks around them."""

import html
import re


def words(fragment):
    """Text of a piece of HTML, white space collapsed as a browser does."""
    fragment = re.sub(r"<(?:br|/p|/li|/td|/th|/h\d|/dt|/dd|/span)[^>]*>", r"\g<0> ", fragment)
    text = html.unescape(re.sub(r"<[^>]*>", "", fragment))
    return re.sub(r"\s+", " ", text).strip()


def page(response):
    """The whole page, as text."""
    return words(response.content.decode())


def all_of(response, tag, attributes=""):
    """The words of every innermost `<tag …attributes…>`, in order of the page."""
    pattern = rf"<{tag}\b[^>]*{re.escape(attributes)}[^>]*>(.*?)</{tag}>"
    return [words(found) for found in re.findall(pattern, response.content.decode(), re.S)]


def story(response):
    """The paragraphs in which a page tells a round, without spaces that stand between a link and what follows."""
    found = re.findall(r'<div class="story">(.*?)</div>', response.content.decode(), re.S)
    return [html.unescape(re.sub(r"<[^>]*>", "", one)).strip() for one in found]


def rows(response, table="table"):
    """Rows of the first table of the page whose opening tag contains `table`: a list of lists of words."""
    [body] = re.findall(rf"<[^>]*{table}[^>]*>.*?<tbody>(.*?)</tbody>", response.content.decode(), re.S)[:1]
    cells = r"<(?:td|th)\b[^>]*>(.*?)</(?:td|th)>"
    return [[words(cell) for cell in re.findall(cells, row, re.S)] for row in re.findall(r"<tr>(.*?)</tr>", body, re.S)]
