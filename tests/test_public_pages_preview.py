"""A draft is previewed with the public templates, over rows that are not saved: what is seen is what will stand."""

import re

from django.template.loader import render_to_string

from registry.models import Category, Entry, Outcome, Release, ReleaseKind
from registry.pages import changes_by, release_context
from registry.record import Statement, build, issue

from .reading import words
from .record import DECISION, PUBLISHED, again, ground, make_round, seed_round


def official(html):
    return words(re.search(r"<article.*?</article>", html, re.S).group())


def test_the_preview_of_a_list_is_the_list_to_come(client, db):
    region, round = ground()["松山区"], make_round()
    statements = [
        Statement(Category.COMPREHENSIVE, region, Outcome.NAMED, "松山区"),
        Statement(Category.SINGLE, region, Outcome.NAMED, "一项 “创建”项目", lead_unit="某局"),
        Statement(Category.SINGLE, region, Outcome.NOT_NAMED, "另一项目", printed=False),
    ]
    facts = (round, ReleaseKind.NAMING, DECISION, statements)
    preview = render_to_string("registry/_release.html", release_context(*build(*facts, at=PUBLISHED)))
    assert (Release.objects.count(), Entry.objects.count()) == (0, 0)
    assert "/entries/" not in preview
    release, _items = issue(*facts, at=PUBLISHED)
    assert official(client.get(f"/releases/{release.number}/").content.decode()) == official(preview)


def test_a_draft_without_a_day_of_publication_can_be_previewed(db):
    seed = seed_round()
    statement = again(seed.entries["松山区"], "松山区", Outcome.NAMED)
    pairs = build(seed.round, ReleaseKind.CORRECTION, DECISION, [statement], supersedes=seed.decided)
    assert "松山区" in render_to_string("registry/_release.html", release_context(*pairs))


def test_what_a_draft_changes_stands_beside_what_is_public(db):
    seed = seed_round()
    statements = [
        again(seed.entries["松山区"], "松山区", Outcome.NAMED),
        again(seed.entries["宁城县"], "宁城县", Outcome.NAMED),
        Statement(Category.COMPREHENSIVE, ground()["红山区"], Outcome.NAMED, "红山区"),
    ]
    _release, pairs = build(seed.round, ReleaseKind.CORRECTION, DECISION, statements, supersedes=seed.decided)
    changes = changes_by(pairs)
    assert [
        (one.before and one.before.outcome, one.before_words.name, one.after.outcome, one.after_words.name)
        for one in changes
    ] == [("not_named", "松山区", "named", "松山区"), (None, "", "named", "红山区")]
    assert words(render_to_string("registry/_changes.html", {"changes": changes})).endswith(
        "○ 未命名 松山区 ● 已命名 松山区 此前未公开 ● 已命名 红山区"
    )


def test_what_a_draft_changes_is_found_in_one_query(db, django_assert_num_queries):
    seed = seed_round()
    statements = [again(entry, name, Outcome.NAMED) for name, entry in seed.entries.items()]
    _release, pairs = build(seed.round, ReleaseKind.CORRECTION, DECISION, statements, supersedes=seed.decided)
    with django_assert_num_queries(1):
        changes_by(pairs)
