"""Reading an exported file: checked like a form, then made into a new comparison, or not at all."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Annotated, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError
from pydantic_core import PydanticCustomError

from assessments.journal.decisions import FARTHEST, MOST_ENTRIES, SAY_WHAT
from assessments.models import NAME_LENGTH, Assessment, Option, SureAnswers
from assessments.models.journal import TEXT_LENGTH
from assessments.questionnaire.answers import fill
from assessments.wording.typed import one_line, several_lines
from careerpaths.models import RulesetVersion
from careerpaths.reading.json import Limits, read_json
from careerpaths.scoring.answers import MOST_OPTIONS, CaseDocument, OptionDocument, case_of, unreadable_answers
from careerpaths.scoring.faults import CaseError, Fault, sentences

EARLIEST = date(2020, 1, 1)  # nothing was written before this site existed
LIMITS = Limits(size=1_000_000, depth=10, values=3_000)  # a long journal has many bytes and few values

OneLine = Annotated[str, AfterValidator(one_line)]
SeveralLines = Annotated[str, AfterValidator(several_lines)]


def _written(moment: datetime) -> datetime:
    """A time in the past, in UTC. Clocks and time zones differ, so tomorrow does not count as the future yet."""
    try:
        moment = (moment if timezone.is_aware(moment) else timezone.make_aware(moment)).astimezone(UTC)
    except OverflowError:  # the first or the last possible date
        moment = datetime.max.replace(tzinfo=UTC)
    if EARLIEST <= moment.date() <= timezone.localdate() + timedelta(days=1):
        return moment
    raise PydanticCustomError("not_written_then", "Use a time from 2020 to today.")


def _planned(day: date) -> date:
    """A date to look again that the form accepts now, or accepted when it was filled in."""
    if EARLIEST <= day <= timezone.localdate() + FARTHEST:
        return day
    raise PydanticCustomError("not_planned_then", "Use a date from 2020 to ten years ahead.")


Written = Annotated[datetime, AfterValidator(_written)]
Planned = Annotated[date, AfterValidator(_planned)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class DecisionDocument(_Strict):
    """One entry of the decision journal."""

    option: str | None = None
    choice: OneLine = Field(default="", max_length=NAME_LENGTH)
    why: SeveralLines = Field(default="", max_length=TEXT_LENGTH)
    confidence: int | None = Field(default=None, ge=0, le=100)
    result_then: str = Field(default="", max_length=TEXT_LENGTH)  # our own sentence, with its direction marks
    decided_at: Written | None = None
    look_again_on: Planned | None = None
    outcome: SeveralLines = Field(default="", max_length=TEXT_LENGTH)
    outcome_at: Written | None = None


class SureDocument(_Strict):
    """The SURE answers of one moment."""

    sure: bool | None = None
    understand: bool | None = None
    risks: bool | None = None
    support: bool | None = None


class JournalDocument(_Strict):
    """The leaning, the decisions and the SURE answers."""

    leaning: str | None = None
    decisions: list[DecisionDocument] = Field(default=[], max_length=MOST_ENTRIES)
    sure: dict[SureAnswers.Moment, SureDocument] = {}


class NamedOption(OptionDocument):
    """An option with a name that the form would take."""

    name: OneLine = Field(default="", max_length=NAME_LENGTH)


class ImportDocument(CaseDocument):
    """A case with its title and its journal."""

    title: OneLine = Field(default="", max_length=NAME_LENGTH)
    options: list[NamedOption] = Field(default=[], max_length=MOST_OPTIONS)  # type: ignore[assignment]  # narrower


@dataclass
class Imported:
    """The result of an import: the comparison, and what no longer fits the rules."""

    assessment: Assessment
    left_out: list[Fault] = field(default_factory=list)


def read_export(text: str | bytes) -> Imported:
    """Make a comparison from an exported file or from a plain case.

    If the file names a published version of the rules that is stored here, that version is used, so the result stays
    the same. Under other rules, answers that no longer fit are left out and reported. Raises `CaseError`, with a path
    and a sentence for every fault, and then creates nothing.
    """
    document = _document(_data(text))
    journal = _journal(document)
    version = _version(document)
    left_out = []
    if document.ruleset is not None and document.ruleset.get("digest") != version.digest:
        left_out = unreadable_answers(version.ruleset, document)
    case = case_of(version.ruleset, document)
    return Imported(_store(version, document, case, journal), left_out)


def _data(text: str | bytes) -> Any:
    raw = text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text
    if not raw.strip():
        raise CaseError([Fault(path="", message=_("Choose a file, or paste its text."))])
    return read_json(raw, LIMITS)


def _document(data: Any) -> ImportDocument:
    try:
        return ImportDocument.model_validate(data)
    except ValidationError as error:
        raise CaseError(sentences(error)) from error


def _journal(document: ImportDocument) -> JournalDocument:
    try:
        journal = JournalDocument.model_validate_json(json.dumps(document.journal or {}))
    except ValidationError as error:
        faults = sentences(error)
        raise CaseError([Fault(path=f"journal.{fault.path}", message=fault.message) for fault in faults]) from error
    if faults := [*_unlike_the_form(document, journal)]:
        raise CaseError(faults)
    return journal


def _unlike_the_form(document: ImportDocument, journal: JournalDocument) -> Iterator[Fault]:
    known = {option.id for option in document.options}
    named = [("leaning", journal.leaning)]
    named += [(f"decisions[{n}].option", decision.option) for n, decision in enumerate(journal.decisions)]
    for path, option in named:
        if option is not None and option not in known:
            yield Fault(path=f"journal.{path}", message=_("There is no option with this id."))
    for n, decision in enumerate(journal.decisions):
        if decision.option is None and not decision.choice:
            yield Fault(path=f"journal.decisions[{n}].choice", message=str(SAY_WHAT))


def _version(document: ImportDocument) -> RulesetVersion:
    """The version that the file was written under, if it is stored here and was published; otherwise the live one."""
    digest = (document.ruleset or {}).get("digest")
    known = RulesetVersion.objects.published().filter(digest=digest).first() if isinstance(digest, str) else None
    return known or RulesetVersion.objects.live()


@transaction.atomic
def _store(version: RulesetVersion, document: ImportDocument, case: Any, journal: JournalDocument) -> Assessment:
    assessment = Assessment.objects.create(ruleset=version, title=document.title)
    options = fill(assessment, case)
    if journal.leaning is not None:
        assessment.leaning = options[journal.leaning]
        assessment.save(update_fields=["leaning"])
    for moment, answers in journal.sure.items():
        assessment.sure_answers.create(moment=moment, **answers.model_dump())
    for entry in journal.decisions:
        _write(assessment, entry, options[entry.option] if entry.option is not None else None)
    return assessment


def _write(assessment: Assessment, entry: DecisionDocument, option: Option | None) -> None:
    """Check it as the form would: the choice is an option or free text, and what happened has a time."""
    now = timezone.now()
    given = entry.model_dump(include={"why", "confidence", "result_then", "look_again_on", "outcome"})
    made = assessment.decisions.create(
        option=option,
        choice="" if option else entry.choice,
        outcome_at=(entry.outcome_at or now) if entry.outcome else None,
        **given,
    )
    made.decided_at = entry.decided_at or now
    made.save(update_fields=["decided_at"])
