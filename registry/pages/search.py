"""What words find in the whole record: divisions, candidates, rounds and the titles they give, articles, releases.

Candidates are found in the database (registry/searching.py). Of everything else there is so little that it is read
through, the newest first, until enough is found.
"""

from dataclasses import dataclass
from itertools import islice

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from regions.models import Region
from regions.naming import in_english
from registry.filters import WordsFilter, narrow, with_candidates
from registry.folding import fold
from registry.marking import marked, stretches
from registry.markup import plain_lines
from registry.models import Article, Category, Entry, Release, Round
from registry.searching import is_in, kept_lines, stands_in, words_of_search
from registry.templatetags.articles import series_mark
from registry.templatetags.record import or_unknown, outcome_mark

from .words import han, title_marks, withheld_words, words_of

A_KIND = 6  # lines shown of each kind
AROUND = 24  # characters of an article shown before and after what was found


@dataclass(frozen=True)
class Line:
    """Something that was found: where its page is, how it is called, and what tells it from others (safe HTML)."""

    url: str
    name: str
    all_facts: list

    @property
    def facts(self):
        return [fact for fact in self.all_facts if fact]


@dataclass(frozen=True)
class Kind:
    """Lines of one kind. `more`: there are others. `leads_to`: where all of them are listed, if anywhere."""

    heading: str
    lines: list
    more: bool
    leads_to: str


def search_context(asked):
    """`asked` is a QueryDict. Raises `BadFilter`."""
    words = narrow(WordsFilter, Entry.objects.none(), asked).form.cleaned_data["q"]
    asked, further = words_of_search(words), words_of_search(words, goes_on=True)
    ways = [asked, further] if further != asked else [asked]
    kinds = [_kind(words, ways, *one) for one in KINDS] if words else []
    return {"searched": words, "kinds": [kind for kind in kinds if kind.lines]}


def _kind(words, ways, heading, find, list_of):
    """`ways`: the forms of the words, and, for where they find nothing, of what the words become when typed on."""
    found = next(filter(None, (list(islice(find(words, asked), A_KIND + 1)) for asked in ways)), [])
    return Kind(heading, found[:A_KIND], len(found) > A_KIND, list_of(words) if found else "")


def _nowhere(_words):
    return ""


def _all_stand(asked, texts):
    return all(stands_in(word, texts, kept_lines) for word in asked)


def places(words, asked):
    """Divisions below those that organise a round, and where candidates come from. One of the words must stand in its
    own name: whoever looks for a city is not looking for all its counties."""
    organisers = Round.objects.published().order_by().values("region")
    known = Q(pk__in=organisers) | Q(parent__in=organisers) | Q(parent__parent__in=organisers)
    known |= Q(pk__in=with_candidates()) | Q(parent__in=with_candidates())
    for region in Region.objects.filter(known).in_order():
        own = [region.name, region.name_en, region.code]
        if _all_stand(asked, [region.path, *own]) and any(stands_in(one, own, kept_lines) for one in asked):
            until = _("existed until {day}").format(day=region.valid_to) if region.valid_to else ""
            name = in_english(region) or han(marked(region.name, words))
            yield Line(reverse("region", args=[region.code]), name, [han(marked(region.path, words)), until])


def candidates(words, _asked):
    found = Entry.objects.matching(words).in_official_order()
    keys = list(found.values_list("pk", flat=True)[: A_KIND + 1])
    for entry in Entry.objects.filter(pk__in=keys).with_statements().in_official_order() if keys else ():
        said = words_of(entry.current)
        name = withheld_words(said.withheld.at) if said.withheld else han(marked(said.name, words))
        place, unit = (han(marked(text, words)) for text in (entry.current.region_path, said.lead_unit))
        facts = [outcome_mark(entry.outcome), han(entry.round.name), place, unit]
        yield Line(reverse("entry", args=[entry.pk]), name, facts)


def named_list(words):
    """The address of the named list of these words, if it shows anybody."""
    address = f"{reverse('named')}?{urlencode({'q': words})}"
    return address if Entry.objects.named().matching(words).exists() else ""


def rounds(words, asked):
    """Rounds, and below each the titles it gives: they lead to whom it has given them to."""
    for round in Round.objects.published():
        titles = [(category, round.title_for(category)) for category in Category.values]
        texts = [round.name, *(title for _category, title in titles)]
        if _all_stand(asked, texts):
            links = [_title_link(round, category, han(marked(title, words))) for category, title in titles]
            yield Line(reverse("round", args=[round.code]), han(marked(round.name, words)), links)


def _title_link(round, category, title):
    address = f"{reverse('named')}?{urlencode({'round': round.code, 'category': category})}"
    return format_html('<a class="quiet" href="{}">{}</a>', address, title)


def articles(words, asked):
    """Where the words stand in the text, the place is shown. It is read with its marks, which are folded away."""
    for one in Article.objects.current().readable().with_words().newest_first().iterator(50):
        text, body = one.text, [fold(line) for line in one.text.body.splitlines()]
        told = [text.title, text.subtitle, text.credit, one.series.name]
        if all(stands_in(word, told) or any(is_in(line, form) for form in word for line in body) for word in asked):
            facts = [
                series_mark(one.series.name, one.part),
                date_format(timezone.localtime(one.published_at), "DATE_FORMAT"),
            ]
            name = han(marked(text.title, words))
            yield Line(reverse("article", args=[one.number]), name, [*facts, _passage(text.body, words)])


def _passage(body, words):
    """Where in the text one of the words stands first, with what is around it; nothing if it does not."""
    for line in plain_lines(body):
        for start, end in stretches(line, words)[:1]:
            before, after = max(0, start - AROUND), end + AROUND
            cut = "…" * (before > 0), line[before:after], "…" * (after < len(line))
            return han(marked("".join(cut), words))
    return ""


def releases(words, asked):
    for one in Release.objects.select_related("round").iterator(200):
        texts = [one.source_title, one.source_organ, one.source_number, one.get_kind_display()]
        if _all_stand(asked, texts):
            title = title_marks(one.source_title)
            organ, number = (han(marked(text, words)) for text in (one.source_organ, one.source_number))
            facts = [one.get_kind_display(), han(one.round.name), organ, number, or_unknown(one.source_issued_on)]
            yield Line(reverse("release", args=[one.number]), han(marked(title, words)), facts)


# Heading, what finds the lines, where all of them are listed.
KINDS = (
    (gettext_lazy("Divisions"), places, _nowhere),
    (gettext_lazy("Candidates"), candidates, named_list),
    (gettext_lazy("Rounds and the titles they give"), rounds, _nowhere),
    (gettext_lazy("Articles"), articles, _nowhere),
    (gettext_lazy("Releases"), releases, _nowhere),
)
