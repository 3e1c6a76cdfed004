"""What somebody else is shown of a comparison.

A shared page is computed from the answers that it shows, and from nothing else. An answer that is not granted is
taken out before the engine runs, as if the question had never been answered. So values, bars, warnings, plan and
the list of what to find out cannot say anything about it. The price: the numbers may differ from the owner's.
"""

from typing import Any

from django.utils.translation import gettext as _

from assessments.answers import document_of
from assessments.evaluations import page_about
from assessments.models import Assessment, Grant
from assessments.names import LETTERS
from careerpaths.scoring.answers import Case, State, readable_case
from careerpaths.scoring.ruleset import Ruleset


def redacted_document(assessment: Assessment, grant: Grant) -> dict[str, Any]:
    """The comparison in the case format, without what the grant does not show."""
    ruleset = assessment.rules
    document = document_of(assessment)
    if not grant.shows_sensitive:
        document["person"] = _shown(ruleset, document["person"])
    for place, option in enumerate(document["options"]):
        if not grant.shows_sensitive:
            option["answers"] = _shown(ruleset, option["answers"])
        if not grant.shows_names:
            option["name"] = plain_name(ruleset, place, option["path"])
    return document


def redacted_case(assessment: Assessment, grant: Grant) -> Case:
    """The comparison as the engine reads it, without what the grant does not show."""
    return readable_case(assessment.rules, redacted_document(assessment, grant))


def shared_page(assessment: Assessment, grant: Grant) -> dict[str, Any]:
    """What the templates of a shared result and plan need. Nothing in it rests on a hidden answer."""
    page = page_about(assessment.compiled, redacted_case(assessment, grant))
    return {
        "page": page,
        "grant": grant,
        "title": assessment.title if grant.shows_names else "",
        "checklists": page.ruleset.checklists,
    }


def plain_name(ruleset: Ruleset, place: int, path: str) -> str:
    """What an option is called where names are not shown."""
    return _("Option %(letter)s (%(kind)s)") % {"letter": LETTERS[place], "kind": ruleset.paths_by_id[path].short}


def _shown(ruleset: Ruleset, answers: dict[str, Any]) -> dict[str, Any]:
    """Without sensitive questions, and without what people preferred not to say: that is an answer too."""
    return {
        key: value
        for key, value in answers.items()
        if key in ruleset.questions_by_id
        and not ruleset.questions_by_id[key].sensitive
        and value != State.WITHHELD.value
    }
