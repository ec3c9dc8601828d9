"""Forms of an article's way to the public: its words, its files, secrecy review, withholding."""

import re
import uuid

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from registry.markup import LONGEST
from registry.models import Entry, Series

from .. import article_drafts, materials
from ..materials.kinds import accept
from ..models import ArticleDraft
from ..publishing import PublishRefused, articles, withholding
from .text import Line, Paragraphs

MOST_PARTS = 999
IDENTITY = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
MARKUP = gettext_lazy(
    "Each line is a paragraph. # heading, - list, > quote, **emphasis**, [words](https://…), | tables |, and a picture "
    "on a line of its own: ![](name.png). HTML has no effect."
)


class Entries(Paragraphs):
    """Entries, one a line: the address of its page, or its name exactly as the record prints it."""

    widget = forms.Textarea(attrs={"rows": 3})

    def clean(self, value):
        found = []
        for line in super().clean(value).splitlines():
            entry = line.strip() and self._entry(line.strip())
            if entry and entry not in found:
                found.append(entry)
        return found

    def _entry(self, line):
        given = IDENTITY.search(line)
        asked = {"pk": uuid.UUID(given[0])} if given else {"current__text__name": line}
        found = list(Entry.objects.with_statements().filter(**asked)[:10])
        if not found:
            raise ValidationError(_("“%(line)s” is no entry of the public record.") % {"line": line})
        if len(found) > 1:
            which = "; ".join(f"{one.round.name} {reverse('entry', args=[one.pk])}" for one in found)
            raise ValidationError(
                _("“%(line)s” may be several entries; give the address of one: %(which)s")
                % {"line": line, "which": which}
            )
        return found[0]


def written(entries):
    """Entries as the field shows them: name and address."""
    lines = [(getattr(one.current, "text", None), reverse("entry", args=[one.pk])) for one in entries]
    return "\n".join(f"{text.name} {address}" if text else address for text, address in lines)


class ArticleForm(forms.ModelForm):
    """The words of a draft. `seen_digest` is what was stored when the page was opened; empty for a new draft."""

    class Meta:
        model = ArticleDraft
        fields = ["series", "part", "title", "subtitle", "body", "credit", "source", "note"]
        field_classes = dict.fromkeys(("series", "title", "subtitle", "credit", "source", "note"), Line)
        field_classes |= {"body": Paragraphs}
        widgets = {
            "series": forms.TextInput(attrs={"list": "known-series"}),
            "part": forms.NumberInput(attrs={"class": "short", "min": 1, "max": MOST_PARTS}),
            "body": forms.Textarea(attrs={"rows": 24}),
        }
        help_texts = {
            "series": gettext_lazy("A series that is there already, or the name of a new one."),
            "part": gettext_lazy("4 is shown as （四）."),
            "body": MARKUP,
            "credit": gettext_lazy("As it is to be printed: 市局法治调研与督察科供稿."),
            "source": gettext_lazy("Title of the publication, without 《》, if the article rests on one."),
            "note": gettext_lazy("Will be public beside the new edition."),
        }

    entries = Entries(
        label=gettext_lazy("linked entries"),
        required=False,
        max_length=4000,
        help_text=gettext_lazy("One a line: the address of its public page, or its name exactly as the record has it."),
    )
    seen_digest = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)
    status = 200

    def __init__(self, data=None, *, instance=None):
        super().__init__(data, instance=instance, use_required_attribute=False)
        self.draft = instance
        self.known_series = Series.objects.values_list("name", flat=True)
        self.fields["part"].validators = [MinValueValidator(1), MaxValueValidator(MOST_PARTS)]
        self.fields["body"].max_length = LONGEST
        if instance:
            # A form writes into its instance; the page around it shows what is stored.
            self.instance = ArticleDraft.objects.get(pk=instance.pk)
            self.present = self.fields["seen_digest"].initial = article_drafts.digest_of(instance)
            self.fields["entries"].initial = written(article_drafts.entries_of(instance))
        for name in ("series", "part") if instance and instance.supersedes_id else ("note",):
            del self.fields[name]

    def write(self, by):
        """The draft with these words, made or changed; None with the refusal among the form's errors."""
        asked = dict(self.cleaned_data)
        seen, entries = asked.pop("seen_digest"), asked.pop("entries")
        try:
            if self.draft is None:
                return articles.start(by, entries, **asked)
            articles.change(self.draft, by, seen, entries, **asked)
            return self.draft
        except PublishRefused as refused:
            self.status = 409
            self.add_error(None, refused.sentences)
            self.data = self.data.copy()
            self.data["seen_digest"] = getattr(self, "present", "")
        return None


class ArticleFileForm(forms.Form):
    use = forms.ChoiceField(
        label=gettext_lazy("what it is for"),
        choices=[("picture", gettext_lazy("picture in the text")), ("attachment", gettext_lazy("attachment"))],
        widget=forms.RadioSelect,
    )
    file = forms.FileField(
        label=gettext_lazy("file"),
        widget=forms.FileInput(attrs={"accept": accept()}),
        error_messages={"required": gettext_lazy("Choose a file first.")},
        help_text=gettext_lazy("A picture: JPG or PNG. It is made anew, at most 1280 pixels wide, without the place "
                               "and time the camera wrote along. An attachment: at most 20 MB."),
    )  # fmt: skip
    alt = Line(
        label=gettext_lazy("text in place of the picture"),
        required=False,
        max_length=500,
        help_text=gettext_lazy("What it shows, for those who do not see it, numbers included. Needed for a picture."),
    )
    caption = Line(
        label=gettext_lazy("caption"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("Below a picture; of an attachment, its title."),
    )
    status = 200

    def __init__(self, data=None, files=None):
        super().__init__(data, files, use_required_attribute=False, initial={"use": "picture"})

    def add(self, draft, by):
        """The file added to the draft; None with the refusal among the form's errors."""
        asked = self.cleaned_data
        is_picture, name = asked["use"] == "picture", asked["file"].name
        try:
            return articles.add_file(draft, by, asked["file"], name, is_picture, asked["alt"], asked["caption"])
        except PublishRefused as refused:
            self.add_error("alt" if is_picture and not asked["alt"] else None, refused.sentences)
        except materials.Refused as refused:
            self.add_error("file", str(refused))
        self.status = 422
        return None


class ReviewForm(forms.Form):
    """A secrecy review, and what was on the screen when it was given."""

    seen_digest = forms.CharField(max_length=64, widget=forms.HiddenInput)
    note = Line(label=gettext_lazy("note"), required=False, max_length=300)


class WithholdArticleForm(forms.Form):
    which = forms.ChoiceField(
        label=gettext_lazy("what is withheld"),
        choices=[("this", gettext_lazy("this edition alone")), ("all", gettext_lazy("all editions of this article"))],
        widget=forms.RadioSelect,
    )
    reason = Line(
        label=gettext_lazy("reason"),
        max_length=300,
        help_text=gettext_lazy("Will be public: say why, not what. Never repeat the words that are to go."),
    )

    def __init__(self, data=None):
        super().__init__(data, use_required_attribute=False, initial={"which": "this"})

    def withhold(self, article, by):
        """How many editions lost their words; 0 with the refusal among the form's errors."""
        asked = self.cleaned_data
        try:
            return withholding.withhold_article(article, by, asked["reason"], asked["which"] == "all")
        except PublishRefused as refused:
            self.add_error("reason", refused.sentences)
        return 0
