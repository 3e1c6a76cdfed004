"""The parts of a result page: options, warnings, reasons and the steps of the plan, each as readers see it."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from assessments.wording import charts, phrases
from careerpaths.scoring.parts.origins import Evidence
from careerpaths.scoring.values.advice import Advice
from careerpaths.scoring.values.evaluation import OptionResult


@dataclass(frozen=True, kw_only=True, slots=True)
class Sentence:
    """A reason or a warning with the passages that it rests on."""

    text: str
    evidence: tuple[Evidence, ...] = ()
    points: float = 0.0

    @property
    def points_text(self) -> str:
        return phrases.points(self.points)


@dataclass(frozen=True, kw_only=True, slots=True)
class WarnedOption:
    """A raised flag as it reads on the page."""

    advice: Advice
    level_text: str
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class CriterionBar:
    """One criterion of one option."""

    label: str
    points: int
    most: int


@dataclass(frozen=True, kw_only=True)
class ComparedOption:
    """One option among the others."""

    id: str
    position: int
    letter: str
    name: str
    path: str
    result: OptionResult
    place: str
    span: charts.Span
    first_share: str  # empty if it is not compared
    years: str

    @property
    def value(self) -> int:
        return round(self.result.value)

    @property
    def likely(self) -> str:
        return _("%(low)d to %(high)d") % {"low": round(self.result.low), "high": round(self.result.high)}

    @property
    def possible(self) -> str:
        return _("%(low)d to %(high)d") % {"low": round(self.result.minimum), "high": round(self.result.maximum)}


@dataclass(frozen=True, kw_only=True)
class ExplainedOption(ComparedOption):
    """One option with what speaks for and against it."""

    reasons_for: tuple[Sentence, ...]
    reasons_against: tuple[Sentence, ...]
    warnings: tuple[WarnedOption, ...]
    criteria: tuple[CriterionBar, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class PhaseView:
    """Plan items of one stretch of time."""

    title: str
    items: tuple["PlanView", ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class PlanView:
    """One step of the plan."""

    text: str
    why: str
    basis: str
    evidence: tuple[Evidence, ...]
