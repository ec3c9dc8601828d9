"""The markup of articles: what each line becomes, and that nothing but the allowed ever comes out."""

import time
from html.parser import HTMLParser

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from registry.markup import (
    ATTRIBUTES,
    AWAY,
    LONGEST,
    TAGS,
    VALUES,
    Picture,
    nests_too_deeply,
    pictures_in,
    plain_lines,
    render,
    sanitised,
)

PICTURES = {"图1.png": Picture("/articles/1/files/1.png", '图"<1>', "说明 <b>", 640, 400)}
FIGURE = (
    '<figure><img src="/articles/1/files/1.png" alt="图&quot;&lt;1&gt;" width="640" height="400">'
    "<figcaption>说明 &lt;b&gt;</figcaption></figure>"
)
# What is typed, and what is read.
BECOMES = {
    "第一段\n第二段": "<p>第一段</p>\n<p>第二段</p>",
    "　　第一段": "<p>第一段</p>",
    "**“四梁八柱”**聚焦": "<p><strong>“四梁八柱”</strong>聚焦</p>",
    "聚焦**（一）**、*柔性*监管": "<p>聚焦<strong>（一）</strong>、<em>柔性</em>监管</p>",
    "五 * 六 ** 七": "<p>五 * 六 ** 七</p>",
    "2016_2020_普法": "<p>2016_2020_普法</p>",
    "# 大\n# 又大\n### 深": "<h2>大</h2>\n<h2>又大</h2>\n<h3>深</h3>",
    "### 深在前\n## 一\n## 二\n#### 更深": "<h2>深在前</h2>\n<h2>一</h2>\n<h2>二</h2>\n<h3>更深</h3>",
    "# 一\n## 二\n### 三\n#### 四\n# 五": "<h2>一</h2>\n<h3>二</h3>\n<h4>三</h4>\n<h4>四</h4>\n<h2>五</h2>",
    "题\n====\n文\n----": "<p>题</p>\n<p>====</p>\n<p>文</p>\n<p>----</p>",
    "- 一\n- 二": "<ul>\n<li>一</li>\n<li>二</li>\n</ul>",
    "3. 三\n4. 四": '<ol start="3">\n<li>三</li>\n<li>四</li>\n</ol>',
    "> 引文": "<blockquote>\n<p>引文</p>\n</blockquote>",
    "|种类|个数|\n|-|-:|\n|村|244|": (
        '<table>\n<thead>\n<tr>\n<th scope="col">种类</th>\n<th class="num" scope="col">个数</th>\n</tr>\n</thead>\n'
        '<tbody>\n<tr>\n<td>村</td>\n<td class="num">244</td>\n</tr>\n</tbody>\n</table>'
    ),
    "![随便](图1.png)": FIGURE,
    "前\n![](图1.png)\n后": f"<p>前</p>\n{FIGURE}\n<p>后</p>",
    "![](没有.png)": "",
    "文中![](图1.png)之图": "<p>文中之图</p>",
    "[外](https://example.org/a?b=1)": f'<p><a href="https://example.org/a?b=1" rel="{AWAY}">外</a></p>',
    "[内](/named/?page=2 '题')": '<p><a href="/named/?page=2">内</a></p>',
    "[邻](图1.png)": "<p>邻</p>",
    "[坏](javascript:alert(1))": "<p>[坏](javascript:alert(1))</p>",
    "[坏](//evil.example)": "<p>[坏](//evil.example)</p>",
    "[内](/\\evil.example)": '<p><a href="/%5Cevil.example">内</a></p>',
    "[坏](https://a@evil.example)": "<p>[坏](https://a@evil.example)</p>",
    "![坏](data:image/png,x)": "<p>![坏](data:image/png,x)</p>",
    "<b onclick=x>粗</b>&nbsp;`码`": "<p>&lt;b onclick=x&gt;粗&lt;/b&gt;&amp;nbsp;`码`</p>",
    "<https://example.org>": "<p>&lt;https://example.org&gt;</p>",
    "    缩进": "<p>缩进</p>",
    "```\n码\n```": "<p>```</p>\n<p>码</p>\n<p>```</p>",
    "为高质量发展提供法治支撑--松山区 ‘智慧+交通’ “三统一” ……": (
        "<p>为高质量发展提供法治支撑--松山区 ‘智慧+交通’ “三统一” ……</p>"
    ),
}


class Read(HTMLParser):
    """Every element and attribute of a piece of HTML."""

    def __init__(self, text):
        super().__init__()
        self.found = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attributes):
        self.found.append((tag, attributes))

    def handle_comment(self, data):
        self.found.append(("!--", []))

    handle_decl = handle_pi = unknown_decl = handle_comment


def not_allowed(html):
    """What stands in it and may not."""
    for tag, attributes in Read(html).found:
        if tag not in TAGS:
            yield tag
        for name, value in attributes:
            wanted = VALUES.get(name)
            if name not in ATTRIBUTES.get(tag, ()) or (wanted and not wanted.fullmatch(value or "")):
                yield tag, name, value


@pytest.mark.parametrize("typed", BECOMES)
def test_what_is_typed_becomes_what_is_read(typed):
    assert render(typed, PICTURES).strip() == BECOMES[typed]


def test_the_check_finds_what_is_not_allowed():
    """The property below can fail: each of these is found."""
    bad = '<script>x</script><p onclick="x" style="y">z</p><a href="javascript:x">z</a><img src="//e"><!--c-->'
    assert list(not_allowed(bad)) == [
        "script",
        ("p", "onclick", "x"),
        ("p", "style", "y"),
        ("a", "href", "javascript:x"),
        ("img", "src", "//e"),
        "!--",
    ]


HOSTILE = r"""
<script> </script> <img/src=x/onerror=alert(1)> javascript: JaVaScRiPt&#58; data:text/html, [ ] ( ) ![ ]( <a/href=
onload= style= " ' > < & &lt; &#x6a; \ / // http:// https://a @ * ** _ ` ``` # ## > - 1. | |- |-: 字 “ ” 图1.png
<!-- --> <![CDATA[ ]]> <svg> <math> xlink:href= 𠀀 {} : ? =
"""
BLANKS = ["\n", "\n\n", "    ", "\t", "\u3000", "\x00", "\u202e", "| a | b |\n|---|--:|\n| 1 | 2 |\n"]
PIECES = st.sampled_from(HOSTILE.split() + BLANKS)


@given(st.lists(PIECES | st.text(max_size=8), max_size=40).map("".join))
@example("[a](javascript&colon;alert(1))")
@example('![" onerror="alert(1)](图1.png)')
@example("[a](https://e.example/\"onmouseover='x')")
@example("| <script> |\n|:-:|\n| [x](data:x) |")
def test_nothing_but_the_allowed_ever_comes_out(text):
    assert list(not_allowed(render(text, PICTURES))) == []


@given(st.lists(PIECES | st.text(max_size=8), max_size=40).map("".join))
@example('<p onclick="x" style="y" class="z">a</p><script>b</script><a href="javascript:c" target="_blank">d</a>')
@example('<img src="//evil.example/x.png" srcset="y 2x"><svg onload="x"><a href="https://a@evil.example">e</a>')
def test_the_second_look_lets_nothing_else_through_whoever_made_it(html):
    assert list(not_allowed(sanitised(html))) == []


@given(st.text(alphabet="松山区法治“”‘’《》（）、，。；：！？—…·0123456789 -+%", max_size=60))
def test_chinese_prose_is_kept_verbatim(text):
    """Nothing in it is markup, so a line is read as it was typed, spaces at its ends aside."""
    text = "文" + text.strip() + "文"
    assert "".join(render(text, {}).split("\n")).strip() == f"<p>{text}</p>"


@pytest.mark.once
@pytest.mark.parametrize(
    "hostile",
    [
        "*",
        "[",
        "![](",
        "> ",
        "- ",
        "**a",
        "a**",
        "|",
        "[a](",
        "](",
        "\\",
        "a\n",
        "1. ",
        "# a\n",
        "字*“",
        "|a\n|-\n|b\n",
    ],
)
def test_the_longest_text_is_rendered_while_somebody_waits(hostile):
    begun = time.process_time()
    render((hostile * LONGEST)[:LONGEST], PICTURES)
    assert time.process_time() - begun < 5


def nested(mark, depth):
    """`depth` items or quotes, each within the one before: with a word in each."""
    step = {"- ": "  ", "1. ": "   ", "> ": "> "}[mark]
    return "".join(
        f"{step * level}{mark}字{level}\n" + "> " * (level + 1) * (mark == "> ") + "\n" for level in range(depth)
    )


@pytest.mark.parametrize("mark", ["- ", "1. ", "> "])
@pytest.mark.parametrize("depth", [3, 9, 10, 11, 19, 20, 40])
def test_no_word_is_lost_in_lists_and_quotes_without_a_warning(mark, depth):
    body = nested(mark, depth)
    is_whole = plain_lines(body) == [f"字{level}" for level in range(depth)]
    assert is_whole is not nests_too_deeply(body)
    assert is_whole or depth > 9


def test_pictures_are_told_apart_by_where_they_stand():
    body = "![](图1.png)\n文![](图2.png)文\n\n> ![](图3.png)\n\n![](%E5%9B%BE4.png)"
    assert pictures_in(body) == (["图1.png", "图4.png"], ["图2.png", "图3.png"])


def test_editions_are_compared_by_what_the_text_says():
    body = "　　一**二**\n三\n## 题\n- 项\n\n|甲|乙|\n|-|-|\n|1|2|\n\n![](图1.png)\n[文](/named/)\n"
    assert plain_lines(body) == ["一二", "三", "题", "项", "甲 · 乙", "1 · 2", "图1.png", "文 (/named/)"]
