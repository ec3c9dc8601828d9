"""How the check of a list of an earlier round is drawn."""

from django import template

register = template.Library()


@register.filter
def backfill_verdict(plan):
    """The template that says what stands against a list, that it is public already, or offers the button."""
    if plan.problems:
        return "workbench/_backfill_refused.html"
    return "workbench/_backfill_already.html" if plan.already else "workbench/_backfill_sound.html"


@register.filter
def chosen_words(field):
    """What was typed or chosen, in the words of its choices."""
    return dict(getattr(field.field, "choices", ())).get(field.value(), field.value())
