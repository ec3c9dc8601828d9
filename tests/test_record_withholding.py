"""A leaked telephone number can go: from every page, old release, file, answer and cache, with a tombstone left."""

import pytest

from registry.cache import pages
from registry.models import Category, Entry, ItemText, Outcome, ReleaseItem, ReleaseKind, Withholding
from registry.record import Statement, issue, withhold
from registry.verification import verify

from .record import ARTICLE, DECISION, PUBLISHED, again, ground, make_round
from .test_downloads import names

pytestmark = pytest.mark.django_db

CANARY = "13800138000"
LEAKING = f"赤峰市某局创新机制 联系电话{CANARY}"
OTHER = "赤峰市另一项目"
WHY = ("含有个人信息", "演示办公室", PUBLISHED)


@pytest.fixture
def leak():
    """Three releases that repeat a name with a telephone number in it, and a neighbour without."""
    round, region = make_round(), ground()["松山区"]
    told = [Statement(Category.SINGLE, region, Outcome.RECOMMENDED, name) for name in (LEAKING, OTHER)]
    first, items = issue(round, ReleaseKind.RECOMMENDATION, ARTICLE, told, PUBLISHED)
    entry, other = (item.entry for item in items)
    issue(round, ReleaseKind.FIELD_EVALUATION, ARTICLE, [again(entry, LEAKING, Outcome.ENTERED)], PUBLISHED)
    named = [again(entry, LEAKING, Outcome.NAMED), again(other, OTHER, Outcome.NAMED)]
    issue(round, ReleaseKind.NAMING, DECISION, named, PUBLISHED)
    return entry, other


def everywhere(entry):
    """Every address that shows the entry, each asked for in both languages."""
    lists = ["", "?q=联系电话", "?round=2023", "?city=150400", "?category=single"]
    return [
        "/",
        "/rounds/",
        "/rounds/2023/",
        *(f"/regions/{code}/" for code in ("150000", "150400", "150404")),
        *(f"/releases/{number}/" for number in (1, 2, 3)),
        f"/entries/{entry.pk}/",
        f"/api/v1/entries/{entry.pk}/",
        *(f"{path}{query}" for path in ("/named/", "/named.csv", "/named.json", "/api/v1/entries/") for query in lists),
    ]


def shown(client, entry):
    """The addresses at which the telephone number can be read."""
    found = []
    for path in everywhere(entry):
        for language in ("zh-hans", "en"):
            client.cookies["lang"] = language
            answer = client.get(path)
            assert answer.status_code == 200, path
            if CANARY in answer.content.decode() + str(answer.headers):
                found.append(path)
    return sorted(set(found))


def in_cache():
    return [key for key, page in pages.pages().items() if CANARY.encode() in page.body + str(page.headers).encode()]


def test_the_number_is_shown_before_so_the_crawl_can_see(client, leak):
    entry, _other = leak
    silent = {"/", "/rounds/", "/regions/150000/"}
    assert set(everywhere(entry)) - set(shown(client, entry)) <= silent
    assert in_cache() != []


def test_after_withholding_no_page_release_file_answer_or_cache_entry_shows_it(client, leak):
    entry, _other = leak
    shown(client, entry)
    assert withhold(entry.recommended, *WHY) == 3
    assert (shown(client, entry), in_cache()) == ([], [])
    assert (verify().findings, verify().withheld) == ([], 3)
    assert list(ItemText.objects.filter(name__contains=CANARY)) == []


def test_nobody_finds_the_entry_by_the_words_any_more(client, leak):
    entry, other = leak
    withhold(entry.current, *WHY)
    assert list(Entry.objects.matching(CANARY)) == []
    assert list(Entry.objects.matching("另一项目")) == [other]


def test_the_workbook_does_not_hold_it_either(client, leak):
    entry, _other = leak
    assert names(client.get("/named.xlsx"), "xlsx") == [LEAKING, OTHER]
    withhold(entry.current, *WHY)
    assert names(client.get("/named.xlsx"), "xlsx") == ["", OTHER]


def test_the_tombstone_says_when_why_and_by_whom(leak):
    entry, _other = leak
    withhold(entry.entered, *WHY)
    stones = Withholding.objects.filter(item__entry=entry).values_list("reason", "decided_by", "at")
    assert list(stones) == [WHY] * 3


def test_another_candidates_words_stay(client, leak):
    entry, other = leak
    withhold(entry.current, *WHY)
    kept = ItemText.objects.order_by("pk").values_list("item__entry", "name")
    assert list(kept) == [(other.pk, OTHER)] * 2
    assert client.get(f"/api/v1/entries/{other.pk}/").json()["name"] == OTHER


def test_even_when_another_candidate_has_the_very_same_words():
    round, region = make_round(), ground()["松山区"]
    told = [Statement(Category.SINGLE, region, Outcome.NAMED, OTHER) for _time in range(2)]
    _release, items = issue(round, ReleaseKind.NAMING, DECISION, told, PUBLISHED)
    assert withhold(items[0], *WHY) == 1
    assert ItemText.objects.get().item == items[1]


def test_the_same_words_spaced_and_quoted_otherwise_go_too(leak):
    entry, _other = leak
    spaced = LEAKING.replace(CANARY, f" “{CANARY}”")
    named = [again(entry, spaced, Outcome.NAMED)]
    issue(entry.round, ReleaseKind.CORRECTION, DECISION, named, PUBLISHED, supersedes=entry.decided.release)
    assert withhold(entry.recommended, *WHY) == 4


def test_other_words_of_the_same_candidate_stay(leak):
    entry, _other = leak
    corrected = [again(entry, "赤峰市某局创新机制", Outcome.NAMED)]
    issue(entry.round, ReleaseKind.CORRECTION, DECISION, corrected, PUBLISHED, supersedes=entry.decided.release)
    assert withhold(entry.recommended, *WHY) == 3
    assert Entry.objects.get(pk=entry.pk).current.text.name == "赤峰市某局创新机制"


def test_a_lead_unit_that_is_withheld_goes_wherever_the_candidate_repeats_it():
    round, region = make_round(), ground()["松山区"]
    told = [Statement(Category.SINGLE, region, Outcome.RECOMMENDED, "甲", lead_unit=f"某局 {CANARY}")]
    _release, [item] = issue(round, ReleaseKind.RECOMMENDATION, ARTICLE, told, PUBLISHED)
    named = [again(item.entry, "甲(更名)", Outcome.NAMED, lead_unit=f"某局{CANARY}")]
    issue(round, ReleaseKind.NAMING, DECISION, named, PUBLISHED)
    assert withhold(item, *WHY) == 2
    assert ItemText.objects.count() == 0


def test_words_that_are_gone_are_not_withheld_again(leak):
    entry, _other = leak
    withhold(entry.current, *WHY)
    before = list(Withholding.objects.values())
    assert withhold(ReleaseItem.objects.get(pk=entry.current.pk), "另一个理由", "演示办公室", PUBLISHED) == 0
    assert withhold(entry.current, "另一个理由", "演示办公室", PUBLISHED) == 0
    assert list(Withholding.objects.values()) == before


def test_this_workers_cache_is_empty_before_anybody_asks_again(client, leak, django_capture_on_commit_callbacks):
    entry, _other = leak
    shown(client, entry)
    with django_capture_on_commit_callbacks(execute=True):
        withhold(entry.current, *WHY)
    assert in_cache() == []
