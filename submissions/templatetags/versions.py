"""How versions are written in pages."""

from django import template

from .. import versions

register = template.Library()
register.filter("grouped", versions.grouped)
