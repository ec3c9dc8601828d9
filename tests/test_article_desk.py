"""Articles at the workbench: an editor's way through the pages, and what each page says to whom."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from registry.models import Article
from registry.record import Statement, issue
from submissions import article_drafts
from submissions.models import ArticleDraft
from submissions.publishing import articles, withholding

from .articles import png
from .desk import desk, errors, form_of, said
from .made_files import pdf
from .reading import all_of, page
from .record import DECISION, PUBLISHED, ground, make_round, seed_round
from .test_article_drafts import BODY, IDENTITY, WORDS, Desk, everything, office  # noqa: F401

pytestmark = pytest.mark.django_db


def upload(client, draft, name="图1.png", content=None, **facts):
    sent = {"use": "picture", "alt": "柱状图", "caption": "数量", **facts}
    file = SimpleUploadedFile(name, content or png())
    return client.post(reverse("article_file_add", args=[draft.pk]), {**sent, "file": file}, follow=True)


def seen(draft):
    return {"seen_digest": article_drafts.digest_of(draft)}


def post(client, name, *args, **data):
    return client.post(reverse(name, args=args), data, follow=True)


def test_an_editors_way_from_the_first_word_to_the_tombstone(cast):
    entry = seed_round().entries["松山区"]
    writer, second = desk(cast.regional_office), desk(cast.second_person)
    response = post(writer, "article_new", **WORDS, entries="松山区")
    assert said(response) == ["草稿已保存。请添加图片和附件，并查看预览。"]
    draft = ArticleDraft.objects.get()
    assert list(draft.entries.all()) == [entry]
    response = upload(writer, draft)
    assert said(response) == ["“图1.png”已上传。请在正文中单独一行写 ![](图1.png)，图片即在该处显示。"]
    upload(writer, draft, "名单.pdf", pdf(), use="attachment", alt="", caption="")
    shown = writer.get(reverse("article_draft", args=[draft.pk]))
    figure = reverse("article_draft_file", args=[draft.pk, draft.files.first().pk])
    assert f'<img src="{figure}" alt="柱状图" width="64" height="40">' in shown.content.decode()
    assert post(writer, "article_review", draft.pk, **seen(draft), note="已审").status_code == 200
    own = writer.post(reverse("article_confirm", args=[draft.pk]), seen(draft))
    assert (own.status_code, errors(own)) == (409, ["您是拟稿人，须由另一人确认。"])
    response = post(second, "article_confirm", draft.pk, **seen(draft))
    assert said(response) == ["第1号文章已发布，即时公开。如需修改，请发布修订版。"]
    post(second, "article_further", 1)
    further = ArticleDraft.objects.get(state="open")
    mended = {**form_of(second.get(reverse("article_edit", args=[further.pk]))), "title": "改题", "note": "更正标题"}
    assert said(post(second, "article_edit", further.pk, **mended)) == ["文字已修改，此前的保密审查失效。"]
    further.refresh_from_db()
    post(second, "article_review", further.pk, **seen(further))
    post(writer, "article_confirm", further.pk, **seen(further))
    assert [one.text.title for one in Article.objects.order_by("number")] == ["松山区纪实", "改题"]
    response = post(writer, "article_withhold", 2, which="all", reason="含有个人信息")
    assert said(response) == ["已撤下2个版次的文字和文件，原处保留撤下时间和理由。"]
    public = desk(cast.drafter).get("/articles/2/")
    assert all_of(public, "h1") == ["本文已撤下"]


def test_an_article_being_prepared_stands_on_the_first_screen_of_those_who_publish(office):  # noqa: F811
    draft = office.draft()
    link = f'<a href="{reverse("article_draft", args=[draft.pk])}">'
    shown = {
        who: desk(getattr(office.cast, who)).get(reverse("workbench")).content.decode().count(link)
        for who in ("second_person", "auditor", "city_office")
    }
    assert shown == {"second_person": 1, "auditor": 1, "city_office": 0}


def test_the_preview_is_the_public_page_word_for_word(office):  # noqa: F811
    draft = office.draft(subtitle="——纪实", source="公开报道")
    office.attach(draft)
    client = desk(office.by)

    def article(response):
        return response.content.decode().partition("<article")[2].partition("</article>")[0]

    private = article(client.get(reverse("article_draft", args=[draft.pk])))
    office.review(draft)
    office.confirm(draft)
    public = article(client.get("/articles/1/"))
    for file in draft.files.all():
        there = reverse("article_file", args=[1, file.name])
        private = private.replace(reverse("article_draft_file", args=[draft.pk, file.pk]), there)
    private = private.replace("<h3 class", "<h1 class").replace(
        '</h3>\n    <p class="article-s', '</h1>\n    <p class="article-s'
    )
    private = private.replace(f"%2Fworkbench%2Farticles%2Fdrafts%2F{draft.pk}%2F", "%2Farticles%2F1%2F")
    assert private == public


@pytest.mark.parametrize(
    ("words", "errors_said"),
    [
        ({"title": ""}, ["标题 · 该字段是必填项。"]),
        ({"part": "0"}, ["系列序号 · 确保该值大于或等于1。"]),
        ({"part": "四"}, ["系列序号 · 输入整数。"]),
        ({"title": "题\u202e"}, ["标题 · 第 2 个字符是无法保存和刊印的字符（U+202E），请删去；其余内容均已保留。"]),
        ({"body": "绝密★长期"}, ["正文 · 文字中带有密级标志“绝密★长期”。本系统不得录入国家秘密，请删去。"]),
        ({"entries": "没有此地"}, ["关联条目 · 公开记录中没有“没有此地”。"]),
        ({"entries": "/entries/00000000-0000-0000-0000-000000000000/"}, None),
        ({"entries": "绝密★长期"}, None),
    ],
)
def test_what_cannot_be_kept_is_told_beside_its_field_and_not_kept(cast, words, errors_said):
    before = everything()
    response = desk(cast.regional_office).post(reverse("article_new"), {**WORDS, **words})
    found = errors(response)
    assert (len(found), everything()) == (1, before)
    assert found == (errors_said or found)
    assert response.context["form"]["credit"].value() == WORDS["credit"]


def test_an_entry_of_several_rounds_is_asked_for_by_its_address(cast):
    first = seed_round().entries["松山区"]
    places, other = ground(), make_round(code="2021", year=2021, name="2021年批次")
    named = Statement("comprehensive", places["松山区"], "named", "松山区")
    _release, [item] = issue(other, "naming_decision", DECISION, [named], PUBLISHED)
    client = desk(cast.regional_office)
    [told] = errors(client.post(reverse("article_new"), {**WORDS, "entries": "松山区"}))
    for one in (first, item.entry):
        assert f"/entries/{one.pk}/" in told
    post(client, "article_new", **WORDS, entries=f"/entries/{item.entry.pk}/\n松山区 /entries/{item.entry.pk}/")
    assert list(ArticleDraft.objects.get().entries.all()) == [item.entry]


def test_who_was_faster_is_not_overwritten_and_what_was_typed_stays(office):  # noqa: F811
    draft = office.draft()
    client = desk(office.by)
    opened = form_of(client.get(reverse("article_edit", args=[draft.pk])))
    articles.change(draft, office.second, article_drafts.digest_of(draft), **{**WORDS, "title": "先存的"})
    before = everything()
    response = client.post(reverse("article_edit", args=[draft.pk]), {**opened, "title": "后存的"})
    assert (response.status_code, errors(response)) == (409, ["您打开之后发布稿已有改动，请重新核对。"])
    assert everything() == before
    assert response.context["form"]["title"].value() == "后存的"
    again = client.post(reverse("article_edit", args=[draft.pk]), form_of(response), follow=True)
    assert all_of(again, "h1") == ["后存的"]


@pytest.mark.parametrize(
    ("facts", "sentences"),
    [
        ({"content": b"<svg/>"}, None),
        ({"alt": ""}, ["图片替代文字 · 请用文字说明图片内容，供看不到图片的读者使用。"]),
        ({"use": "video"}, None),
        ({"alt": "机密★10年"}, None),
        ({"name": "机密★10年.png"}, None),
        ({"content": pdf()}, None),
    ],
)
def test_a_file_that_cannot_be_taken_is_told_beside_its_field(office, facts, sentences):  # noqa: F811
    draft = office.draft()
    before = everything()
    found = errors(upload(desk(office.by), draft, **facts))
    assert (len(found), everything()) == (1, before)
    assert found == (sentences or found)


def test_an_identity_number_is_flagged_on_the_page(office):  # noqa: F811
    draft = office.draft(body=f"{BODY}\n{IDENTITY}")
    assert "含有居民身份证号码，发布后将公开，请删除。" in page(
        desk(office.by).get(reverse("article_draft", args=[draft.pk]))
    )


def test_files_of_a_draft_are_shown_to_those_who_see_publishing(office):  # noqa: F811
    draft = office.draft()
    file = office.attach(draft)
    shown = {one: reverse("article_draft_file", args=[draft.pk, one.pk]) for one in draft.files.all()}
    headers = [desk(office.cast.auditor).get(address).headers for address in shown.values()]
    assert [one["Content-Disposition"].split(";")[0] for one in headers] == ["inline", "attachment"]
    assert {"no-store" in one["Cache-Control"] for one in headers} == {True}
    assert desk(office.cast.drafter).get(shown[file]).status_code == 404


def test_the_auditor_reads_and_is_offered_nothing(office):  # noqa: F811
    draft, client = office.draft(), desk(office.cast.auditor)
    article = office.publish(part=5)
    for address in (
        reverse("article_list"),
        reverse("article_draft", args=[draft.pk]),
        reverse("article_published", args=[article.number]),
    ):
        response = client.get(address)
        assert response.status_code == 200
        offered = [words for words in all_of(response, "button") + all_of(response, "a", 'class="button') if words]
        assert (
            set(offered) - {"退出登录", "大", "中", "小", "收藏", "打印", "关闭", "完成保密审查", "确认发布"} == set()
        )


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(("name", "queries"), [("article_list", 7), ("article_draft", 22), ("article_published", 6)])
def test_pages_take_a_fixed_number_of_queries(office, django_assert_num_queries, rows, name, queries):  # noqa: F811
    client = desk(office.by)
    entries = list(seed_round().entries.values())[:rows]
    article = office.publish(part=99)
    for part in range(rows - 1):
        article = office.mend(article)
        office.draft(part=part + 1)
    draft = office.draft(entries, part=50)
    for number in range(rows):
        office.attach(draft, f"{number}.pdf")
    args = {"article_list": [], "article_draft": [draft.pk], "article_published": [article.number]}[name]
    with django_assert_num_queries(queries):
        assert client.get(reverse(name, args=args)).status_code == 200


def test_a_withheld_article_is_named_nowhere_on_the_published_pages(office):  # noqa: F811
    article = office.publish(title="机密之题")
    withholding.withhold_article(article, office.by, "含有个人信息")
    client = desk(office.by)
    for address in (reverse("article_published", args=[1]), reverse("article_withhold", args=[1])):
        assert "机密之题" not in page(client.get(address))
