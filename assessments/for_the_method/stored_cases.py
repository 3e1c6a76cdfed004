"""The stored comparisons as the method may see them: kinds of options and answers, no names, addresses or ids."""

from collections.abc import Collection, Iterator, Sequence
from typing import cast

from django.db.models import QuerySet, TextField
from django.db.models.functions import Cast

from assessments.demo import demo_cases
from assessments.models import Answer, AnswerState, Assessment, Option
from assessments.wording.special_questions import LEANING
from careerpaths.impact.cases import Example, StoredCase
from careerpaths.scoring.schema import PathId

LOT = 1000  # comparisons read at a time: about fifty thousand rows
NO_ANSWER = "null"
_STATES = {state: f'"{state}"' for state in (AnswerState.NOT_SURE.value, AnswerState.WITHHELD.value)}


class StoredCases:
    """All comparisons by people. Demo cases are examples, and a second opinion is not a separate case."""

    def examples(self) -> Sequence[Example]:
        return [Example(title=demo["title"], case=demo["case"]) for demo in demo_cases()]

    def shown_questions(self) -> Collection[str]:
        return (LEANING,)

    def count(self) -> int:
        return _of_people().count()

    def lots(self, most: int | None = None) -> Iterator[Sequence[StoredCase]]:
        """One pass from the newest to the oldest, with three short queries per batch."""
        left, below = self.count() if most is None else most, None
        while left > 0:
            wanted = _of_people() if below is None else _of_people().filter(pk__lt=below)
            keys = list(wanted.order_by("-pk").values_list("pk", flat=True)[: min(LOT, left)])
            if not keys:
                return
            left, below = left - len(keys), keys[-1]
            yield _read(keys)


def _of_people() -> QuerySet[Assessment]:
    return Assessment.objects.filter(is_demo=False, opinion_on=None)


def _read(keys: Sequence[int]) -> list[StoredCase]:
    """These comparisons, newest first, with their current options and answers."""
    between = {"assessment_id__gte": keys[-1], "assessment_id__lte": keys[0]}
    cases: dict[int, StoredCase] = {key: StoredCase({}, []) for key in keys}
    texts: dict[int, dict[str, str]] = {}
    options = Option.objects.present().filter(**between).order_by("assessment_id", "position", "pk")
    for pk, key, path in options.values_list("pk", "assessment_id", "path"):
        if key in cases:
            texts[pk] = {}
            cases[key].options.append((cast("PathId", path), texts[pk]))
    persons = {key: case.person for key, case in cases.items()}
    nothing: dict[str, str] = {}
    answers = Answer.objects.filter(**between).annotate(text=Cast("value", TextField()))
    for key, option, question, state, text in answers.values_list(
        "assessment_id", "option_id", "question", "state", "text"
    ).iterator(chunk_size=5000):
        found = texts.get(option, nothing) if option else persons.get(key, nothing)
        found[question] = _STATES.get(state) or text or NO_ANSWER
    return list(cases.values())
