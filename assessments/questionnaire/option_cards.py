"""The option card: name, kind and deal-breaker, which is an answer like any other."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.http import QueryDict

from assessments.models import Assessment, Option
from assessments.questionnaire import answers, options
from assessments.questionnaire.forms import OptionForm
from assessments.wording.names import LETTERS
from assessments.wording.special_questions import DEALBREAKER
from careerpaths.scoring.answers import MOST_OPTIONS


def form_for(assessment: Assessment, data: QueryDict | None, initial: Mapping[str, Any] | None = None) -> OptionForm:
    return OptionForm(assessment.rules, data, initial=dict(initial or {}))


def card_data(option: Option) -> dict[str, Any]:
    """What the card of an option shows."""
    answer = option.answers.filter(question=DEALBREAKER).first()
    return {"name": option.name, "path": option.path, "dealbreaker": answer.value if answer else ""}


@transaction.atomic
def save_card(assessment: Assessment, option: Option | None, form: OptionForm) -> bool:
    """Add or change an option. False, with the error on the form, if there are eight already."""
    given = {"name": form.cleaned_data["name"], "path": form.cleaned_data["path"]}
    if option is None:
        option = form.tried(lambda: options.add_option(assessment, **given))
    else:
        options.change_option(option, **given)
    if option:
        _save_dealbreaker(assessment, option, form.cleaned_data["dealbreaker"])
    return option is not None


def _save_dealbreaker(assessment: Assessment, option: Option, value: str) -> None:
    if value and value != card_data(option)["dealbreaker"]:
        question = assessment.rules.questions_by_id[DEALBREAKER]
        answers.save_answer(assessment, [answers.NewAnswer(question=question, option=option, value=value)])


def option_list(assessment: Assessment) -> dict[str, Any]:
    """The options as the list shows them, and what can be brought back."""
    paths = assessment.rules.paths_by_id
    broken = assessment.answers.filter(question=DEALBREAKER, value="yes", option__isnull=False)
    out = set(broken.values_list("option", flat=True))
    present, deleted = list(assessment.options.present()), options.last_deleted(assessment)
    names = options.names_of(present, paths)
    return {
        "cards": [
            {
                "option": o,
                "kind": paths[o.path].label,
                "name": names[o.uid],
                "excluded": o.pk in out,
                "letter": letter,
            }
            for o, letter in zip(present, LETTERS, strict=False)
        ],
        "deleted": deleted,
        "deleted_name": options.display_name(deleted, paths) if deleted else "",
        "full": len(present) >= MOST_OPTIONS,
        "kinds": list(paths.values()),
    }
