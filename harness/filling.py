"""Stored comparisons for measuring: a separate database, filled with people who answered half of the questions."""

import json
import random
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from itertools import batched

from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection, transaction

from assessments.models import Answer, AnswerState, Assessment, Option
from careerpaths import publishing, rulesets
from careerpaths.models import RulesetVersion
from careerpaths.scoring.parts.questions import Question
from careerpaths.scoring.ruleset import Ruleset
from careerpaths.scoring.schema import PATHS
from harness import SEED
from harness.writing import write

OPTIONS = 3
SHARE_ANSWERED, SHARE_NOT_SURE = 0.5, 0.1  # of the questions; the rest stay open
NOW = datetime(2026, 11, 23, tzinfo=UTC)


def prepare() -> RulesetVersion:
    """Create the tables, the live rules and a draft that weighs learning from others less: 0.30 instead of 0.34."""
    call_command("migrate", verbosity=0)
    live = publishing.publish(publishing.add_draft(rulesets.shipped()), note="To measure.")
    draft = publishing.open_draft(live)
    weights = {criterion["id"]: criterion["weights"] for criterion in draft.document["criteria"]}
    weights["people"]["lead"], weights["own_ideas"]["lead"] = 0.30, 0.24
    return publishing.save_draft(draft, draft.document)


def fill(live: RulesetVersion, people: int) -> int:
    """Store this many people with three options each. Returns how many answers they gave."""
    chance, ruleset, rows = random.Random(SEED), live.ruleset, 0
    with transaction.atomic():
        for keys in batched(range(1, people + 1), 1000):
            Assessment.objects.bulk_create([Assessment(pk=key, uid=f"p{key}", ruleset=live) for key in keys])
            options = [_option(key, n, chance) for key in keys for n in range(OPTIONS)]
            Option.objects.bulk_create(options)
            rows += write(Answer, FIELDS, answers_of(ruleset, options, chance))
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), [Assessment, Option]):
            cursor.execute(statement)
        cursor.execute("ANALYZE")
    return rows


def _option(key: int, n: int, chance: random.Random) -> Option:
    return Option(
        pk=OPTIONS * key + n, assessment_id=key, uid=f"o{n}", seed=f"o{n}", path=chance.choice(PATHS), position=n
    )


Row = tuple[int, int | None, str, str, str | None, datetime]
FIELDS = ("assessment", "option", "question", "state", "value", "updated_at")  # of an answer


def answers_of(ruleset: Ruleset, options: Sequence[Option], chance: random.Random) -> Iterator[Row]:
    questions = [q for q in ruleset.questions if q.id not in ("opt_path", "opt_dealbreaker")]
    of_person = [(q, _texts(q)) for q in questions if q.scope == "person"]
    of_path: dict[str, list[tuple[Question, list[str]]]] = {
        path: [(q, _texts(q)) for q in questions if q.scope == "option" and (not q.paths or path in q.paths)]
        for path in PATHS
    }
    for option in options:
        key = option.assessment_id
        if option.position == 0:
            yield from (_row(key, None, q, texts, chance) for q, texts in of_person if chance.random() < SHARE_ANSWERED)
        asked = of_path[option.path]
        yield from (_row(key, option.pk, q, texts, chance) for q, texts in asked if chance.random() < SHARE_ANSWERED)


def _row(key: int, option: int | None, question: Question, texts: Sequence[str], chance: random.Random) -> Row:
    if question.not_sure and chance.random() < SHARE_NOT_SURE:
        return key, option, question.id, AnswerState.NOT_SURE.value, None, NOW
    return key, option, question.id, AnswerState.GIVEN.value, chance.choice(texts), NOW


def _texts(question: Question) -> list[str]:
    """Possible answers, as JSON."""
    if question.id == "goal_role":
        return ['"research_lead"', '"unsure"', '"research_contributor"']
    if question.type == "ranking":
        return [json.dumps(question.choice_ids), json.dumps(question.choice_ids[::-1])]
    if question.choices:
        return [json.dumps(choice) for choice in question.choice_ids]
    return [str(n) for n in range(int(question.min or 0), int(question.max or 0) + 1)]
