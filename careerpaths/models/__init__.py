"""What is stored about the method: its versions, the log of their changes, and what a draft would change."""

from careerpaths.models.impact import ImpactReport
from careerpaths.models.log import RulesetChange, RulesetLogEntry
from careerpaths.models.sent_form import SentForm
from careerpaths.models.versions import (
    AlreadyPublished,
    NoLiveRuleset,
    RulesetVersion,
    RulesetVersionQuerySet,
    compiled_of,
)

__all__ = [
    "AlreadyPublished",
    "ImpactReport",
    "NoLiveRuleset",
    "RulesetChange",
    "RulesetLogEntry",
    "RulesetVersion",
    "RulesetVersionQuerySet",
    "SentForm",
    "compiled_of",
]
