"""The one table of columns: what the template asks, what is exported, what an import reads."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from registry.models import NAME_UNDISCLOSED, Category

from ..guards import local
from .text import folded, heading


@dataclass(frozen=True)
class Column:
    """`shown` is the text of a submission's cell. `writes`: an import takes the cell over into the field named `key`;
    other columns tell which submission is meant, or are for reading only. `also`: headings meant by it as well."""

    key: str
    heading: Promise
    width: int
    shown: Callable
    writes: bool = False
    hint: Promise | str = ""
    also: tuple = ()


def _title(one):
    return NAME_UNDISCLOSED if one.name_undisclosed else one.title


COLUMNS = (
    Column(
        "code",
        _("submission code"),
        14,
        lambda one: str(one.pk),
        hint=_("Leave it empty for a further submission; a filled one says which submission the row changes."),
        also=("编号", "submission id", "id"),
    ),
    Column(
        "round",
        _("round"),
        10,
        lambda one: one.round.code,
        hint=_("The code of the round. Empty: the round of this import."),
        also=("创建批次", "年度", "批次代码"),
    ),
    Column(
        "category",
        _("category"),
        12,
        lambda one: one.get_category_display(),
        True,
        _("Choose one from the list."),
        ("申报类别", "示范类别", "类型", "示范类型"),
    ),
    Column(
        "region",
        _("division of the candidate"),
        30,
        lambda one: one.region.path,
        True,
        _("Choose one from the list; the name, the full name or the code will do."),
        ("区划", "行政区划", "地区", "申报区划", "所属地区"),
    ),
    Column(
        "title",
        _("title of the project"),
        60,
        _title,
        True,
        _("Exactly as it is to be printed. A region stands under its own name: leave it empty."),
        ("名称", "题目", "申报名称", "项目"),
    ),
    Column("lead_unit", _("lead unit"), 24, lambda one: one.lead_unit, True, also=("牵头部门", "责任单位")),
    Column(
        "summary",
        _("summary"),
        48,
        lambda one: one.summary,
        True,
        _("At most 5000 characters."),
        ("摘要", "内容摘要", "主要做法"),
    ),
    Column(
        "contact",
        _("contact person and telephone"),
        24,
        lambda one: one.contact,
        True,
        _("For the offices that handle this submission; never published."),
        ("联系人", "联系方式", "联系人和电话", "联系人及联系电话"),
    ),
    Column("city", _("city"), 12, lambda one: one.city.name),
    Column("unit", _("submitting unit"), 24, lambda one: one.unit.name),
    Column("status", _("status"), 12, lambda one: one.get_status_display()),
    Column("stage", _("stage"), 14, lambda one: one.stage.name if one.stage else ""),
    Column("rank", _("rank"), 8, lambda one: "" if one.rank is None else str(one.rank)),
    Column("version", _("version of the row"), 8, lambda one: str(one.version)),
    Column("updated_at", _("changed at"), 18, lambda one: local(one.updated_at)),
)
BY_KEY = {column.key: column for column in COLUMNS}
WRITABLE = tuple(column for column in COLUMNS if column.writes)
READ_ONLY = tuple(column for column in COLUMNS if not column.writes and column.key not in ("code", "round", "version"))
IN_TEMPLATE = tuple(column for column in COLUMNS if column.writes or column.key in ("code", "round"))
REMARKS = _("remarks of the check")
EXAMPLES = _("examples")


@cache
def names():
    """{heading: key}, in every language a file may have been exported in."""
    found = {}
    for column in COLUMNS:
        for words in (*in_every_language(column.heading), *column.also):
            found[heading(words)] = column.key
    return found


@cache
def categories():
    """{what a cell may say: category}."""
    said = {folded(word): one for one in Category for word in (one.value, *in_every_language(one.label))}
    return said | {"综合": Category.COMPREHENSIVE, "单项": Category.SINGLE}


def in_every_language(lazy):
    found = []
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            found.append(str(lazy))
    return found
