"""The markup of articles: a restricted Markdown, made for Chinese prose.

    # heading   - list   1. list   > quote   **emphasis**   | tables |   [words](https://…)   ![](picture.png)

Each line is a paragraph of its own, as word processors have it. Nothing else means anything: HTML, code, entities and
underlined headings stay the characters that were typed. A picture stands alone on its line and is one of the article's
own. What the parser makes is sanitised a second time against the list below, so that no mistake of the first lets
anything but these elements and attributes through.
"""

import re
from dataclasses import dataclass
from urllib.parse import unquote

import nh3
from markdown_it import MarkdownIt
from markdown_it.rules_inline.state_inline import Delimiter
from markdown_it.token import Token

LONGEST = 50_000  # characters of one article
DEEPEST = 20  # quotes, lists and items within one another: a list has two of them. What lies deeper is not shown

OFF = ("code", "fence", "html_block", "html_inline", "backticks", "reference", "autolink", "lheading", "hr", "entity")
CONTAINERS = ("blockquote_open", "list_item_open")
TAGS = {"p", "h2", "h3", "h4", "ul", "ol", "li", "blockquote", "strong", "em", "br", "a"}
TAGS |= {"table", "thead", "tbody", "tr", "th", "td", "figure", "figcaption", "img"}
ATTRIBUTES = {
    "a": {"href", "rel"},
    "img": {"src", "alt", "width", "height"},
    "ol": {"start"},
    "th": {"scope", "class"},
    "td": {"class"},
}
AWAY = "noopener noreferrer nofollow"
# An address elsewhere, without a name or password before the host; or a path of this site, which no second slash or
# backslash turns into another host.
ELSEWHERE = re.compile(r"https?://[^\s/@\\?#]+([/?#][^\s\\]*)?", re.IGNORECASE)
HERE = re.compile(r"/(?![/\\])[^\s\\]*")
VALUES = {
    "href": re.compile(f"({ELSEWHERE.pattern})|({HERE.pattern})", re.IGNORECASE),
    "src": HERE,
    "rel": re.compile(re.escape(AWAY)),
    "width": re.compile(r"[0-9]{1,5}"),
    "height": re.compile(r"[0-9]{1,5}"),
    "start": re.compile(r"[0-9]{1,9}"),
    "scope": re.compile("col"),
    "class": re.compile("num"),
}
FILE_NAME = re.compile(r"[^:/\\]+")  # as it stands in a reference to a picture
CHINESE = re.compile("[\u2e80-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")


@dataclass(frozen=True)
class Picture:
    """A picture of the article, as its text shows it. Sizes in pixels."""

    url: str
    alt: str
    caption: str
    width: int
    height: int


def render(body, pictures):
    """The text as HTML that holds nothing but TAGS with ATTRIBUTES. `pictures`: {file name: Picture}; a reference to
    any other shows nothing."""
    return sanitised(MARKDOWN.render(body, {"pictures": pictures}))


def sanitised(html):
    """Any HTML without what is not allowed, whoever made it."""
    return nh3.clean(
        html, tags=TAGS, attributes=ATTRIBUTES, attribute_filter=_kept, url_schemes={"http", "https"}, link_rel=None
    )


def pictures_in(body):
    """Names of the pictures the text refers to, in order: (those alone on their line, those within other text)."""
    alone, within = [], []
    for token in MARKDOWN.parse(body, {"pictures": None}):
        alone += [token.meta["name"]] if token.type == "figure" else []
        within += [_name(one) for one in token.children or () if one.type == "image"]
    return alone, within


def nests_too_deeply(body):
    """Whether words may be lost because they stand in more quotes and lists than are read."""
    containers = (one for one in MARKDOWN.parse(body, {"pictures": None}) if one.type in CONTAINERS)
    return any(one.level >= DEEPEST - 1 for one in containers)


def plain_lines(body):
    """What the text says, without its marks: a line for each paragraph, heading, item and row of a table, with the
    names of pictures and the addresses of links. What two editions are compared by."""
    found, row = [], None
    for token in MARKDOWN.parse(body, {"pictures": None}):
        if token.type == "tr_open":
            row = []
        elif token.type == "tr_close":
            found.append(" · ".join(row))
            row = None
        elif token.type == "figure":
            found.append(token.meta["name"])
        elif token.type == "inline":
            (found if row is None else row).append("".join(_words(token.children)))
    return found


def _words(children):
    address = ""
    for child in children:
        if child.type == "link_open":
            address = child.attrs["href"]
        yield f" ({address})" if child.type == "link_close" else " " if "break" in child.type else child.content


def _kept(_tag, name, value):
    wanted = VALUES.get(name)
    return value if wanted is None or wanted.fullmatch(value) else None


def _emphasis(state, silent):
    """CommonMark asks what stands beside the marks, and so does not see that **“四梁八柱”**聚焦 ends an emphasis:
    between Chinese characters no space is written. There, only white space keeps a mark from opening or closing."""
    marker = state.src[state.pos]
    if silent or marker != "*":
        return False
    scanned = state.scanDelims(state.pos, True)
    end = state.pos + scanned.length
    before, after = state.src[state.pos - 1 : state.pos] or " ", state.src[end : end + 1] or " "
    beside_chinese = bool(CHINESE.match(before) or CHINESE.match(after))
    for _each in range(scanned.length):
        state.push("text", "", 0).content = marker
        state.delimiters.append(
            Delimiter(
                marker=ord(marker),
                length=scanned.length,
                token=len(state.tokens) - 1,
                end=-1,
                open=scanned.can_open or (beside_chinese and not after.isspace()),
                close=scanned.can_close or (beside_chinese and not before.isspace()),
            )
        )
    state.pos = end
    return True


def _name(token):
    return unquote(token.attrs.get("src", ""))


def _lines_to_paragraphs(state):
    """Every line of a paragraph that stands by itself becomes a paragraph, and a picture alone in one a figure. Spaces
    set by hand before the first word go: the page indents."""
    found = []
    for token in state.tokens:
        inside = found and found[-1].type == "paragraph_open" and found[-1].level == 0
        if token.type == "inline" and inside:
            found += _split(found.pop(), token)
        elif not (token.type == "paragraph_close" and token.level == 0):
            found.append(token)
    state.tokens = found


def _split(opening, inline):
    for children in _lines(inline.children):
        if len(children) == 1 and children[0].type == "image":
            yield Token("figure", "figure", 0, block=True, meta={"name": _name(children[0])})
            continue
        if children and children[0].type == "text":
            children[0].content = children[0].content.lstrip("\u3000 ")
        yield opening
        yield Token("inline", "", 0, block=True, children=children)
        yield Token("paragraph_close", "p", -1, block=True)


def _lines(children):
    """Children of an inline, parted at the ends of lines that no emphasis spans."""
    lines = [[]]
    for child in children:
        if child.type in ("softbreak", "hardbreak") and child.level == 0:
            lines.append([])
        elif child.content or child.type != "text":
            lines[-1].append(child)
    return [line for line in lines if line]


def _only_addresses(state):
    """A file name is good for a picture; as a link it leads nowhere, and its words alone are left."""
    for token in state.tokens:
        if token.type == "inline":
            token.children = list(_with_addresses(token.children))


def _with_addresses(children):
    leads = False
    for child in children:
        if child.type == "link_open":
            leads = bool(VALUES["href"].fullmatch(child.attrs["href"]))
        if leads or child.type not in ("link_open", "link_close"):
            yield child


def _in_order(state):
    """Headings begin below the page's own and skip no level; cells say by a class which way they stand."""
    above = []  # the levels as typed of the headings a token stands under
    for token in state.tokens:
        if token.type == "heading_open":
            above = [level for level in above if level < token.tag] + [token.tag]
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(1 + len(above), 4)}"
        if token.type in ("th_open", "td_open"):
            style = token.attrs.pop("style", "")
            token.attrs |= {"class": "num"} if "right" in style else {}
            token.attrs |= {"scope": "col"} if token.type == "th_open" else {}


def _link(renderer, tokens, index, options, env):
    href = tokens[index].attrs["href"]
    tokens[index].attrs = {"href": href} | ({} if HERE.fullmatch(href) else {"rel": AWAY})
    return renderer.renderToken(tokens, index, options, env)


def _figure(_renderer, tokens, index, _options, env):
    picture = (env["pictures"] or {}).get(tokens[index].meta["name"])
    if picture is None:
        return ""
    attrs = {"src": picture.url, "alt": picture.alt, "width": str(picture.width), "height": str(picture.height)}
    told = "".join(f' {name}="{nh3.clean_text(value) if name == "alt" else value}"' for name, value in attrs.items())
    caption = f"<figcaption>{nh3.clean_text(picture.caption)}</figcaption>" if picture.caption else ""
    return f"<figure><img{told}>{caption}</figure>\n"


def _made():
    markdown = MarkdownIt("commonmark", {"html": False, "breaks": True, "maxNesting": DEEPEST}).enable("table")
    markdown.disable(OFF)
    markdown.validateLink = lambda url: bool(VALUES["href"].fullmatch(url) or FILE_NAME.fullmatch(url))
    markdown.inline.ruler.at("emphasis", _emphasis)
    markdown.core.ruler.push("only_addresses", _only_addresses)
    markdown.core.ruler.push("lines_to_paragraphs", _lines_to_paragraphs)
    markdown.core.ruler.push("in_order", _in_order)
    markdown.add_render_rule("link_open", _link)
    markdown.add_render_rule("figure", _figure)
    markdown.add_render_rule("image", lambda *_token: "")
    return markdown


MARKDOWN = _made()
