"""`verify_releases` names what was altered behind the triggers."""

from copy import deepcopy
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.models import F
from django.utils import translation

from registry import append_only
from registry.models import Entry, ItemText, Outcome, Release, ReleaseItem, ReleaseKind, Span
from registry.record import Statement, build, follow, issue, item_digest, statements_of, withhold
from registry.searching import search_form
from registry.spans import rewrite
from registry.tallies import recount
from registry.verification import verify

from .record import DECISION, PUBLISHED, again, ground, make_round, seed_round

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


@pytest.fixture(scope="module")
def published(shared):
    """The seed's round as published, the triggers lifted (until all is rolled back)."""
    seed = seed_round()
    assert verify().findings == []
    connection.check_constraints()  # PostgreSQL drops no trigger while checks are still to be made
    append_only.lift()
    return seed


@pytest.fixture
def seed(published):
    """Objects of this test's own, so that what it does to them goes with it."""
    return deepcopy(published)


def delete(model, **which):
    model.objects.filter(**which)._raw_delete("default")


def remove_items(**which):
    delete(ItemText, item__in=ReleaseItem.objects.filter(**which).values("pk"))
    delete(ReleaseItem, **which)


def put_back():
    """Every entry and its spans as if they followed from the items that are left."""
    entries = list(Entry.objects.select_related("round"))
    statements = statements_of(entries)
    for entry in entries:
        follow(entry, statements[entry.pk])
        entry.searched = search_form(entry.current)
        entry.save()
    rewrite({entry: statements[entry.pk] for entry in entries}, 500)


def said(**options):
    out = StringIO()
    call_command("verify_releases", stdout=out, **options)
    return out.getvalue().splitlines()


def test_the_record_as_published_stands(seed):
    *heads, counts, verdict = said()
    assert [counts, verdict] == ["# 3 releases, 23 items, 0 of them withheld.", "# All as it was."]
    assert [line.split()[:2] for line in heads] == [["release", number] for number in "123"]


def test_a_finding_ends_the_command_with_one_and_says_what(seed):
    Release.objects.filter(number=3).update(source_title="关于命名的决定")
    with pytest.raises(CommandError) as ended:
        said()
    assert ended.value.returncode == 1
    assert str(ended.value).splitlines() == [RELEASE_3, "1 findings."]


def test_it_speaks_chinese(seed):
    Release.objects.filter(number=3).update(source_title="关于命名的决定")
    with translation.override("zh-hans"):
        assert verify().findings == ["第 3 号发布：被改动，或者有条目增减（校验值不符）"]


RELEASE_3 = "release 3: altered, or an item was added or is missing (its digest does not fit)"


@pytest.mark.parametrize(
    "change",
    [
        {"source_title": "改"},
        {"source_organ": "改"},
        {"source_number": "1号"},
        {"source_issued_on": "2023-11-02"},
        {"source_scan_digest": "0" * 64},
        {"published_at": F("published_at") + (PUBLISHED - PUBLISHED.replace(hour=1))},
        {"algorithm": "md5"},
        {"digest": "0" * 64},
    ],
    ids=lambda change: next(iter(change)),
)
def test_an_altered_release_is_named(seed, change):
    Release.objects.filter(number=3).update(**change)
    assert verify().findings == [RELEASE_3]


@pytest.mark.parametrize(
    "change",
    [{"region_path": "内蒙古自治区"}, {"printed": False}, {"order": 99}, {"text_digest": "0" * 64}],
    ids=lambda change: next(iter(change)),
)
def test_an_altered_item_is_named(seed, change):
    ReleaseItem.objects.filter(release=seed.decided, order=1).update(**change)
    order = change.get("order", 1)
    assert f"release 3, item {order}: altered (its digest does not fit)" in verify().findings


def test_an_item_altered_with_a_digest_made_to_fit_shows_in_its_release(seed):
    item = ReleaseItem.objects.get(release=seed.decided, order=1)
    item.region_path = "改"
    ReleaseItem.objects.filter(pk=item.pk).update(region_path="改", digest=item_digest(item))
    found_by = f"entry {item.entry_id}: it is found by other words than it prints"
    assert verify().findings == [RELEASE_3, found_by]


@pytest.mark.parametrize("change", [{"name": "改"}, {"lead_unit": "改"}, {"salt": "0"}])
def test_altered_words_are_named(seed, change):
    ItemText.objects.filter(item__release=seed.decided, item__order=2).update(**change)
    assert verify().findings == ["release 3, item 2: its words were altered"]


def test_words_that_would_be_found_by_other_words_are_named(seed):
    entry = seed.entries["宁城县"]
    for model in (Entry, Span):
        model.objects.filter(current=entry.current).update(searched="元宝山区")
        assert verify().findings == [f"entry {entry.pk}: it is found by other words than it prints"]
        model.objects.filter(current=entry.current).update(searched=search_form(entry.current))
    assert verify().findings == []


def test_a_deleted_item_is_named(seed):
    entry = seed.entries["宁城县"]
    remove_items(pk=entry.decided_id)
    put_back()
    assert verify().findings == [RELEASE_3]


def test_an_added_item_is_named(seed):
    entry, regions = seed.unnamed[0], ground()
    _release, [(item, text)] = build(
        seed.round, ReleaseKind.NAMING, DECISION, [Statement("single", regions["赤峰市"], "named", "改", entry=entry)]
    )
    item.release, item.order, item.digest = seed.decided, 8, ""
    item.digest = item_digest(item)
    item.save()
    ItemText.objects.create(item=item, name=text.name, salt=text.salt)
    put_back()
    assert verify().findings == [RELEASE_3]


def test_a_deleted_release_is_named(seed):
    remove_items(release=seed.entered)
    delete(Release, number=2)
    put_back()
    assert verify().findings == ["release 2: it is missing"]


def test_deleted_words_without_a_withholding_are_named(seed):
    delete(ItemText, item__release=seed.decided, item__order=1)
    assert verify().findings == ["release 3, item 1: its words are missing and were not withheld"]


def test_words_put_back_after_their_withholding_are_named(seed):
    item = seed.unnamed[0].current
    words = ItemText.objects.get(item=item)
    withhold(item, "含有个人信息", "演示办公室", PUBLISHED)
    words.save(force_insert=True)
    assert verify().findings == ["release 1, item 8: withheld, but its words are still there"]


def test_withheld_words_are_no_finding(seed):
    assert withhold(seed.entries["宁城县"].decided, "含有个人信息", "演示办公室", PUBLISHED) == 3
    report = verify()
    assert (report.findings, report.items, report.withheld) == ([], 23, 3)


@pytest.mark.parametrize(
    ("change", "what"),
    [
        (lambda seed: {"current": seed.entries["松山区"].current}, "current_id"),
        (lambda seed: {"decided": seed.entries["松山区"].decided}, "decided_id"),
        (lambda seed: {"recommended": None}, "recommended_id"),
        (lambda seed: {"outcome": "not_named"}, "outcome"),
        (lambda seed: {"title_since": None}, "title_since"),
        (lambda seed: {"confirmed_on": None}, "confirmed_on"),
        (lambda seed: {"category": "single"}, "category"),
        (lambda seed: {"region": seed.entries["松山区"].region}, "region_id"),
    ],
    ids=["current", "decided", "recommended", "outcome", "since", "confirmed", "category", "region"],
)
def test_an_entry_that_says_other_than_its_statements_is_named(seed, change, what):
    entry = seed.entries["宁城县"]
    Entry.objects.filter(pk=entry.pk).update(**change(seed))
    assert verify().findings == [f"entry {entry.pk}: does not follow from its statements ({what})"]


@pytest.mark.parametrize("change", [{"until": None}, {"state": "revoked"}, {"outcome": "not_named"}], ids=str)
def test_another_past_than_the_statements_tell_is_named(seed, change):
    entry = seed.entries["宁城县"]
    first = entry.spans.order_by("since").first()
    Span.objects.filter(pk=first.pk).update(**change)
    assert verify().findings == [f"entry {entry.pk}: how it stood on earlier days does not follow from its statements"]


def test_a_span_that_is_missing_is_named(seed):
    entry = seed.entries["宁城县"]
    entry.spans.order_by("since").last().delete()
    assert verify().findings == [f"entry {entry.pk}: how it stood on earlier days does not follow from its statements"]


def test_an_entry_moved_to_another_round_is_named(seed):
    entry = seed.entries["宁城县"]
    Entry.objects.filter(pk=entry.pk).update(round=make_round(code="2021"))
    assert verify().findings == [f"entry {entry.pk}: stated in another round than its own"]


def test_an_entry_without_a_statement_is_named(seed):
    entry = seed.entries["宁城县"]
    stranger = Entry.objects.create(
        round=entry.round, category=entry.category, region=entry.region, city=entry.city, outcome="named"
    )
    assert verify().findings == [f"entry {stranger.pk}: no statement about it"]


def test_a_correction_that_takes_a_candidate_back_still_stands(seed):
    append_only.install()
    entry = seed.entries["宁城县"]
    back = [again(entry, "宁城县", Outcome.ENTERED)]
    issue(seed.round, ReleaseKind.CORRECTION, DECISION, back, PUBLISHED, supersedes=seed.decided)
    entry.refresh_from_db()
    assert (entry.outcome, entry.decided, verify().findings) == ("entered_field_evaluation", None, [])


def kept_lines(folder):
    anchor = folder / "kept.txt"
    anchor.write_text("\n".join(said()), encoding="utf-8")
    return anchor


def cut_off_the_last_release(seed):
    """All traces of the naming decision go, and every entry is put back to where it stood before."""
    remove_items(release=seed.decided)
    delete(Release, number=3)
    put_back()


def test_a_last_release_cut_off_without_a_trace_shows_only_against_kept_lines(seed, tmp_path):
    anchor = kept_lines(tmp_path)
    assert said(anchor=anchor)[-1] == "# All as it was, and as the anchor says."
    cut_off_the_last_release(seed)
    recount()
    assert verify().findings == []
    with pytest.raises(CommandError, match=r"^release 3: not the one that was kept\n"):
        said(anchor=anchor)


def test_what_was_published_after_the_lines_were_kept_is_no_finding(seed, tmp_path):
    append_only.install()
    anchor = kept_lines(tmp_path)
    issue(make_round(code="2021"), ReleaseKind.NAMING, DECISION, [], PUBLISHED)
    assert said(anchor=anchor)[-1] == "# All as it was, and as the anchor says."


@pytest.mark.parametrize("content", [None, b"", b"\xff\xfe", b"release x y\n"])
def test_a_file_that_is_no_anchor_is_refused(tmp_path, content):
    anchor = tmp_path / "kept.txt"
    if content is not None:
        anchor.write_bytes(content)
    with pytest.raises(CommandError, match=r"kept\.txt") as refused:
        said(anchor=anchor)
    assert refused.value.returncode == 2


def test_a_record_written_to_while_it_is_read_is_read_again(seed):
    """Between two queries of the first reading another person withholds: a false alarm, were it not read again."""
    append_only.install()
    asked = []

    def meanwhile(execute, query, *rest):
        if 'FROM "registry_withholding"' in query and not asked:  # the words are read, their withholdings not yet
            asked.append(query)
            withhold(seed.entries["宁城县"].current, "含有个人信息", "演示办公室", PUBLISHED)
        return execute(query, *rest)

    with connection.execute_wrapper(meanwhile):
        report = verify()
    assert (len(asked), report.findings, report.withheld) == (1, [], 3)
