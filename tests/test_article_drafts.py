"""An article on its way to the public: written by one, confirmed by another, frozen; every refusal writes nothing."""

from io import BytesIO

import pytest
from django.contrib.admin.models import LogEntry
from django.db import IntegrityError, transaction

from registry.article_verification import article_findings
from registry.models import Article, ArticleFile, ArticleText, ArticleWithholding, ReleaseKind, Series
from registry.pages.articles import reading_of
from submissions import article_drafts
from submissions.models import ArticleDraft, ArticleSignOff, DraftArticleFile, Material, RoundRules, StoredFile
from submissions.publishing import PublishRefused, articles, withholding

from .articles import SERIES, png
from .made_files import pdf

pytestmark = pytest.mark.django_db

BODY = "松山区的做法。\n\n![](图1.png)"
WORDS = {"series": SERIES, "part": 4, "title": "松山区纪实", "body": BODY, "credit": "市局法治调研与督察科供稿"}
IDENTITY = "11010519491231002X"  # the example of GB 11643
KEPT = (ArticleDraft, DraftArticleFile, ArticleSignOff, Series, Article, ArticleText, ArticleFile, ArticleWithholding)


def everything():
    return [list(model.objects.order_by("pk").values()) for model in KEPT]


def entries_of(draft):
    return set(draft.entries.values_list("pk", flat=True))


class Desk:
    """What the regional office does with articles, in few words."""

    def __init__(self, cast):
        self.cast, self.by, self.second = cast, cast.regional_office, cast.second_person

    def draft(self, entries=(), figure=True, **words):
        draft = articles.start(self.by, entries, **{**WORDS, **words})
        if figure:
            self.picture(draft)
        return draft

    def picture(self, draft, name="图1.png", content=None, alt="柱状图"):
        return articles.add_file(draft, self.by, BytesIO(content or png()), name, True, alt, "数量")

    def attach(self, draft, name="名单.pdf", content=None):
        return articles.add_file(draft, self.by, BytesIO(content or pdf()), name, False)

    def review(self, draft, by=None):
        return articles.sign_off(draft, by or self.by, article_drafts.digest_of(draft))

    def confirm(self, draft, by=None):
        return articles.confirm(draft, by or self.second, article_drafts.digest_of(draft))

    def publish(self, **facts):
        draft = self.draft(**facts)
        self.review(draft)
        return self.confirm(draft)

    def mend(self, article, **words):
        draft = articles.start_further(article, self.by)
        known = {name: getattr(draft, name) for name in WORDS}
        seen = article_drafts.digest_of(draft)
        articles.change(draft, self.by, seen, draft.entries.all(), **{**known, "note": "更正数字", **words})
        self.review(draft)
        return self.confirm(draft)


@pytest.fixture
def office(cast):
    return Desk(cast)


@pytest.fixture
def entry(cast):
    """A published candidate of the cast's round."""
    submission = cast.submission_in("named", title="公开的项目")
    cast.publish(ReleaseKind.NAMING, submission)
    submission.refresh_from_db()
    return submission.entry


def refused(act, *sentences):
    before = everything()
    with pytest.raises(PublishRefused) as refusal, transaction.atomic():
        act()
    assert refusal.value.sentences == list(sentences)
    assert everything() == before


def test_an_article_is_published_as_it_was_drafted(office, entry):
    draft = office.draft([entry], subtitle="——纪实", source="公开报道")
    office.attach(draft)
    office.review(draft)
    article = office.confirm(draft)
    draft.refresh_from_db()
    assert (draft.state, draft.confirmed_by, draft.article) == ("published", office.second, article)
    text = article.text
    assert (text.title, text.subtitle, text.body, text.credit, text.source, text.note) == (
        "松山区纪实", "——纪实", BODY, WORDS["credit"], "公开报道", ""
    )  # fmt: skip
    assert [(one.name, one.is_picture, one.alt, one.width) for one in article.files.all()] == [
        ("图1.png", True, "柱状图", 64), ("名单.pdf", False, "", None)
    ]  # fmt: skip
    assert list(article.entries.all()) == [entry]
    assert list(article_findings()) == []


def test_the_preview_shows_what_will_be_published(office, entry):
    draft = office.draft([entry], subtitle="——纪实", source="公开报道")
    office.attach(draft)
    shown = article_drafts.preview(draft, lambda one: f"/articles/1/files/{one.name}")
    office.review(draft)
    told = reading_of(office.confirm(draft))
    assert shown.html == told.html.replace("%E5%9B%BE1", "图1")
    for name in ("series", "part", "title", "subtitle", "credit", "source", "entries"):
        assert getattr(shown, name) == getattr(told, name)
    assert [(one.name, one.kind, one.size) for one in shown.attachments] == [("名单.pdf", "PDF", len(pdf()))]


@pytest.mark.parametrize("who", ["drafter", "city_office", "evaluator", "auditor", "administrator", "superuser"])
def test_nobody_but_the_regional_office_writes_or_publishes(office, who):
    draft, by = office.draft(), office.cast.people[who]
    article = office.publish(part=5)
    seen = article_drafts.digest_of(draft)
    for act in (
        lambda: articles.start(by, **WORDS),
        lambda: articles.start_further(article, by),
        lambda: articles.change(draft, by, seen, **WORDS),
        lambda: articles.add_file(draft, by, BytesIO(png()), "a.png", True, "x"),
        lambda: articles.drop_file(draft.files.get(), by),
        lambda: articles.sign_off(draft, by, seen),
        lambda: articles.discard(draft, by),
    ):
        refused(act, "只有自治区依法治区办可以发布。")


def test_who_drafted_it_does_not_confirm_it(office):
    draft = office.draft()
    office.review(draft)
    refused(lambda: office.confirm(draft, office.by), "您是拟稿人，须由另一人确认。")
    with pytest.raises(IntegrityError), transaction.atomic():
        ArticleDraft.objects.filter(pk=draft.pk).update(confirmed_by=office.by)


def test_the_secrecy_review_counts_for_the_content_seen_alone(office):
    draft = office.draft()
    office.review(draft)
    articles.change(draft, office.by, article_drafts.digest_of(draft), **{**WORDS, "title": "改题"})
    refused(lambda: office.confirm(draft), "尚未保密审查。")
    office.review(draft)
    assert office.confirm(draft).text.title == "改题"


def test_the_secrecy_review_is_asked_unless_the_round_goes_without(office, entry):
    RoundRules.objects.filter(round=entry.round).update(asks_secrecy_review=False)
    assert article_drafts.asks_secrecy_review(office.draft(part=1))
    draft = office.draft([entry], part=2)
    assert not article_drafts.asks_secrecy_review(draft)
    assert office.confirm(draft).number == 1


def test_what_was_changed_since_it_was_seen_is_neither_reviewed_nor_confirmed_nor_overwritten(office):
    draft = office.draft()
    office.review(draft)
    seen = article_drafts.digest_of(draft)
    office.attach(draft)
    sentence = "您打开之后发布稿已有改动，请重新核对。"
    refused(lambda: articles.confirm(draft, office.second, seen), sentence)
    refused(lambda: articles.sign_off(draft, office.by, seen), sentence)
    refused(lambda: articles.change(draft, office.by, seen, **WORDS), sentence)


def test_an_ended_draft_stays_as_it_is(office):
    draft = office.draft()
    articles.discard(draft, office.by)
    seen = article_drafts.digest_of(draft)
    for act in (
        lambda: office.confirm(draft),
        lambda: office.review(draft),
        lambda: office.picture(draft, "图2.png"),
        lambda: articles.drop_file(draft.files.get(), office.by),
        lambda: articles.change(draft, office.by, seen, **WORDS),
        lambda: articles.discard(draft, office.by),
    ):
        refused(act, "这份发布稿已作废。")
    assert Article.objects.count() == 0


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ({"title": " "}, "系列、标题、供稿和正文不得为空。"),
        ({"body": ""}, "系列、标题、供稿和正文不得为空。"),
        ({"body": "字" * 50_001}, "正文超过50000字。"),
        (
            {"body": "机密★10年"},
            "文字中带有密级标志“机密★10年”。本系统不得录入国家秘密，请删去。",
        ),
    ],
)
def test_words_that_cannot_be_are_refused_at_once(office, words, sentence):
    draft = office.draft()
    refused(lambda: articles.start(office.by, **{**WORDS, **words}), sentence)
    seen = article_drafts.digest_of(draft)
    refused(lambda: articles.change(draft, office.by, seen, **{**WORDS, **words}), sentence)


@pytest.mark.parametrize(
    ("words", "sentences"),
    [
        ({"body": f"身份证号{IDENTITY}\n![](图1.png)"}, ["含有居民身份证号码，发布后将公开，请删除。"]),
        ({"body": "![](图1.png)\n![](图2.png)"}, ["正文引用的图片“图2.png”尚未上传。"]),
        ({"body": "文![](图1.png)"}, ["图片“图1.png”夹在文字中，请单独占一行。"]),
        (
            {"body": "无图"},
            ["图片“图1.png”未在正文中引用：请在正文中单独一行写 ![](图1.png)，或移除该图片。"],
        ),
        (
            {"body": "> " * 20 + "字\n\n![](图1.png)"},
            ["引文和列表嵌套层数过多，部分文字将无法显示。请减少嵌套。"],
        ),
        ({"part": 9}, ["该系列第9篇已发布，如需修改请发布修订版。"]),
    ],
)
def test_what_stands_against_publishing_is_said_in_sentences(office, words, sentences):
    office.publish(part=9)
    draft = office.draft(**words)
    office.review(draft)
    refused(lambda: office.confirm(draft), *sentences)


def test_a_picture_needs_words_and_a_name_of_its_own(office):
    draft = office.draft()
    refused(lambda: office.picture(draft, "图2.png", alt=" "), "请用文字说明图片内容，供看不到图片的读者使用。")
    refused(lambda: office.picture(draft), "已有文件“图1.png”：请先移除，或更改文件名后上传。")


def test_an_article_has_a_bounded_number_of_files(office):
    draft = office.draft()
    for number in range(article_drafts.MOST_FILES - 1):
        office.attach(draft, f"{number}.pdf")
    refused(lambda: office.attach(draft, "多.pdf"), "每篇文章最多20个文件。")


def test_a_further_edition_begins_with_what_is_published_and_keeps_its_place(office, entry):
    first = office.publish(entries=[entry])
    draft = articles.start_further(first, office.by)
    assert (draft.series, draft.part, draft.title, draft.body) == (SERIES, 4, "松山区纪实", BODY)
    assert [one.name for one in draft.files.all()] == ["图1.png"]
    assert entries_of(draft) == {entry.pk}
    articles.discard(draft, office.by)
    second = office.mend(first, part=7, series="另一系列", title="改题")
    assert (second.series, second.part, second.edition, second.supersedes) == (first.series, 4, 2, first)
    assert (second.text.note, first.text.title, second.text.title) == ("更正数字", "松山区纪实", "改题")
    assert [one.sha256 for one in second.files.all()] == [one.sha256 for one in first.files.all()]
    assert list(article_findings()) == []


def test_a_further_edition_says_what_was_mended(office):
    draft = articles.start_further(office.publish(), office.by)
    office.review(draft)
    refused(lambda: office.confirm(draft), "请写明修订说明，说明将公开。")


def test_one_edition_is_superseded_once(office):
    first = office.publish()
    late = articles.start_further(first, office.by)
    office.mend(first)
    first = Article.objects.get(pk=first.pk)
    refused(lambda: articles.start_further(first, office.by), "该版次已被替换，请修订最新版次。")
    office.review(late)
    refused(lambda: office.confirm(late), "该文章的修订版已另行发布。", "请写明修订说明，说明将公开。")


def test_withholding_takes_one_edition_or_all(office):
    first = office.publish()
    second = office.mend(first)
    assert withholding.withhold_article(first, office.by, "含有个人信息") == 1
    assert [hasattr(one, "text") for one in Article.objects.order_by("number")] == [False, True]
    assert withholding.withhold_article(first, office.by, "含有个人信息", all_editions=True) == 1
    told = ArticleWithholding.objects.order_by("article__number").values_list("article", "reason", "decided_by")
    assert list(told) == [(one.pk, "含有个人信息", "自治区党委依法治区办") for one in (first, second)]
    logged = LogEntry.objects.filter(user=office.by, content_type__model="article")
    assert sorted(logged.values_list("object_id", flat=True)) == [str(first.pk), str(second.pk)]


def test_the_desks_own_copies_go_with_the_last_edition_that_holds_them(
    office, aside, django_capture_on_commit_callbacks
):
    first = office.publish()
    copy = StoredFile.objects.get(sha256=first.files.get().sha256)
    second = office.mend(first)
    with django_capture_on_commit_callbacks(execute=True):
        withholding.withhold_article(first, office.by, "含有个人信息")
    assert copy.file.storage.exists(copy.file.name)
    with django_capture_on_commit_callbacks(execute=True):
        withholding.withhold_article(second, office.by, "含有个人信息")
    assert not copy.file.storage.exists(copy.file.name)
    assert StoredFile.objects.filter(pk=copy.pk).count() == 0


def test_a_copy_that_a_submission_holds_too_stays(office, django_capture_on_commit_callbacks):
    article = office.publish()
    copy = StoredFile.objects.get(sha256=article.files.get().sha256)
    draft = office.cast.draft()
    Material.objects.create(submission=draft, name="图.png", file=copy, added_by=draft.created_by)
    with django_capture_on_commit_callbacks(execute=True):
        withholding.withhold_article(article, office.by, "含有个人信息")
    assert copy.file.storage.exists(copy.file.name)


@pytest.mark.parametrize(
    ("reason", "sentence"),
    [
        (" ", "请写明理由，理由将公开。"),
        ("撤下“松山区纪实”", "理由中重复了要撤下的内容，请换一种说法。"),
        ("电话13800138000", "理由中重复了要撤下的内容，请换一种说法。"),
    ],
)
def test_a_reason_is_given_and_gives_nothing_away(office, reason, sentence):
    article = office.publish(body=BODY + "\n联系电话13800138000")
    refused(lambda: withholding.withhold_article(article, office.by, reason), sentence)


def test_what_is_withheld_is_not_withheld_again(office):
    article = office.publish()
    withholding.withhold_article(article, office.by, "含有个人信息")
    refused(lambda: withholding.withhold_article(article, office.by, "含有个人信息"), "该文章已撤下。")


def test_the_auditor_withholds_nothing(office):
    article = office.publish()
    by = office.cast.auditor
    refused(lambda: withholding.withhold_article(article, by, "含有个人信息"), "只有自治区依法治区办可以撤下文字。")
