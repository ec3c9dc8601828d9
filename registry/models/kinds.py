"""The words of the record: categories, outcomes, kinds of releases and of their sources."""

from django.db import models
from django.utils.translation import gettext_lazy as _

NAME_UNDISCLOSED = "名称未公开"


class Category(models.TextChoices):
    COMPREHENSIVE = "comprehensive", _("comprehensive")
    SINGLE = "single", _("single-item")


class Outcome(models.TextChoices):
    RECOMMENDED = "recommended", _("recommended")
    ENTERED = "entered_field_evaluation", _("entered the field evaluation")
    NAMED = "named", _("named")
    NOT_NAMED = "not_named", _("not named")
    WITHDRAWN = "withdrawn", _("withdrawn")
    DISQUALIFIED = "disqualified", _("disqualified")


class ReleaseKind(models.TextChoices):
    RECOMMENDATION = "recommendation_list", _("recommendation list")
    FIELD_EVALUATION = "field_evaluation_list", _("list of those entering the field evaluation")
    NAMING = "naming_decision", _("naming decision")
    CORRECTION = "correction", _("correction")


class SourceKind(models.TextChoices):
    DOCUMENT = "document", _("official document")
    PUBLICATION = "publication", _("cited publication")
