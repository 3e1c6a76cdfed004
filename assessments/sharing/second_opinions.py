"""Second opinions: asked for by a link, begun, listed, taken over in part, removed."""

from typing import Any

from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.access import opinions_by
from assessments.models import Assessment, ShareLink
from assessments.questionnaire import answers
from assessments.questionnaire.answers import AnswerRefused, NewAnswer
from assessments.questionnaire.copied_options import copy_options
from assessments.questionnaire.forms import as_was
from assessments.questionnaire.progress import progress_of
from assessments.sharing.disagreements import Disagreements, comparable, compared_for_advisor, compared_for_owner
from assessments.wording.form_with_faults import Refused
from assessments.wording.names import isolated
from assessments.wording.phrases import answer_text

MOST_OPINIONS = 20  # with answers, through one link, so that nobody floods the owner's list


def begun_here(request: HttpRequest, link: ShareLink) -> Assessment | None:
    """The second opinion that this browser gives through a link already."""
    return opinions_by(request).filter(opinion_link=link).first()


@transaction.atomic
def begin_opinion(link: ShareLink) -> Assessment:
    """An empty questionnaire about the same options under the same rules. Raises `Refused`.

    One that was started but never answered does not count towards the limit.
    """
    ShareLink.objects.select_for_update().get(pk=link.pk)
    if link.opinions.filter(answers__isnull=False).distinct().count() >= MOST_OPINIONS:
        raise Refused(_("This link has been used for as many second opinions as it allows. Ask for another one."))
    case = link.assessment
    opinion = Assessment.objects.create(ruleset_id=case.ruleset_id, opinion_on=case, opinion_link=link)
    copy_options(case, opinion)
    return opinion


def labels(assessment: Assessment) -> dict[str, str]:
    """What the owner calls each second opinion, the first given first: the label of its link."""
    named: dict[str, str] = {}
    for opinion in assessment.opinions.select_related("opinion_link").order_by("created_at", "pk"):
        label = str(opinion.opinion_link)
        count = sum(name == label or name.startswith(f"{label} (") for name in named.values())
        named[opinion.uid] = f"{label} ({count + 1})" if count else label
    return {uid: isolated(name) for uid, name in named.items()}


def opinions_listed(assessment: Assessment) -> list[dict[str, Any]]:
    """The second opinions on a comparison, each with its label and how far it has come."""
    opinions = {opinion.uid: opinion for opinion in assessment.opinions.all()}
    return [
        {"opinion": opinions[uid], "label": label, "progress": progress_of(opinions[uid])}
        for uid, label in labels(assessment).items()
    ]


def note_opinion_read(opinion: Assessment) -> None:
    """Record that the owner has read it. The time of its last change stays the same."""
    Assessment.objects.filter(pk=opinion.pk).update(read_at=timezone.now())


def owners_page(assessment: Assessment, opinion: Assessment) -> dict[str, Any]:
    """Both results side by side, for the owner."""
    label = labels(assessment)[opinion.uid]
    page = compared_for_owner(assessment, opinion, label)
    return {"assessment": assessment, "opinion": opinion, "label": label, "page": page}


def may_compare(opinion: Assessment) -> bool:
    """Whether the advisor may see the owner's result next to their own: only if the link shows every answer."""
    return opinion.opinion_link is not None and opinion.opinion_link.shows_sensitive


def advisors_page(opinion: Assessment) -> Disagreements | None:
    """The same for the advisor; nothing where the owner did not grant it."""
    link = opinion.opinion_link
    if link is None or not may_compare(opinion):
        return None
    return compared_for_advisor(link.assessment, opinion, link)


def take_over(assessment: Assessment, opinion: Assessment, *, question: str, option: str, seen: str) -> str:
    """Give the owner's case one answer of a second opinion.

    `seen` is the answer that the owner saw. Returns a sentence. Raises `Refused`, with what to do instead.
    """
    asked = assessment.rules.questions_by_id.get(question)
    target = assessment.options.present().filter(uid=option).first()
    if asked is None or not comparable(asked) or (asked.scope == "option") != (target is not None):
        raise Refused(_("There is no such answer to take over."))
    document = answers.document_of(opinion)
    theirs = {item["id"]: item["answers"] for item in document["options"]} | {"": document["person"]}
    value = theirs.get(option, {}).get(question)
    if value is None or as_was(value) != seen:
        raise Refused(_("That answer was changed in the meantime. Nothing was taken over: look at it again."))
    own = answers.document_of(assessment)
    try:
        answer = answers.checked_answer(asked, value, own["person"])
    except AnswerRefused as error:
        raise Refused(f"{asked.short}: {error}") from error
    answers.save_answer(assessment, [NewAnswer(question=asked, option=target, value=answer)])
    given = answers.stored_case(assessment, own)
    before = {item.id: item.answers for item in given.options}.get(option, given.person).get(question)
    words = {"question": asked.short, "now": answer_text(asked, answer), "before": answer_text(asked, before)}
    return _("Taken over: %(question)s is now “%(now)s”. Before, it was “%(before)s”.") % words
