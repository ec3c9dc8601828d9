"""The API does what its description says: requests made from the description, and against it, in this process."""

import pytest
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings

from config.wsgi import application
from registry.models import Entry

from .record import seed_round

pytestmark = pytest.mark.django_db
BOUNDED = settings(
    max_examples=100,
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),  # how fast examples are made is not what is tested
)


PATHS = [
    "/api/v1/entries/",
    "/api/v1/entries/{id}/",
    "/api/v1/releases/",
    "/api/v1/releases/{number}/",
    "/api/v1/rounds/",
]
# The rounds take no parameter, so nothing about a request for them can be wrong.
ASKED = [(path, mode) for path in PATHS for mode in ("positive", "negative") if (path, mode) != (PATHS[-1], "negative")]


@pytest.fixture(scope="session")
def schemathesis():
    """Imported for the tests that use it: every process that looks for tests would pay a second and a half."""
    import schemathesis
    from schemathesis.checks import load_all_checks

    load_all_checks()
    return schemathesis


@pytest.fixture(scope="module")
def one_connection(shared):
    """As Django's own test client does: no request may close the connection that holds the test's transaction."""
    both = (request_started, request_finished)
    for signal in both:
        signal.disconnect(close_old_connections)
    yield
    for signal in both:
        signal.connect(close_old_connections)


@pytest.fixture(scope="module")
def described(one_connection, schemathesis):
    seed_round()
    return schemathesis.openapi.from_wsgi("/api/schema/", application)


@pytest.mark.parametrize(("path", "mode"), ASKED)
def test_the_api_answers_as_described(described, schemathesis, path, mode):
    from schemathesis.specs.openapi.checks import positive_data_acceptance

    mode = schemathesis.GenerationMode(mode)

    @BOUNDED
    @given(described[path]["GET"].as_strategy(generation_mode=mode))
    def every_request(case):
        # Whether a well-formed code or cursor exists is known to the record and not to the description: 400 is right.
        case.call_and_validate(excluded_checks=[positive_data_acceptance])

    every_request()


def test_the_description_holds_no_other_address(described):
    assert sorted(described) == PATHS


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "TRACE"])
def test_what_is_not_described_is_refused(described, path, method):
    case = described[path]["GET"].Case(method=method, path_parameters={"id": "nonsense", "number": "nonsense"})
    assert case.call().status_code in (404, 405)


def test_an_entry_is_what_the_description_says(described):
    for entry in Entry.objects.all():
        operation = described["/api/v1/entries/{id}/"]["GET"]
        answer = operation.Case(path_parameters={"id": str(entry.pk)}).call_and_validate()
        assert answer.status_code == 200
