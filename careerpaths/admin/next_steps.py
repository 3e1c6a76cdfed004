"""What can be done next with a version, in a sensible order."""

from dataclasses import dataclass, replace

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext, ngettext

from careerpaths.admin.frame import EDIT, PUBLISH, VIEW, Right, may, moment
from careerpaths.impact import reports
from careerpaths.models import ImpactReport, RulesetVersion
from careerpaths.publishing import is_approved, missed

_State = RulesetVersion.State


@dataclass(frozen=True, kw_only=True, slots=True)
class Rung:
    """One step: what it is, its state, and where to do it."""

    name: str  # the name of its page
    title: str
    action: str  # text of the link
    state: str  # a sentence
    right: Right = VIEW
    done: bool = False
    url: str = ""  # empty if this person may not do it


def address(name: str, version: RulesetVersion) -> str:
    """The page of this name, or None."""
    try:
        return reverse(f"admin:careerpaths_rulesetversion_{name}", args=[version.pk])
    except NoReverseMatch:
        return ""


def ladder(request: HttpRequest, draft: RulesetVersion, *, own: int, against: int | None) -> list[Rung]:
    """The steps for a draft. `own`: changes since it was opened; `against`: differences from live."""
    rungs = [*_before_publishing(draft, own, against), *_second_person(draft), _publish(draft)]
    placed = [replace(rung, url=address(rung.name, draft)) for rung in rungs]
    return [replace(rung, url=rung.url if may(request, rung.right) else "") for rung in placed if rung.url]


def _before_publishing(draft: RulesetVersion, own: int, against: int | None) -> list[Rung]:
    report = reports.last_result(draft)
    return [
        Rung(
            name="edit",
            right=EDIT,
            title=gettext("Edit its sections"),
            action=gettext("Edit"),
            state=_edited(draft, own),
            done=own > 0,
        ),
        Rung(
            name="compare",
            title=gettext("Compare it with the live version"),
            action=gettext("Compare"),
            state=_compared(against),
        ),
        Rung(
            name="checks",
            title=gettext("Run its checks"),
            action=gettext("Check"),
            state=gettext("Reference cases must come out as expected. Blind spots are listed next to them."),
        ),
        Rung(
            name="impact",
            title=gettext("See its impact"),
            action=gettext("Impact"),
            state=_weighed(report),
            done=report is not None and not reports.is_out_of_date(report),
        ),
    ]


def _publish(draft: RulesetVersion) -> Rung:
    return Rung(
        name="publish",
        right=PUBLISH,
        title=gettext("Publish it"),
        action=gettext("Publish"),
        state=_planned(draft),
    )


def _planned(draft: RulesetVersion) -> str:
    if missed(draft):
        return gettext("The planned time has passed, see above.")
    return gettext("It is planned, see above.") if draft.scheduled_for else gettext("Now, or at a time.")


def _second_person(draft: RulesetVersion) -> list[Rung]:
    if not (settings.APPROVAL or draft.approved_digest):
        return []
    return [
        Rung(
            name="approve",
            right=PUBLISH,
            title=gettext("Have it approved by a second person"),
            action=gettext("Approve"),
            state=_approved(draft),
            done=is_approved(draft),
        )
    ]


def _edited(draft: RulesetVersion, own: int) -> str:
    if draft.based_on is None:
        return gettext("It was not opened from another version.")
    if not own:
        return gettext("Nothing was changed since it was opened from version %(base)s.") % {
            "base": draft.based_on.version
        }
    said = ngettext(
        "%(n)s change since it was opened from version %(base)s.",
        "%(n)s changes since it was opened from version %(base)s.",
        own,
    )
    return said % {"n": own, "base": draft.based_on.version}


def _compared(against: int | None) -> str:
    if against is None:
        return gettext("No version is live.")
    if not against:
        return gettext("Nothing differs.")
    said = ngettext("%(n)s difference.", "%(n)s differences.", against)
    return said % {"n": against}


def _weighed(report: ImpactReport | None) -> str:
    if report is None:
        return gettext("How many stored cases would get a different first option.")
    if reports.is_out_of_date(report):
        return gettext("It was compared with stored cases, but something has changed since.")
    return gettext("It was compared with stored cases on %(day)s.") % {"day": moment(report.created_at)}


def _approved(draft: RulesetVersion) -> str:
    if not is_approved(draft):
        return gettext("Nobody has approved it yet. Those who edited it cannot.")
    who = draft.approved_by.get_username() if draft.approved_by else gettext("somebody who has no account any more")
    return gettext("Approved by %(who)s.") % {"who": who}
