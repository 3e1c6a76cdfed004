"""How an answer entered on the result page changed the result, as text."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from assessments.models import Assessment
from assessments.questionnaire.answers import NewAnswer
from assessments.results.cache import order_of
from assessments.wording import phrases


@dataclass(frozen=True, kw_only=True)
class StandingNow:
    """Which option is first, and in how many ways each one is."""

    first: str  # an option's id; nothing if nothing is ranked
    names: dict[str, str]
    shares: dict[str, str]


def standing_of(assessment: Assessment) -> StandingNow:
    """The current standing of the options."""
    page = order_of(assessment)
    return StandingNow(
        first=page.ranked[0].id if page.kind == "ranking" else "",
        names={option.id: option.name for option in page.options},
        shares={option.id: option.first_share for option in page.ranked},
    )


def found_out_sentences(assessment: Assessment, before: StandingNow, saved: Iterable[NewAnswer]) -> Iterator[str]:
    """What was saved, then what it did to the first place."""
    saved = list(saved)
    if not saved:
        yield _("Nothing was changed.")
        return
    for answer in saved:
        words = {"question": answer.question.short, "answer": phrases.answer_text(answer.question, answer.value)}
        if answer.option:
            words["option"] = before.names[answer.option.uid]
            yield _("Saved: %(question)s, %(option)s: %(answer)s.") % words
        else:
            yield _("Saved: %(question)s: %(answer)s.") % words
    after = standing_of(assessment)
    if before.first and after.first:
        for option in dict.fromkeys((before.first, after.first)):
            yield _moved(after.names[option], before.shares[option], after.shares[option])


def _moved(name: str, before: str, after: str) -> str:
    words = {"name": name, "before": before, "after": after}
    if before == after:
        return _("%(name)s: first in %(after)s ways, as before.") % words
    return _("%(name)s: first in %(before)s ways before, in %(after)s now.") % words
