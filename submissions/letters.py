"""What a city recommends in a round, as rows: the letter (推荐函) and the summary table (项目汇总表) are printed and
written as DOCX and XLSX from the same ones.

Both are official Chinese documents, so their words are Chinese whatever language the desk is read in. What only the
office can say (document number, date of issue) is left to be filled in.
"""

from dataclasses import dataclass

from accounts.models import Role, Unit
from registry.models import Category

from .ranking import standings

CATEGORIES = {Category.COMPREHENSIVE: "综合示范", Category.SINGLE: "单项示范"}
HEADINGS = ("序号", "类别", "推荐排序", "候选名称", "所在地区", "牵头单位", "申报单位")
DRAFT = "草稿"
TO_FILL = "　" * 6  # where an addressee is to be written by hand


@dataclass(frozen=True)
class Row:
    """One recommended candidate as the table prints it; the fields stand in the order of HEADINGS."""

    number: str
    category: str
    rank: str
    name: str
    place: str
    lead_unit: str
    unit: str

    @property
    def cells(self):
        return (self.number, self.category, self.rank, self.name, self.place, self.lead_unit, self.unit)


@dataclass(frozen=True)
class Letter:
    round: str
    city: str
    unit: str  # who signs
    addressee: str
    numbers: list  # (category, how many, quota or None)
    rows: list
    undecided: int  # handed in, and neither recommended nor in reserve: until that is done it is a draft

    @property
    def title(self):
        return f"关于报送{self.round}推荐名单的函"

    @property
    def table_title(self):
        return f"{self.city}{self.round}推荐项目汇总表"

    @property
    def draft_mark(self):
        return f"{DRAFT}\uff08尚有 {self.undecided} 件申报未作决定\uff0c名单可能变动\uff09" if self.undecided else ""

    @property
    def paragraphs(self):
        told = "、".join(_counted(*one) for one in self.numbers)
        return [
            f"按照{self.round}的安排\uff0c{self.unit}对{self.city}的申报进行了审核。"
            f"现推荐候选 {len(self.rows)} 个\uff0c其中{told}。具体名单和排序见附件。",
            "特此推荐\uff0c请予审核。",
        ]


def _counted(category, count, quota):
    limit = "名额未设限" if quota is None else f"名额 {quota} 个"
    return f"{category} {count} 个\uff08{limit}\uff09"


def letter(by, round):
    """The letter of `by`'s city about the round, as things stand now: every candidate that takes a place of its quota,
    by category and rank."""
    found = standings(by, round)
    recommended = [(standing, one) for standing in found for one in standing.recommended]
    return Letter(
        round=round.name,
        city=by.city.name,
        unit=by.unit.name,
        addressee=addressee(round),
        numbers=[
            (CATEGORIES[one.category], len(one.recommended), one.quota.limit if one.quota else None) for one in found
        ],
        rows=[_row(number, standing, one) for number, (standing, one) in enumerate(recommended, 1)],
        undecided=sum(len(standing.waiting) + len(standing.back) for standing in found),
    )


def _row(number, standing, one):
    return Row(
        number=str(number),
        category=CATEGORIES[standing.category],
        rank="" if one.rank is None else str(one.rank),
        name=one.printed_name,
        place=one.region.path,
        lead_unit=one.lead_unit,
        unit=one.unit.name,
    )


def addressee(round):
    """The regional office of the round's organising division by its own name; left to fill in unless there is exactly
    one, for no name is guessed."""
    offices = Unit.objects.filter(region=round.region_id, users__role=Role.REGIONAL_OFFICE).distinct()
    names = list(offices.values_list("name", flat=True)[:2])
    return names[0] if len(names) == 1 else TO_FILL
