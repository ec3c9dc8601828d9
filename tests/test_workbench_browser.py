"""The workbench in a real browser: accessible when empty, within every screen when full, with long titles.

What axe says of every full page and of those with errors stands in test_workbench_axe.py.
"""

import pytest

from registry.models import Category, ReleaseKind
from submissions import publishing

from .test_journey import Person
from .test_public_pages_browser import LONG, SCREENS, TOO_WIDE, violations

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]
WORKBENCH = ["/workbench/", "/workbench/submissions/", "/workbench/messages/", "/accounts/password/"]
OFFICE = [*WORKBENCH, "/workbench/city/", "/workbench/outcomes/", "/workbench/documents/", "/workbench/documents/new/"]
OFFICE += ["/workbench/releases/", "/workbench/releases/new/"]


@pytest.fixture
def everything(cast):
    """Candidates in many places with the longest titles, a published release, a draft of one that differs."""
    cast.requirement("A1", name=LONG, wanted=LONG, required=False)
    for status in ("draft", "submitted", "returned", "under_review", "withdrawn"):
        cast.material(cast.submission_in(status, title=LONG), name=f"{LONG[:150]}.pdf")
    named = cast.submission_in("named", title=LONG)
    cast.publish(ReleaseKind.NAMING, named)
    waiting = cast.submission_in("recommended", category=Category.COMPREHENSIVE, region=cast.places["松山区"], title="")
    draft = publishing.start(
        cast.round, ReleaseKind.RECOMMENDATION, cast.document(LONG), cast.regional_office, submissions=[waiting]
    )
    publishing.paste_signed_text(draft, cast.regional_office, "松山县\n宁城县")
    cast.open_draft = draft
    return cast


def of(submission, *moves):
    address = f"/workbench/submissions/{submission.pk}/"
    return [address, *(f"{address}moves/{name}/" for name in moves)]


def pages_of(cast):
    """{who: the pages that person works on}."""
    found = {one.status: one for one in cast.round.submissions.all()}
    item = cast.open_draft.items.get()
    draft = f"/workbench/releases/drafts/{cast.open_draft.pk}/"
    return {
        "drafter": [
            *WORKBENCH,
            "/workbench/city/",
            "/workbench/submissions/new/",
            *of(found["draft"], "submit", "withdraw"),
            f"/workbench/submissions/{found['returned'].pk}/edit/",
            f"/workbench/submissions/{found['returned'].pk}/materials/",
        ],
        "city_office": [*WORKBENCH, "/workbench/city/", *of(found["submitted"], "recommend", "return")],
        "regional_office": [
            *OFFICE,
            *of(found["under_review"], "advance", "send_back", "disqualify"),
            *of(found["named"]),
            "/workbench/outcomes/?round=2026&move=accept",
            draft,
            f"{draft}items/{item.pk}/",
            "/workbench/releases/1/",
            "/workbench/releases/1/items/1/withhold/",
        ],
        "auditor": [*WORKBENCH, draft, *of(found["named"])],
        "administrator": ["/workbench/"],
    }


@pytest.mark.parametrize("who", ["drafter", "regional_office", "evaluator"])
def test_no_empty_page_breaks_one(cast, visitor, who):
    person = Person(visitor(viewport=SCREENS["telephone"]), getattr(cast, who))
    assert violations(person.page, OFFICE if who == "regional_office" else WORKBENCH) == {}


@pytest.mark.parametrize("screen", SCREENS)
def test_no_page_is_wider_than_the_screen(everything, visitor, screen):
    for who, addresses in pages_of(everything).items():
        person = Person(visitor(viewport=SCREENS[screen]), getattr(everything, who))
        too_wide = {}
        for address in addresses:
            person.page.goto(address)
            excess = person.page.evaluate(TOO_WIDE)
            too_wide |= {address: excess} if excess > 0 else {}
        assert too_wide == {}
