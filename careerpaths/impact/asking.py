"""Asking what a version would change for people with stored comparisons."""

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from careerpaths.impact.reports import REPORTS_UNDER_WAY, latest
from careerpaths.impact.tasks import compare
from careerpaths.models import ImpactReport, NoLiveRuleset, RulesetVersion


class ImpactError(ValueError):
    """A comparison that is refused, with one sentence."""


def ask_for_report(version: RulesetVersion, by: User | None = None) -> ImpactReport:
    """Ask what this version would change compared with the live one. Raises `ImpactError`."""
    with transaction.atomic():
        version.refresh_from_db(from_queryset=RulesetVersion.objects.select_for_update())
        live = _live_beside(version)
        if (present := latest(version)) and present.state in REPORTS_UNDER_WAY:
            raise ImpactError(_("A comparison of this version is under way. Wait for it, or cancel it."))
        report = ImpactReport.objects.create(
            draft=version,
            draft_digest=version.digest,
            live=live,
            live_digest=live.digest,
            requested_by=by,
        )
    compare.enqueue(report.pk)
    report.refresh_from_db()
    return report


def _live_beside(version: RulesetVersion) -> RulesetVersion:
    try:
        live = RulesetVersion.objects.live()
    except NoLiveRuleset as error:
        raise ImpactError(_("No version is live, so there is nothing to compare with.")) from error
    if live.pk == version.pk:
        raise ImpactError(_("This is the live version. Open a draft from it, and compare that."))
    return live
