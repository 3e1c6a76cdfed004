"""What can be done next with a version, in a sensible order."""

from dataclasses import dataclass, field, replace

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext, ngettext

from careerpaths.admin.frame import EDIT, PUBLISH, VIEW, Right, may, moment
from careerpaths.impact import reports
from careerpaths.models import ImpactReport, RulesetVersion
from careerpaths.publishing import is_approved, missed

_State = RulesetVersion.State


@dataclass(frozen=True, slots=True)
class Rung:
    """One step: what it is, its state, and where to do it."""

    name: str  # of its page
    title: str
    action: str  # words of the link
    state: str  # a sentence
    right: Right = VIEW
    done: bool = field(default=False, kw_only=True)
    is_open: bool = field(default=True, kw_only=True)  # to this person


def ladder(request: HttpRequest, draft: RulesetVersion, *, own: int, against: int | None) -> list[Rung]:
    """The steps for a draft. `own`: changes since it was opened; `against`: differences from live."""
    report = reports.last_result(draft)
    weighed = report is not None and not reports.is_out_of_date(report)
    checked = gettext("Reference cases must come out as expected. Blind spots are listed next to them.")
    approve, approved = gettext("Have it approved by a second person"), is_approved(draft)
    rungs = [
        Rung("edit", gettext("Edit its sections"), gettext("Edit"), _edited(draft, own), EDIT, done=own > 0),
        Rung("compare", gettext("Compare it with the live version"), gettext("Compare"), _compared(against)),
        Rung("checks", gettext("Run its checks"), gettext("Check"), checked),
        Rung("impact", gettext("See its impact"), gettext("Impact"), _weighed(report), done=weighed),
        Rung("approve", approve, gettext("Approve"), _approved(draft), PUBLISH, done=approved),
        Rung("publish", gettext("Publish it"), gettext("Publish"), _planned(draft), PUBLISH),
    ]
    if not (settings.APPROVAL or draft.approved_digest):
        rungs = [rung for rung in rungs if rung.name != "approve"]
    return [replace(rung, is_open=may(request, rung.right)) for rung in rungs]


def steps_after_publishing(request: HttpRequest, version: RulesetVersion) -> list[Rung]:
    """What this person can do with a version that is or was live, besides opening a draft from it."""
    content = gettext("Every section and number. Nothing here can be changed.")
    again = gettext("At once. The current live version is retired. Existing results stay as they are.")
    nobody = gettext("Nobody can then start a comparison. To replace it, publish a draft instead.")
    differences = gettext("Every difference, in words.")
    rungs = [
        Rung("edit", gettext("Read its content"), gettext("Read"), content),
        Rung("compare", gettext("Compare it with another version"), gettext("Compare"), differences),
    ]
    if version.state == _State.RETIRED:
        rungs.append(Rung("roll_back", gettext("Make it live again"), gettext("Bring back"), again, PUBLISH))
    if version.state == _State.LIVE:
        rungs.append(Rung("retire", gettext("Retire it without another"), gettext("Retire"), nobody, PUBLISH))
    return [rung for rung in rungs if may(request, rung.right)]


def _planned(draft: RulesetVersion) -> str:
    if missed(draft):
        return gettext("The planned time has passed, see above.")
    return gettext("It is planned, see above.") if draft.scheduled_for else gettext("Now, or at a time.")


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
