"""Releases on titles that were given, begun at the desk: whom the table offers, what is refused, what is published."""

from datetime import date

import pytest
from django.urls import reverse

from registry.models import Category, Entry, Outcome, Release, ReleaseKind, SourceKind
from registry.record import Source, Statement, issue
from registry.titles import TITLE_MOVES
from registry.verification import verify
from submissions import publishing, statements, titles
from submissions.models import DraftRelease, rules_of

from .desk import desk, errors, everything, form_of
from .reading import rows
from .record import PUBLISHED, make_round

pytestmark = pytest.mark.django_db
NAMES = ("甲 机制", "乙 改革", "丙 能力")
NAMED_ON = date(2026, 3, 1)

# Which releases (columns) a title in each state (rows) is offered for: a tick, or a dot.
KINDS = ("rectification", "suspension", "restoration", "revocation", "deregistration", "recheck_retention")
OFFERED = """
                         整改 停止 恢复 撤销 注销 保留
    valid                 v    v    .    v    v    v
    under_rectification   .    v    v    v    v    .
    suspended             .    .    v    v    v    .
    revoked               .    .    .    .    .    .
    deregistered          .    .    .    .    .    .
"""
WAY = {
    "valid": (),
    "under_rectification": ("rectification",),
    "suspended": ("suspension",),
    "revoked": ("revocation",),
    "deregistered": ("deregistration",),
}
CASES = [
    (state, kind, cell == "v")
    for state, *cells in (line.split() for line in OFFERED.strip().splitlines()[1:])
    for kind, cell in zip(KINDS, cells, strict=True)
]


@pytest.fixture
def entries(cast):
    """Three titles of the cast's round, named on a day, of candidates that were never submitted here."""
    source = Source(kind=SourceKind.DOCUMENT, title="关于命名的决定", organ="自治区办公室", issued_on=NAMED_ON)
    told = [Statement(Category.SINGLE, cast.places["松山区"], Outcome.NAMED, name) for name in NAMES]
    _release, items = issue(cast.round, ReleaseKind.NAMING, source, told, PUBLISHED)
    return [Entry.objects.get(pk=item.entry_id) for item in items]


def ready(cast, draft):
    publishing.paste_signed_text(draft, cast.regional_office, "\n".join(statements.printed_lines(draft)))
    for asked in rules_of(draft.round).asked_sign_offs:
        publishing.sign_off(draft, asked, cast.regional_office, statements.digest_of(draft), note="已审核")
    return draft


def decree(cast, kind, day, *entries):
    """A release on the titles of these entries, as two people make it."""
    draft = publishing.start_about(
        cast.round, kind, cast.document(issued_on=day), cast.regional_office, [fresh(one) for one in entries]
    )
    return publishing.confirm(ready(cast, draft), cast.second_person, statements.digest_of(draft))


def fresh(entry):
    return Entry.objects.select_related(*titles.SHOWN).get(pk=entry.pk)


def state_of(entry):
    return fresh(entry).state


@pytest.mark.parametrize(("state", "kind", "is_offered"), CASES)
def test_a_title_is_offered_for_what_the_table_allows(cast, entries, state, kind, is_offered):
    for before in WAY[state]:
        decree(cast, before, date(2026, 4, 1), entries[0])
    document = cast.document(issued_on=date(2026, 5, 1))
    assert state_of(entries[0]) == state
    assert (entries[0] in titles.moved(cast.round, kind, document)) == is_offered


def test_the_whole_way_from_button_to_button(cast, entries):
    document, client = cast.document(issued_on=date(2026, 5, 1)), desk(cast.regional_office)
    asked = f"?kind=revocation&document={document.pk}&city="
    page = client.get(reverse("draft_about") + asked)
    assert [row[1] for row in rows(page, "dense")] == list(NAMES)
    client.post(reverse("draft_about") + asked, {"entry": [str(entries[1].pk)]})
    draft = DraftRelease.objects.get()
    assert [(item.name, item.outcome, item.printed) for item in draft.items.all()] == [(NAMES[1], "revoked", True)]
    assert client.get(reverse("draft", args=[draft.pk])).status_code == 200
    publishing.confirm(ready(cast, draft), cast.second_person, statements.digest_of(draft))
    assert [state_of(entry) for entry in entries] == ["valid", "revoked", "valid"]
    assert verify().findings == []


def test_a_city_narrows_who_is_offered(cast, entries):
    document = cast.document(issued_on=date(2026, 5, 1))
    found = {city: len(titles.moved(cast.round, "suspension", document, city)) for city in ("150400", "150100", "")}
    assert found == {"150400": 3, "150100": 0, "": 3}


def refused(cast, kind="revocation", by="regional_office", entries=(), **facts):
    before = everything()
    document = facts.pop("document", None) or cast.document(issued_on=date(2026, 5, 1))
    with pytest.raises(publishing.PublishRefused) as found:
        publishing.start_about(cast.round, kind, document, getattr(cast, by), entries)
    assert everything() == before
    return found.value.sentences


def test_what_cannot_begin_is_refused_with_a_sentence_and_leaves_nothing(cast, entries):
    other = cast.document(round=cast.make_round("2027"))
    early = cast.document(issued_on=date(2026, 2, 1))
    decree(cast, "suspension", date(2026, 4, 1), entries[2])
    assert refused(cast, entries=entries, by="auditor") == ["只有自治区依法治区办可以发布。"]
    assert refused(cast, entries=entries, document=other) == ["该文件属于另一批次。"]
    assert refused(cast, kind="naming_decision", entries=entries) == ["这类发布不涉及已授予的称号。"]
    assert refused(cast) == ["请至少选择一个称号。"]
    assert refused(cast, kind="suspension", entries=entries) == [
        f"“{NAMES[2]}”：按该文件成文当日的称号状态，不能作“停止”处理。"
    ]
    assert len(refused(cast, entries=entries, document=early)) == 3


def test_the_form_refuses_nobody_chosen_and_who_is_not_offered(cast, entries):
    document, client = cast.document(issued_on=date(2026, 5, 1)), desk(cast.regional_office)
    address = f"{reverse('draft_about')}?kind=restoration&document={document.pk}"
    decree(cast, "suspension", date(2026, 4, 1), entries[0])
    assert errors(client.post(address, {})) == ["称号 · 请至少选择一个称号。"]
    assert errors(client.post(address, {"entry": [str(entries[1].pk)]})) == [
        "称号 · 所选称号中有的已不能选择，请重新查看名单。"
    ]
    assert DraftRelease.objects.filter(state="open").count() == 0


def test_what_was_decided_meanwhile_stands_against_confirming(cast, entries):
    first, second = (
        publishing.start_about(
            cast.round, kind, cast.document(issued_on=date(2026, 5, day)), cast.regional_office, [fresh(entries[0])]
        )
        for kind, day in (("revocation", 1), ("suspension", 2))
    )
    publishing.confirm(ready(cast, first), cast.second_person, statements.digest_of(first))
    with pytest.raises(publishing.PublishRefused) as found:
        publishing.confirm(ready(cast, second), cast.second_person, statements.digest_of(second))
    assert found.value.sentences == [
        f"“{NAMES[0]}”在拟稿之后有变动，请将发布稿作废后重新拟稿。",
        f"“{NAMES[0]}”：称号“已撤销”时不能发布“停止”。",
    ]
    assert (Release.objects.count(), state_of(entries[0])) == (2, "revoked")


def test_a_document_entered_late_that_would_break_what_followed_is_not_offered(cast, entries):
    decree(cast, "rectification", date(2026, 5, 1), entries[0])
    late = cast.document(issued_on=date(2026, 4, 1))
    assert entries[0] not in titles.moved(cast.round, "revocation", late)
    assert entries[0] in titles.moved(cast.round, "recheck_retention", late)


# --- corrections ---


def correct(cast, release, *entries, **words):
    """A draft of a correction about these entries of the release."""
    draft = publishing.start(
        cast.round, ReleaseKind.CORRECTION, cast.document(), cast.regional_office, release, submissions=entries
    )
    for item in draft.items.all():
        publishing.change_item(item, cast.regional_office, **{"name": item.name, **words})
    return draft


def test_a_correction_speaks_of_entries_nobody_submitted(cast, entries):
    draft = correct(cast, Release.objects.get(), entries[0], name="甲（更正） 机制")
    release = publishing.confirm(ready(cast, draft), cast.second_person, statements.digest_of(draft))
    assert fresh(entries[0]).current.text.name == "甲（更正） 机制"
    assert (release.supersedes.number, verify().findings) == (1, [])


def test_a_correction_takes_a_revocation_back(cast, entries):
    revoked = decree(cast, "revocation", date(2026, 5, 1), entries[0])
    draft = correct(cast, revoked, entries[0], outcome="named")
    publishing.confirm(ready(cast, draft), cast.second_person, statements.digest_of(draft))
    assert (state_of(entries[0]), fresh(entries[0]).titled, verify().findings) == ("valid", None, [])


def test_a_correction_of_a_release_on_titles_begins_with_what_it_said_and_offers_what_fits(cast, entries):
    suspended = decree(cast, "suspension", date(2026, 5, 1), entries[0])
    draft = publishing.start(cast.round, ReleaseKind.CORRECTION, cast.document(), cast.regional_office, suspended)
    item = draft.items.get()
    assert (item.outcome, item.entry) == ("suspended", entries[0])
    page = desk(cast.regional_office).get(reverse("draft_item", args=[draft.pk, item.pk]))
    assert [value for value, _label in page.context["form"].fields["outcome"].choices] == [
        *("named", "under_rectification", "suspended", "restored", "revoked", "deregistered", "retained")
    ]
    sent = form_of(page) | {"outcome": "revoked"}
    assert desk(cast.regional_office).post(page.request["PATH_INFO"], sent).status_code == 302
    draft.refresh_from_db()
    publishing.confirm(ready(cast, draft), cast.second_person, statements.digest_of(draft))
    assert (state_of(entries[0]), verify().findings) == ("revoked", [])


def test_a_correction_of_a_naming_says_nothing_of_titles(cast, entries):
    draft = publishing.start(
        cast.round, ReleaseKind.CORRECTION, cast.document(), cast.regional_office, Release.objects.get()
    )
    item = draft.items.first()
    with pytest.raises(publishing.PublishRefused, match="该结果与所更正的内容不符。"):
        publishing.change_item(item, cast.regional_office, item.name, outcome="revoked")
    item.refresh_from_db()
    assert item.outcome == "named"


def test_a_correction_that_repeats_a_release_on_titles_corrects_nothing(cast, entries):
    suspended = decree(cast, "suspension", date(2026, 5, 1), entries[0])
    draft = publishing.start(cast.round, ReleaseKind.CORRECTION, cast.document(), cast.regional_office, suspended)
    with pytest.raises(publishing.PublishRefused) as found:
        publishing.confirm(ready(cast, draft), cast.second_person, statements.digest_of(draft))
    assert found.value.sentences == [f"“{NAMES[0]}”没有更正内容，请从发布稿中移出。"]


def test_a_correction_that_takes_a_naming_back_under_a_later_revocation_is_refused_by_name(cast, entries):
    decree(cast, "revocation", date(2026, 12, 1), entries[0])
    draft = correct(cast, Release.objects.order_by("number").first(), entries[0], outcome="not_named")
    with pytest.raises(publishing.PublishRefused) as found:
        publishing.confirm(ready(cast, draft), cast.second_person, statements.digest_of(draft))
    assert found.value.sentences == [f"“{NAMES[0]}”：称号“未命名”时不能发布“撤销”。"]
    assert state_of(entries[0]) == "revoked"


def test_a_candidate_whose_words_were_withheld_is_told_without_them(cast, entries):
    publishing.withhold(entries[0].current, cast.regional_office, "含有个人信息")
    release = decree(cast, "suspension", date(2026, 5, 1), entries[0])
    assert [item.text.name for item in release.items.all()] == ["名称未公开"]


def test_titles_of_a_round_known_from_its_list_alone_live_on_and_are_corrected(cast):
    round = make_round(code="2021", regions=cast.places)
    source = Source(kind=SourceKind.DOCUMENT, title="关于命名的决定", issued_on=date(2021, 11, 1))
    told = [Statement(Category.COMPREHENSIVE, cast.places["宁城县"], Outcome.NAMED, "宁城县")]
    named, [item] = issue(round, ReleaseKind.NAMING, source, told, PUBLISHED, at_console=True)
    by, second = cast.regional_office, cast.second_person
    document = cast.document(round=round, issued_on=date(2023, 5, 1))
    draft = publishing.start_about(round, "suspension", document, by, [fresh(item.entry)])
    suspended = publishing.confirm(ready(cast, draft), second, statements.digest_of(draft))
    for corrected, change in ((suspended, {"outcome": "named"}), (named, {"outcome": "not_named"})):
        draft = publishing.start(round, ReleaseKind.CORRECTION, cast.document(round=round), by, corrected)
        publishing.change_item(draft.items.get(), by, "宁城县", **change)
        publishing.confirm(ready(cast, draft), second, statements.digest_of(draft))
    assert (fresh(item.entry).outcome, state_of(item.entry), verify().findings) == ("not_named", "", [])


def test_every_kind_of_the_table_can_be_begun():
    assert set(KINDS) == set(TITLE_MOVES)
