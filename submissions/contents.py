"""Reading the content of a version (or of a draft, `versions.snapshot`) for people: its fields, its files.

A content may have been forged past the application; what is missing in it is read as empty, never as an error.
"""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from registry.models import Category

from .models import Submission
from .parts import OTHER_LABEL


@dataclass(frozen=True)
class File:
    """One listed file; `order` is its place in the version, from 1, by which it is downloaded."""

    order: int
    requirement: str
    name: str
    sha256: str
    size: int
    kind: str
    pages: int | None


@dataclass
class Group:
    """A requirement and the files that answer it; `code` is empty for those under none."""

    code: str
    name: str
    required: bool = False
    files: list = field(default_factory=list)

    @property
    def label(self):
        return f"{self.code} {self.name}".strip() or str(OTHER_LABEL)


def fields(content):
    """[(key, label, text)] of everything that was written or stands for who wrote it, in the order of the form."""
    told = (
        ("category", _("category"), dict(Category.choices).get(content.get("category"), "")),
        ("region", label_of("region"), place(content.get("region") or {})),
        ("title", label_of("title"), content.get("title") or ""),
        ("name_undisclosed", label_of("name_undisclosed"), _("yes") if content.get("name_undisclosed") else ""),
        ("lead_unit", label_of("lead_unit"), content.get("lead_unit") or ""),
        ("unit", label_of("unit"), content.get("unit") or ""),
        ("contact", label_of("contact"), content.get("contact") or ""),
        ("summary", label_of("summary"), content.get("summary") or ""),
    )
    return [(key, label, str(text)) for key, label, text in told if text or key != "name_undisclosed"]


def label_of(name):
    return Submission._meta.get_field(name).verbose_name


def place(region):
    """With its code: two divisions may have one name."""
    return " ".join(str(part) for part in (region.get("path"), region.get("code")) if part)


def files(content):
    """The listed files as `File`s, in their order."""
    keys = ("requirement", "name", "sha256", "size", "kind", "pages")
    listed = content.get("materials") or []
    return [File(order, *(one.get(key) for key in keys)) for order, one in enumerate(listed, 1)]


def groups(content):
    """Every requirement that went for it with its files, those without any too; then the files under none."""
    made = {
        one.get("code"): Group(one.get("code"), one.get("name", ""), one.get("required", False))
        for one in content.get("requirements") or []
    }
    for one in files(content):
        made.setdefault(one.requirement, Group(one.requirement, "")).files.append(one)
    return list(made.values())


def written(content):
    """What its writers put into it, to be compared: fields, and files with the name and place they stand under."""
    told = [content.get(key) for key in ("category", "title", "name_undisclosed", "lead_unit", "summary", "contact")]
    where = (content.get("region") or {}).get("code")
    return told, where, sorted((one.requirement, one.name, one.sha256) for one in files(content))
