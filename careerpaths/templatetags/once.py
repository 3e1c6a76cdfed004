"""`{% form_key %}`: a key in a form, so that sending it twice creates only one thing."""

import secrets

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from careerpaths.operations.once import FIELD

register = template.Library()


@register.simple_tag
def form_key() -> SafeString:
    """A new key each time a form is rendered. Firefox would keep the old one on a reload unless told not to."""
    return format_html(
        '<input type="hidden" name="{}" value="{}" autocomplete="off">', FIELD, secrets.token_urlsafe(16)
    )
