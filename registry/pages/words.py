"""Words of the record inside sentences of the page: verbatim, marked as Chinese where the page is not, or withheld."""

from dataclasses import dataclass

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from regions.naming import in_english
from registry.models import NAME_UNDISCLOSED, Withholding


@dataclass(frozen=True)
class Words:
    """The words of one item, or the act by which they were taken away."""

    name: str = ""
    lead_unit: str = ""
    withheld: Withholding | None = None

    @property
    def can_be_said(self):
        return self.name not in ("", NAME_UNDISCLOSED)


def words_of(item, text=None):
    """`text` is given for an unsaved item, whose words hang nowhere yet."""
    text = text or getattr(item, "text", None)
    if text is None:
        return Words(withheld=getattr(item, "withholding", None))
    return Words(text.name, text.lead_unit)


def withheld_words(at):
    """What stands in the place of words that were taken away at that moment."""
    told = _("words withheld on %(date)s") % {"date": date_format(timezone.localtime(at), "DATE_FORMAT")}
    return format_html('<span class="quiet">{}</span>', told)


def in_chinese():
    return get_language() == "zh-hans"


def han(text):
    """Chinese words as they stand; a page in another language says that they are Chinese (WCAG 3.1.2)."""
    shape = "{}" if in_chinese() else '<span lang="zh-Hans">{}</span>'
    return format_html(shape, text)


def place_name(region):
    return in_english(region) or han(region.name)


def title_marks(title):
    """A title in its book-title marks; a source that already carries them gets no second pair."""
    return title if title.startswith("《") else f"《{title}》"


def listed(parts):
    return format_html_join(pgettext("between the items of a list", ", "), "{}", ((part,) for part in parts))


def quoted(parts):
    """In Chinese no mark stands between quotations (GB/T 15834)."""
    return format_html_join("" if in_chinese() else ", ", "“{}”", ((part,) for part in parts))
