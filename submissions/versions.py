"""Freezing what is handed in: a numbered version with its own digest and receipt code, and checking it again.

The content names things by codes, names and file digests, never by database keys: it can be recomputed from a dump.
"""

import re
import secrets
import unicodedata
from dataclasses import dataclass

from django.utils.translation import gettext as _

from registry.digests import ALGORITHM, digest

from .models import Version, VersionFile
from .requirements import edition_of, requirements_of

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's: no I, L, O, U to be misread on paper
CODE_LENGTH = 16
BETWEEN = re.compile(r"[\s\u2010-\u2015\u2212-]+")


def new_code():
    """80 random bits: it cannot be guessed, only read from the paper."""
    return "".join(secrets.choice(ALPHABET) for _place in range(CODE_LENGTH))


def grouped(code):
    """A receipt code as it is printed: in groups of four."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def read_code(text):
    """The receipt code in what somebody typed: any case and width, spaces and hyphens, O for 0, I and L for 1. None if
    none."""
    bare = BETWEEN.sub("", unicodedata.normalize("NFKC", text)).upper().translate(str.maketrans("OIL", "011"))
    return bare if len(bare) == CODE_LENGTH and set(bare) <= set(ALPHABET) else None


def held_files(submission):
    """The submission's materials in the order a version lists them."""
    return submission.materials.select_related("file").order_by("requirement", "pk")


def snapshot(submission, number, materials):
    """Everything handed in, as JSON: fields, the requirements it answers, and its files by digest."""
    wanted = list(requirements_of(submission))
    names = {one.code: one.name for one in wanted}
    return {
        "submission": str(submission.pk),
        "number": number,
        "round": submission.round.code,
        "city": submission.city.code,
        "unit": submission.unit.name,
        "category": submission.category,
        "region": {"code": submission.region.code, "path": submission.region.path},
        "name": submission.printed_name,
        "title": submission.title,
        "name_undisclosed": submission.name_undisclosed,
        "lead_unit": submission.lead_unit,
        "summary": submission.summary,
        "contact": submission.contact,
        "edition": edition_of(submission),
        "requirements": [{"code": one.code, "name": one.name, "required": one.required} for one in wanted],
        "materials": [
            {
                "requirement": one.requirement,
                "requirement_name": names.get(one.requirement, ""),
                "name": one.name,
                "sha256": one.file.sha256,
                "size": one.file.size,
                "kind": one.file.kind,
                "pages": one.file.pages,
            }
            for one in materials
        ],
    }


@dataclass(frozen=True)
class Frozen:
    """A version about to be written; `facts` go into the transition that hands it in."""

    number: int
    code: str
    content: dict
    digest: str
    materials: list

    @property
    def facts(self):
        return {"number": self.number, "code": self.code, "digest": self.digest}


def prepare(submission):
    """What the next version of `submission` will hold. The caller holds the row lock."""
    number = submission.versions.count() + 1
    materials = list(held_files(submission))
    content = snapshot(submission, number, materials)
    return Frozen(number, new_code(), content, digest(content), materials)


def write(frozen, transition):
    """Write the version that `transition` handed in, with its files."""
    version = Version.objects.create(
        submission=transition.submission,
        number=frozen.number,
        code=frozen.code,
        content=frozen.content,
        algorithm=ALGORITHM,
        digest=frozen.digest,
        transition=transition,
        at=transition.at,
        by_name=transition.by_name,
        by_unit=transition.by_unit,
    )
    VersionFile.objects.bulk_create(
        VersionFile(version=version, order=order, file=one.file, name=one.name)
        for order, one in enumerate(frozen.materials, 1)
    )
    return version


def current(submission):
    """The version handed in last, or None."""
    return submission.versions.order_by("-number").first()


def with_files(found):
    """Versions with what `findings` reads, in a fixed number of queries."""
    return found.prefetch_related("files__file")


def findings(version):
    """Sentences that stand against a version: its content, the transition that handed it in, its files."""
    step, where = version.transition, {"number": version.number}
    content = version.content if isinstance(version.content, dict) else {}
    facts = {"number": version.number, "code": version.code, "digest": version.digest}
    if version.digest != digest(version.content):
        yield _("version %(number)s was altered: its digest does not fit its content") % where
    if step.submission_id != version.submission_id or not _tells(step) or step.details["frozen"] != facts:
        yield _("version %(number)s is not the one its submission's history tells of") % where
    if (version.at, version.by_name, version.by_unit) != (step.at, step.by_name, step.by_unit):
        yield _("version %(number)s was not handed in when or by whom its history tells") % where
    if (content.get("submission"), content.get("number")) != (str(version.submission_id), version.number):
        yield _("version %(number)s has the content of another one") % where
    if _listed(content) != [(one.file.sha256, one.file.size, one.name) for one in version.files.all()]:
        yield _("version %(number)s does not hold the files its content lists") % where


def _listed(content):
    return [(one.get("sha256"), one.get("size"), one.get("name")) for one in content.get("materials") or []]


def gaps(rows, kept):
    """What is missing in the numbers of a submission's versions `kept`, against its transitions `rows`."""
    told = {row.details["frozen"]["number"]: row for row in rows if _tells(row)}
    numbers = {one.number for one in kept}
    for number in range(1, max(numbers | set(told), default=0) + 1):
        if number not in numbers and number in told:
            facts = {"number": number, "sequence": told[number].sequence}
            yield _("version %(number)s, handed in by transition %(sequence)s, is gone") % facts
        elif number not in numbers:
            yield _("version %(number)s is missing") % {"number": number}


def _tells(row):
    frozen = row.details.get("frozen") if isinstance(row.details, dict) else None
    return isinstance(frozen, dict) and isinstance(frozen.get("number"), int) and 0 < frozen["number"] < 32768
