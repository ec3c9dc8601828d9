"""The demonstration's units and accounts: one account a role, two for the regional office, two drafters of different
units. The units are marked 〔演示〕: the seed names none of them.
"""

from django.contrib.auth.hashers import make_password
from django.utils.translation import gettext as _

from accounts.demo import DEMO_PASSWORD
from accounts.models import Role, Unit, User

from .ground import BadGround

CITY_BUREAU = ("赤峰市司法局〔演示〕", "赤峰市")
DISTRICT_BUREAU = ("松山区司法局〔演示〕", "松山区")
CITY_OFFICE = ("赤峰市依法治市办〔演示〕", "赤峰市")
REGIONAL_OFFICE = ("自治区依法治区办〔演示〕", "内蒙古自治区")
EVALUATORS = ("实地评估组〔演示〕", "内蒙古自治区")
AUDITORS = ("监督检查组〔演示〕", "内蒙古自治区")

# username, name in the history, role, unit
ACCOUNTS = (
    ("drafter1", "起草人甲", Role.DRAFTER, CITY_BUREAU),
    ("drafter2", "起草人乙", Role.DRAFTER, DISTRICT_BUREAU),
    ("city", "盟市经办人", Role.CITY_OFFICE, CITY_OFFICE),
    ("region1", "自治区经办人甲", Role.REGIONAL_OFFICE, REGIONAL_OFFICE),
    ("region2", "自治区经办人乙", Role.REGIONAL_OFFICE, REGIONAL_OFFICE),
    ("evaluator", "评估员", Role.EVALUATOR, EVALUATORS),
    ("auditor", "监督员", Role.AUDITOR, AUDITORS),
    ("admin", "管理员", Role.ADMINISTRATOR, None),
)


def accounts(places):
    """The demonstration accounts by username; the missing ones are made. What exists is left as it is."""
    known = User.objects.select_related("unit__region__parent").in_bulk(
        [username for username, *_facts in ACCOUNTS], field_name="username"
    )
    for username in sorted(name for name, user in known.items() if not user.is_demo):
        raise BadGround(
            _("There is an account “%(username)s” that is not a demonstration account; none was changed.")
            % {"username": username}
        )
    missing = [facts for facts in ACCOUNTS if facts[0] not in known]
    password = make_password(DEMO_PASSWORD) if missing else ""
    return known | {facts[0]: _create(*facts, password, places) for facts in missing}


def _create(username, name, role, unit, password, places):
    return User.objects.create(
        username=username,
        first_name=name,
        role=role,
        unit=unit and _unit(*unit, places),
        password=password,
        is_demo=True,
    )


def _unit(name, place, places):
    return Unit.objects.get_or_create(name=name, region=places[place])[0]
