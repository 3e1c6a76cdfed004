"""Begin a comparison; turn the detailed questions on or off."""

from django.utils import timezone

from assessments.models import Assessment
from careerpaths.models import RulesetVersion

OTHER_ROLE_EVIDENCE = ("E08", "E14", "E118")


def begin() -> Assessment:
    """A new assessment under the live rules. Raises `NoLiveRuleset`."""
    live = RulesetVersion.objects.defer("document").live()
    return Assessment.objects.create(ruleset=live, last_used_on=timezone.now().date())


def open_details(assessment: Assessment, *, opened: bool) -> None:
    """Start or stop asking the detailed questions."""
    assessment.details_opened = opened
    assessment.save(update_fields=["details_opened", "updated_at"])


def other_role_context(assessment: Assessment) -> dict[str, object]:
    """Why there is no ranking for another role, with its passages."""
    evidence = assessment.rules.evidence_by_id
    return {"assessment": assessment, "evidence": [evidence[item] for item in OTHER_ROLE_EVIDENCE if item in evidence]}
