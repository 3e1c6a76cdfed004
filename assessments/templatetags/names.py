"""People's own words within a page's sentences."""

from django import template

from assessments.wording.names import isolated

register = template.Library()
register.filter("isolated", isolated, is_safe=True)
