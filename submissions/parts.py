"""The parts of a submission, and which of them are open to be written: fields by name, materials as `material:CODE`.

What was returned is corrected in the parts the office named and nowhere else; where it named none, everything is open.
"""

from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .models import Status, Submission, Transition
from .requirements import requirements_of

FIELDS = ("category", "region", "title", "name_undisclosed", "lead_unit", "summary", "contact")
MATERIAL = "material:"
OTHER_MATERIALS = MATERIAL  # those under no requirement
OTHER_LABEL = gettext_lazy("other materials")


def material_part(code):
    return f"{MATERIAL}{code}"


def labels(submission):
    """{part: its name for the reader} of everything that can be returned for correction, in the order of the form."""
    materials = {material_part(one.code): f"{one.code} {one.name}" for one in requirements_of(submission)}
    return _field_labels() | materials | {OTHER_MATERIALS: OTHER_LABEL}


def _field_labels():
    return {name: Submission._meta.get_field(name).verbose_name for name in FIELDS if name != "name_undisclosed"}


def returned_parts(submission):
    """{part: remark} of what the last return named; None where nothing is limited: not returned, or all of it."""
    if submission.status != Status.RETURNED:
        return None
    if hasattr(submission, "last_details"):
        return (submission.last_details or {}).get("parts") or None
    last = submission.transitions.order_by("-sequence").first()
    return (last.details.get("parts") or None) if last else None


def knowing_the_last_return(submissions):
    """The queryset, its rows knowing what they were returned for without a query each."""
    last = Transition.objects.filter(submission=OuterRef("pk")).order_by("-sequence")
    return submissions.annotate(last_details=Subquery(last.values("details")[:1]))


def names_of(submission, named):
    """{part: its name} of those materials among the parts `named`: kept with the return, whatever becomes of the
    requirement. Fields are called by their names of today, in the reader's language."""
    known = labels(submission)
    return {part: known[part] for part in named if part.startswith(MATERIAL) and part != OTHER_MATERIALS}


def told(details):
    """[(part, its name, the remark)] of what a return with these `details` opened, in the order of the form; empty
    where it opened everything."""
    remarks = details.get("parts") or {}
    known = _field_labels() | details.get("part_names", {}) | {OTHER_MATERIALS: OTHER_LABEL}
    place = {part: number for number, part in enumerate(FIELDS)}
    # The database keeps no order: fields as in the form, then materials by code, those under none last.
    ordered = sorted(remarks, key=lambda part: (place.get(part, len(place)), part == OTHER_MATERIALS, part))
    return [(part, known.get(part, part), remarks[part]) for part in ordered]


def closed_among(submission, parts):
    """Those of `parts` that may not be changed now."""
    opened = returned_parts(submission)
    return [] if opened is None else [part for part in parts if part not in opened]


def refusal(submission, parts):
    """A sentence why `parts` may not be changed, or None."""
    closed = closed_among(submission, parts) if parts else []
    if not closed:
        return None
    names = _field_labels() if set(closed) <= set(FIELDS) else labels(submission)
    return _("Not returned for correction, so it stays as it was: %(parts)s.") % {
        "parts": "、".join(str(names.get(part, part)) for part in closed)
    }
