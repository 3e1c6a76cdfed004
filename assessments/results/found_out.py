"""How an answer entered on the result page changed the result, as text."""

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from assessments.models import Assessment
from assessments.questionnaire.answers import NewAnswer
from assessments.results.cache import order_of
from assessments.results.comparison import Order
from assessments.wording import phrases


def found_out_sentences(assessment: Assessment, before: Order, saved: Iterable[NewAnswer]) -> Iterator[str]:
    """What was saved, then what it did to the first place."""
    saved = list(saved)
    if not saved:
        yield _("Nothing was changed.")
        return
    for answer in saved:
        words = {"question": answer.question.short, "answer": phrases.answer_text(answer.question, answer.value)}
        if answer.option:
            words["option"] = next(option.name for option in before.options if option.id == answer.option.uid)
            yield _("Saved: %(question)s, %(option)s: %(answer)s.") % words
        else:
            yield _("Saved: %(question)s: %(answer)s.") % words
    after = order_of(assessment)
    if before.kind == after.kind == "ranking":
        shares = {option.id: option.first_share for option in before.ranked}
        now = {option.id: option for option in after.ranked}
        for option in dict.fromkeys((before.ranked[0].id, after.ranked[0].id)):
            yield _moved(now[option].name, shares[option], now[option].first_share)


def _moved(name: str, before: str, after: str) -> str:
    words = {"name": name, "before": before, "after": after}
    if before == after:
        return _("%(name)s: first in %(after)s ways, as before.") % words
    return _("%(name)s: first in %(before)s ways before, in %(after)s now.") % words
