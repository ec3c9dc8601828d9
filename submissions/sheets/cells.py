"""From the texts of a row to the values of a submission, by the fields and rules of the form."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from registry.models import NAME_UNDISCLOSED, Category

from ..forms.drafts import DraftForm, takes_undisclosed
from ..forms.text import IN_LINE, IN_TEXT, Line
from .columns import BY_KEY, WRITABLE, categories
from .places import Places
from .text import ERRORS, folded

MUST = ("category", "region")
KEYS = tuple(column.key for column in WRITABLE)


def sentence_on(text, field, error):
    """Why a field refused a cell. What the form says speaks of what is kept on its page; here nothing is."""
    if getattr(error, "code", None) == "secret":
        return error.message
    found = (IN_LINE if isinstance(field, Line) else IN_TEXT).search(text)
    if found and found[0] == "\n":
        return _("It has a line break. Write it in one line.")
    if found:
        facts = {"place": found.start() + 1, "code": f"{ord(found[0]):04X}"}
        return _("Character %(place)s (U+%(code)s) cannot be stored or printed. Remove it.") % facts
    if len(text) > field.max_length:
        return _("It has %(count)s characters; at most %(most)s are taken.") % {
            "count": len(text),
            "most": field.max_length,
        }
    return " ".join(error.messages)


def _lacks(key):
    return _("“%(heading)s” must be filled in.") % {"heading": BY_KEY[key].heading}


class Cells:
    """Reads rows for `by`'s city; `read` gives what can be written, and a sentence for each cell that cannot."""

    def __init__(self, by, round):
        self.places, self.round = Places(by.city), round
        self.readers = {"category": self._category, "region": self.places.find}
        self.remembered = {key: {} for key in (*MUST, "lead_unit", "contact")}

    def read(self, texts, keys=KEYS, one=None):
        """({field: value}, {key: sentence}) of the cells `keys`, by default of all that a further submission needs.
        `one` is the submission they are to change."""
        content, problems = {}, {}
        for key in keys:
            text = texts.get(key)
            value, sentence = self._recalled(key, text) if key in self.remembered else self._value(key, text)
            if sentence:
                problems[key] = sentence
            elif value is not None:
                content[key] = value
        if "title" in content:
            self._name_undisclosed(content)
        self._refuse_undisclosed(content, problems, one)
        return content, problems

    def _recalled(self, key, text):
        """Few different words stand in many rows: each is read once."""
        known = self.remembered[key]
        if text not in known:
            known[text] = self._value(key, text)
        return known[text]

    def _value(self, key, text):
        """(value, None), or (None, the sentence why there is none). A column that is not there leaves the field out."""
        if not text:
            return (None, _lacks(key)) if key in MUST else (text, None)
        if text[0] == "#" and text in ERRORS:
            return None, _("The cell holds the error %(name)s.") % {"name": text}
        if key in MUST:
            return self.readers[key](text)
        field = DraftForm.base_fields[key]
        try:
            return field.clean(text), None
        except ValidationError as error:
            return None, sentence_on(text, field, error)

    def _category(self, text):
        found = categories().get(folded(text))
        if found:
            return found, None
        known = "、".join(str(one.label) for one in Category)
        return None, _("“%(asked)s” is no category. Write one of: %(known)s.") % {"asked": text[:40], "known": known}

    def _name_undisclosed(self, content):
        """“名称未公开” in the place of a title says that the source does not name the project."""
        content["name_undisclosed"] = content["title"] == NAME_UNDISCLOSED
        if content["name_undisclosed"]:
            content["title"] = ""

    def _refuse_undisclosed(self, content, problems, one):
        """The rule of the form, for what the row makes of the submission."""
        then = {name: content.get(name, getattr(one, name, None)) for name in ("name_undisclosed", "category")}
        if not then["name_undisclosed"]:
            return
        if then["category"] != Category.SINGLE:
            problems["title"] = _("Only a project can be without a public name.")
        elif content.get("name_undisclosed") and not takes_undisclosed(one.round if one else self.round):
            problems["title"] = _("Only an earlier round takes projects without a name.")
