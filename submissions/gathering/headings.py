"""The columns of a task workbook, and how a row says which task it is about, in which version it went out."""

from dataclasses import dataclass
from functools import cache

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ..sheets.columns import in_every_language
from ..sheets.text import heading


@dataclass(frozen=True)
class Column:
    key: str
    heading: Promise
    width: int
    hidden: bool = False
    also: tuple = ()


COLUMNS = (
    Column("code", _("task code"), 10, also=("编号", "任务号")),
    Column("requirement", _("material asked"), 22, also=("材料编号", "材料")),
    Column("indicator", _("indicator"), 22),
    Column("wanted", _("what is wanted in detail"), 44),
    Column("department", _("department in charge"), 18, also=("部门", "责任单位", "单位")),
    Column("person", _("contact person"), 12, also=("联系人及电话", "联系方式")),
    Column("due_on", _("reply by"), 14, also=("期限", "反馈期限", "截止日期", "完成时限")),
    Column("reply", _("reply of the department"), 56, also=("反馈", "反馈意见", "反馈情况")),
    Column("token", _("version of the task"), 4, hidden=True),
)
# A sheet that was rearranged or typed anew may lack all but these two.
LONGEST_TOKEN = 18  # what any database still takes for a number
NEEDED = ("code", "reply")


@cache
def names():
    """{heading: key}, in every language a workbook may have gone out in."""
    return {
        heading(words): column.key for column in COLUMNS for words in (*in_every_language(column.heading), *column.also)
    }


def token(task):
    """Which task, in which version: codes may be given again once a task was removed, keys are not."""
    return f"{task.pk}-{task.version}"


def read_token(text):
    """(key, version) of a token; None where a row has none."""
    key, _dash, version = text.partition("-")
    is_one = key.isdecimal() and version.isdecimal() and len(text) <= LONGEST_TOKEN
    return (int(key), int(version)) if is_one else None
