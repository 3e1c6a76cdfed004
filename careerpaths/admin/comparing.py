"""Two versions side by side: every difference, under the heading of its part."""

from dataclasses import dataclass
from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext

from careerpaths.admin.frame import shown_page, version_or_404
from careerpaths.document import Change, beyond_label, difference
from careerpaths.document.fields import PARTS
from careerpaths.models import RulesetVersion


@dataclass(frozen=True, kw_only=True, slots=True)
class ComparedPart:
    """The changes of one part of the document."""

    id: str
    heading: str
    changes: tuple[Change, ...]


def compare_versions(request: HttpRequest, pk: int) -> HttpResponse:
    version = version_or_404(pk)
    others = RulesetVersion.objects.exclude(pk=pk).defer("document")
    base = _base(request, version)
    changes = changes_since(base, version)
    title = gettext("Compare version %(label)s") % {"label": version.version}
    context = {
        "version": version,
        "base": base,
        "others": others,
        "parts": compared_parts(changes),
        "count": len(changes),
    }
    return shown_page(request, "compare.html", context, title=title)


def changes_since(base: RulesetVersion | None, version: RulesetVersion) -> tuple[Change, ...]:
    """What differs, apart from the label, which always does."""
    return beyond_label(difference(base.document, version.document)) if base else ()


def compared_parts(changes: tuple[Change, ...]) -> list[ComparedPart]:
    """Grouped by part, in the order of the schema, whatever order the documents were stored in."""
    order = {part: n for n, part in enumerate(PARTS)}
    ordered = sorted(changes, key=lambda change: order.get(change.part, len(order)))
    return [
        ComparedPart(id=part, heading=str(PARTS.get(part, part)), changes=tuple(group))
        for part, group in groupby(ordered, key=lambda change: change.part)
    ]


def _base(request: HttpRequest, version: RulesetVersion) -> RulesetVersion | None:
    """What to compare with: the requested version, or the live one, or the one it was opened from."""
    asked = request.GET.get("with", "")
    if asked.isascii() and asked.isdecimal() and len(asked) < len(str(2**63)):
        return version_or_404(int(asked))
    live = RulesetVersion.objects.filter(state=RulesetVersion.State.LIVE).exclude(pk=version.pk).first()
    return live or version.based_on
