"""Two versions side by side: every difference."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext

from careerpaths.admin.frame import shown_page, version_or_404
from careerpaths.document import Change, beyond_label, difference
from careerpaths.document.fields import PARTS
from careerpaths.models import RulesetVersion


def compare_versions(request: HttpRequest, pk: int) -> HttpResponse:
    version = version_or_404(pk)
    others = RulesetVersion.objects.exclude(pk=pk).defer("document")
    base = _base(request, version)
    title = gettext("Compare version %(label)s") % {"label": version.version}
    context = {
        "version": version,
        "base": base,
        "others": others,
        "changes": changes_since(base, version),
    }
    return shown_page(request, "compare.html", context, title=title)


def changes_since(base: RulesetVersion | None, version: RulesetVersion) -> list[Change]:
    """What differs, apart from the label, which always does. In the order of the schema, however it was stored."""
    changes = beyond_label(difference(base.document, version.document)) if base else ()
    order = {part: n for n, part in enumerate(PARTS)}
    return sorted(changes, key=lambda change: order.get(change.part, len(order)))


def _base(request: HttpRequest, version: RulesetVersion) -> RulesetVersion | None:
    """What to compare with: the requested version, or the live one, or the one it was opened from."""
    asked = request.GET.get("with", "")
    if asked.isascii() and asked.isdecimal() and len(asked) < len(str(2**63)):
        return version_or_404(int(asked))
    live = RulesetVersion.objects.filter(state=RulesetVersion.State.LIVE).exclude(pk=version.pk).first()
    return live or version.based_on
