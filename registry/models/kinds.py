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
    PROPOSED = "proposed", _("proposed for naming")
    NAMED = "named", _("named")
    NOT_NAMED = "not_named", _("not named")
    WITHDRAWN = "withdrawn", _("withdrawn")
    DISQUALIFIED = "disqualified", _("disqualified")
    # Of a title that was given: what a later release says of it (registry/titles.py).
    UNDER_RECTIFICATION = "under_rectification", _("ordered to rectify")
    SUSPENDED = "suspended", _("title suspended")
    RESTORED = "restored", _("title restored")
    REVOKED = "revoked", _("title revoked")
    DEREGISTERED = "deregistered", _("title deregistered")
    RETAINED = "retained", _("retained after a re-check")


class TitleState(models.TextChoices):
    """The life of a title: 有效 → 整改 → 停止 → 恢复, or 撤销, or 注销 (the body no longer exists)."""

    VALID = "valid", _("valid")
    UNDER_RECTIFICATION = "under_rectification", _("under rectification")
    SUSPENDED = "suspended", _("suspended")
    REVOKED = "revoked", _("revoked")
    DEREGISTERED = "deregistered", _("deregistered")


class ReleaseKind(models.TextChoices):
    RECOMMENDATION = "recommendation_list", _("recommendation list")
    FIELD_EVALUATION = "field_evaluation_list", _("list of those entering the field evaluation")
    NOTICE = "naming_notice", _("public notice of a naming")
    NAMING = "naming_decision", _("naming decision")
    CORRECTION = "correction", _("correction")
    RECTIFICATION = "rectification", _("order to rectify")
    SUSPENSION = "suspension", _("suspension of a title")
    RESTORATION = "restoration", _("restoration of a title")
    REVOCATION = "revocation", _("revocation of a title")
    DEREGISTRATION = "deregistration", _("deregistration of a title")
    RETENTION = "recheck_retention", _("retention after a re-check")


class SourceKind(models.TextChoices):
    DOCUMENT = "document", _("official document")
    PUBLICATION = "publication", _("cited publication")
