"""What consecutive tests begin with is built once, and no test finds what another has done to it."""

from types import SimpleNamespace

import pytest

from accounts.models import Unit
from regions.models import Region

from . import grounds
from .grounds import built_once
from .places import places

pytestmark = pytest.mark.django_db
BUILT = []


@built_once
def city():
    BUILT.append("city")
    return places("150400")["赤峰市"]


@built_once
def office(city):
    BUILT.append("office")
    return Unit.objects.create(name="赤峰市司法局", region=city)


@built_once
def far():
    BUILT.append("far")
    return places("150100")["呼和浩特市"]


class Asking:
    """A test as far as a ground looks at it: which fixtures it asks for, and whether its transactions are real."""

    def __init__(self, *names, transaction=False):
        self.fixturenames, self.stash = names, pytest.Stash()
        self.marker = SimpleNamespace(kwargs={"transaction": transaction})
        made = {"city": city, "office": office, "far": far}
        functions = {name: [SimpleNamespace(func=made[name]._get_wrapped_function())] for name in made}
        self._fixtureinfo = SimpleNamespace(name2fixturedefs=functions)

    def get_closest_marker(self, name):
        return self.marker


@pytest.fixture
def given():
    """`given("city")`: what a test finds that asks for this: its own objects by name, and the names in the database."""
    BUILT.clear()
    yield find
    grounds.clear()


def find(*names, **more):
    test = Asking(*names, **more)
    grounds.take_place(test)
    own = {build.__name__: value for build, value in test.stash[grounds.OWN].items()}
    return own, sorted([*Region.objects.values_list("name", flat=True), *Unit.objects.values_list("name", flat=True)])


def test_what_one_after_another_wants_is_built_once_and_each_has_objects_of_its_own(given):
    first, _names = given("city")
    first["city"].name = "改"
    second, names = given("city")
    assert (second["city"].name, names, BUILT) == ("赤峰市", ["内蒙古自治区", "赤峰市"], ["city"])


# asked for, one after another                    built                        there at the end
WAYS = [
    (["city", "city"], ["city"], ["内蒙古自治区", "赤峰市"]),
    (["city", "office"], ["city", "office"], ["内蒙古自治区", "赤峰市", "赤峰市司法局"]),
    (["office", "city"], ["city", "office"], ["内蒙古自治区", "赤峰市"]),
    (["office", "city", "office"], ["city", "office", "office"], ["内蒙古自治区", "赤峰市", "赤峰市司法局"]),
    (["city", "far"], ["city", "far"], ["内蒙古自治区", "呼和浩特市"]),
    (["city", "far", "city"], ["city", "far", "city"], ["内蒙古自治区", "赤峰市"]),
    (["city office", "office city"], ["city", "office"], ["内蒙古自治区", "赤峰市", "赤峰市司法局"]),
    (["city far"], ["city"], ["内蒙古自治区", "赤峰市"]),  # the second is built by its fixture, in the test's own time
    (["city", ""], ["city"], []),
]


@pytest.mark.parametrize(("asked", "built", "there"), WAYS)
def test_what_the_next_one_does_not_want_is_taken_away(given, asked, built, there):
    for names in asked:
        _own, found = given(*names.split())
    assert (BUILT, found) == (built, there)


def test_one_that_stands_on_another_has_the_same_object_as_the_test(given):
    own, _names = given("office", "city")
    assert own["office"].region is own["city"]


def test_with_real_transactions_nothing_stands(given):
    given("city")
    assert given("city", transaction=True) == ({}, [])


def test_what_cannot_be_built_leaves_nothing_behind(given):
    places("150400")
    with pytest.raises(Exception, match="(?i)unique"):
        given("city")
    assert grounds.STANDING == []
    assert Region.objects.count() == 2


def test_a_test_gets_what_stands_through_its_fixture(office, city):
    assert office.region is city
    assert [level.build.__name__ for level in grounds.STANDING] == ["city", "office"]
