"""Whom a move concerns: the unit that submitted, its city's office, the regional office; never the side that acts."""

from accounts.models import Role, User

from ..guards import holds_a_place

APPLICANT, CITY_OFFICE, REGIONAL_OFFICE = "applicant", "city_office", "regional_office"
SIDE_OF = {Role.DRAFTER: APPLICANT, Role.CITY_OFFICE: CITY_OFFICE, Role.REGIONAL_OFFICE: REGIONAL_OFFICE}

CONCERNED = {
    "submit": (CITY_OFFICE,),
    "recommend": (APPLICANT, REGIONAL_OFFICE),
    "reserve": (APPLICANT,),
    # The order is the city's own, and one place changed moves many: it is read in the list.
    "rank": (),
    "return": (APPLICANT,),
    "send_back": (APPLICANT, CITY_OFFICE),
    "resubmit": (CITY_OFFICE, REGIONAL_OFFICE),
    "accept": (APPLICANT, CITY_OFFICE),
    "supplement": (CITY_OFFICE, REGIONAL_OFFICE),
    "advance": (APPLICANT, CITY_OFFICE),
    "stop": (APPLICANT, CITY_OFFICE),
    "name": (APPLICANT, CITY_OFFICE),
    "decline": (APPLICANT, CITY_OFFICE),
    "withdraw": (APPLICANT, REGIONAL_OFFICE),
    "disqualify": (APPLICANT, CITY_OFFICE),
    "reopen": (APPLICANT, CITY_OFFICE),
}


def sides(name, by, from_status, to_status, returned_from=""):
    """The sides the move concerns. The regional office hears only of what has reached it."""
    has_reached = any(holds_a_place(status, returned_from) for status in (from_status, to_status))
    told = [side for side in CONCERNED[name] if side != SIDE_OF.get(by.role)]
    return [side for side in told if side != REGIONAL_OFFICE or has_reached]


class Offices:
    """The units in which somebody does an office's work, read once for many moves."""

    def __init__(self):
        staff = User.objects.filter(role__in=(Role.CITY_OFFICE, Role.REGIONAL_OFFICE), is_active=True)
        self.regional, self.of_city = {}, {}
        for user in staff.select_related("unit__region__parent").order_by("pk"):
            units = self.regional if user.role == Role.REGIONAL_OFFICE else self.of_city.setdefault(user.city.code, {})
            units[user.unit_id] = user.unit

    def units(self, side, submission):
        """The units of one side of a submission."""
        if side == APPLICANT:
            return [submission.unit]
        return list((self.regional if side == REGIONAL_OFFICE else self.of_city.get(submission.city.code, {})).values())
