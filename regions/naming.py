"""What a division is called in full, and the columns that follow from its name."""

from django.utils.translation import get_language

from .models import Level
from .reading import reading

CORPS = "兵团"


def full_path(region):
    """内蒙古自治区赤峰市松山区. A division of the Corps is printed without 新疆 and with its city
    (兵团第八师石河子市); that form comes from its table and cannot be derived."""
    if region.level == Level.DIVISION:
        return region.path or CORPS + region.name
    return (region.parent.path if region.parent else "") + region.name


def in_english(region):
    """The English name, where the reader chose English and there is one; else nothing."""
    return region.name_en if get_language() == "en" else ""


def describe(region):
    """Fill the stored columns `path`, `pinyin` and `initials`; the parent must have its own already."""
    region.path = full_path(region)
    region.pinyin, region.initials = reading(region.name)
    return region


def renew_below(region):
    """After a division got another name or parent: the full names of all below it, level by level."""
    for child in region.children.select_related("parent"):
        before = child.path
        describe(child)
        if child.path != before:
            child.save(update_fields=["path", "pinyin", "initials"])
            renew_below(child)
