"""`{% form_key %}`: what a form carries so that sending it twice creates one thing."""

import secrets

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from careerpaths.operations.once import FIELD

register = template.Library()


@register.simple_tag
def form_key() -> SafeString:
    """A new key each time a form is drawn. Firefox would keep the old one on a reload unless it is told not to."""
    return format_html(
        '<input type="hidden" name="{}" value="{}" autocomplete="off">', FIELD, secrets.token_urlsafe(16)
    )
