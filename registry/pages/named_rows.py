"""The rows of the named list. They are written here and not in a template, from one lean query for the present list:
models and templates cost ten times as much, and no other page is asked for as often."""

from functools import cache as once
from html import escape
from uuid import UUID

from django.db.models import OuterRef, Subquery
from django.urls import reverse
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from registry.folding import fold
from registry.marking import marked
from registry.models import Category, ItemText, Release, ReleaseItem, Withholding
from registry.searching import is_typed_by_sound
from registry.templatetags.record import entered_late, or_unknown, title_mark

from .words import han, withheld_words, words_of

NOBODY = UUID(int=0)
ROW = """
    <tr>
      <th scope="row"><a href="{entry}">{name}</a>{found_in}</th>
      <td data-label="{city_label}">{city}</td>
      <td data-label="{title_label}"><span>{title} <a class="quiet small" href="{round}">{year}</a></span></td>
      <td data-label="{state_label}"><span>{state}</span></td>
      <td data-label="{decision_label}"><span>{decision}</span></td>
    </tr>"""
# Of the present list; what is known of its round and its city need not be read again with each row.
FACTS = ("pk", "category", "state", "since", "round", "city", "release", "issued_on", "name", "withheld_at", "titled")
FOUND_IN = ("lead_unit", "region_path")  # where else a word that was searched may stand
ENTERED = ("published_at", "titled_at")  # of the list of a day: when the two releases were published here
OF_ROUND = {"round": "round__code", "year": "round__year"} | {
    name: f"round__{name}" for name in ("title_comprehensive", "title_single")
}
OF_CITY = {"city": "city__code", "city_name": "city__name", "city_in_english": "city__name_en"}


class Unforeseen(LookupError):
    """A row is of a round or a city that had not been known a moment before: somebody has published meanwhile."""


def lean(entries, searched=False):
    """`FACTS` of these entries, also `FOUND_IN` if they were searched and `ENTERED` if they are as of a day. Few tables
    are joined and the rest is asked row by row: to plan ten joins takes PostgreSQL ten times as long as to read the
    twenty rows."""
    at = entries.at
    titled = ReleaseItem.objects.filter(pk=OuterRef(f"{at}titled")).order_by()
    words = ItemText.objects.filter(item=OuterRef(f"{at}current"))
    release = f"{at}current__release__"
    return entries.values_list(
        *("pk", f"{at}category", f"{at}state", f"{at}title_since", "round", f"{at}city"),
        *(f"{release}number", f"{release}source_issued_on"),
        Subquery(words.values("name")),
        Subquery(Withholding.objects.filter(item=OuterRef(f"{at}current")).values("at")),
        Subquery(titled.values("release__number")),
        *((Subquery(words.values("lead_unit")), f"{at}current__region_path") if searched else ()),
        *((f"{release}published_at", Subquery(titled.values("release__published_at"))) if entries.day else ()),
    )


class Rows:
    """Makes rows for one page. What repeats from row to row is made once. Of what was searched for, each row shows
    where it stands."""

    def __init__(self, day=None, searched=None):
        self.day, self.searched, self.english = day, searched, get_language() == "en"
        # Titles are looked through for what is typed as printed (EntryQuerySet.matching); one character means none.
        told = [one for one in (searched or "").split() if len(fold(one)) > 1 and not is_typed_by_sound(one)]
        self.in_titles = " ".join(told)
        self.labels = {
            "city_label": _("Area"),
            "title_label": _("Title given"),
            "state_label": _("State of the title"),
            "decision_label": _("Decision"),
        }
        self.as_chinese = str(han("{}")).split("{}")
        self.entries = reverse("entry", args=[NOBODY]).partition(str(NOBODY))
        for slow in ("_of_place", "_title", "_city", "_round", "_release", "_date", "_mark", "_late"):
            setattr(self, slow, once(getattr(self, slow)))

    def of_values(self, values, rounds, cities):
        """Of the present list or that of a day: `values` as `lean` reads them; `rounds` and `cities` by key. Raises
        `Unforeseen`."""
        read = (*FACTS, *(FOUND_IN if self.searched else ()), *(ENTERED if self.day else ()))
        return self._all(self._complete(dict(zip(read, one, strict=True)), rounds, cities) for one in values)

    def _complete(self, facts, rounds, cities):
        """Changes `facts`."""
        try:
            round, city = rounds[facts["round"]], facts["city"] and cities[facts["city"]]
        except KeyError as error:
            raise Unforeseen from error
        facts.update(self._of_place(round, city))
        if self.day:
            facts.update(late=self._late(facts["published_at"]), titled_late=self._late(facts["titled_at"]))
        return facts

    def _late(self, published_at):
        return entered_late(Release(published_at=published_at), self.day) if published_at else ""

    def _of_place(self, round, city):
        told = {name: getattr(round, read) for name, read in OF_ROUND.items()}
        return told | {name: getattr(city, read) if city else None for name, read in OF_CITY.items()}

    def of_entries(self, entries):
        """Of entries with their statements, as they stand or stood."""
        return self._all(self._facts(entry) for entry in entries)

    def _all(self, several):
        return mark_safe("".join(map(self._row, several)))  # noqa: S308 (each value is escaped where it is made)

    def _facts(self, entry):
        words, release, titled = words_of(entry.current), entry.current.release, entry.titled
        late = [entered_late(one, self.day) for one in (release, titled and titled.release) if one]
        return {
            **{name: getattr(entry, name) for name in ("pk", "category", "state")},
            **{name: getattr(entry.round, name) for name in ("year", "title_comprehensive", "title_single")},
            "since": entry.title_since,
            "titled": titled and titled.release.number,
            "round": entry.round.code,
            "city": entry.city and entry.city.code,
            "city_name": entry.city and entry.city.name,
            "city_in_english": entry.city and entry.city.name_en,
            "release": release.number,
            "issued_on": release.source_issued_on,
            "name": words.name,
            "lead_unit": words.lead_unit,
            "region_path": entry.current.region_path,
            "withheld_at": words.withheld and words.withheld.at,
            "late": late[0],
            "titled_late": late[-1],
        }

    def _row(self, facts):
        before, _id, after = self.entries
        comprehensive = facts["category"] == Category.COMPREHENSIVE
        state = self._mark(facts["state"])
        if facts["titled"]:
            since = (
                f'<a class="quiet small nowrap" href="{self._release(facts["titled"])}">{self._date(facts["since"])}'
            )
            state = f"{state} {since}</a> {facts.get('titled_late', '')}"
        decision = f'<a href="{self._release(facts["release"])}">{self._date(facts["issued_on"])}</a>'
        return ROW.format(
            entry=f"{before}{facts['pk']}{after}",
            name=self._name(facts),
            found_in=self._found_in(facts) if self.searched else "",
            city=self._city(facts["city"], facts["city_name"], facts["city_in_english"]),
            title=self._title(facts["title_comprehensive"] if comprehensive else facts["title_single"]),
            round=self._round(facts["round"]),
            year=facts["year"],
            state=state,
            decision=f"{decision} {facts.get('late', '')}",
            **self.labels,
        )

    def _name(self, facts):
        if facts["withheld_at"]:
            return withheld_words(facts["withheld_at"])
        return f'<span class="verbatim-spaces">{self._marked(facts["name"] or "")}</span>'

    def _found_in(self, facts):
        """Where the words may stand besides the name."""
        told = " · ".join(self._marked(facts[one]) for one in ("region_path", "lead_unit") if facts[one])
        return f'<small class="quiet found-in">{told}</small>'

    def _marked(self, text):
        if self.searched or isinstance(text, SafeString):
            return han(marked(text, self.searched))
        before, after = self.as_chinese
        return f"{before}{escape(text)}{after}"

    def _city(self, code, name, in_english):
        if not code:
            return or_unknown("")
        shown = conditional_escape(in_english) if self.english and in_english else han(name)
        return format_html('<a href="{}">{}</a>', reverse("region", args=[code]), shown)

    def _title(self, words):
        return han(marked(words, self.in_titles))

    def _round(self, code):
        return reverse("round", args=[code])

    def _release(self, number):
        return reverse("release", args=[number])

    def _date(self, day):
        return or_unknown(day)

    def _mark(self, state):
        return title_mark(state)
