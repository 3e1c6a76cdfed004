"""`{% kept "name" what it depends on %} ... {% endkept %}`: a part of a page that is rendered once and cached in this
process."""

from django import template
from django.template.base import FilterExpression, Node, NodeList, Parser, Token
from django.template.context import Context
from django.utils.safestring import mark_safe
from django.utils.translation import get_language

from careerpaths.cache import Cache

parts: Cache[str] = Cache(2000)  # each takes a few kB

register = template.Library()


class KeptNode(Node):
    """Rendered again only if the language or one of the values is new. If a value is None, it is never cached."""

    def __init__(self, nodelist: NodeList, depends_on: list[FilterExpression]) -> None:
        self.nodelist = nodelist
        self.depends_on = depends_on

    def render(self, context: Context) -> str:
        values = [part.resolve(context) for part in self.depends_on]
        if None in values:
            return self.nodelist.render(context)
        key = f"{get_language()} {values!r}"
        return mark_safe(parts.get(key, lambda: self.nodelist.render(context)))  # noqa: S308 - rendered by a template


@register.tag
def kept(parser: Parser, token: Token) -> KeptNode:
    """The content may depend only on the named values, so it contains no reader's token."""
    _, *names = token.split_contents()
    nodelist = parser.parse(("endkept",))
    parser.delete_first_token()
    return KeptNode(nodelist, [parser.compile_filter(name) for name in names])
