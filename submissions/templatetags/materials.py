"""Files as pages show them."""

from django import template
from django.urls import reverse
from django.utils.html import format_html

from ..models.materials import ScanState

register = template.Library()


@register.filter
def file_link(material):
    """Its name, as the link that downloads it; without one where a virus was found."""
    if material.file.scan_state == ScanState.INFECTED:
        return format_html('<span class="verbatim">{}</span>', material.name)
    address = reverse("material", args=[material.submission_id, material.pk])
    return format_html('<a class="verbatim" href="{}">{}</a>', address, material.name)


@register.filter
def scan_class(stored):
    return f"scan-{stored.scan_state}"
