"""From an analysis to what a page says: sentences, bands and chart data. No HTML, no ORM."""

from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import islice

from django.utils.translation import gettext as _

from assessments.results.comparison import Comparison
from assessments.results.confidence import Sureness
from assessments.results.parts import CriterionBar, ExplainedOption, PhaseView, PlanView, Sentence, WarnedOption
from assessments.wording import charts, phrases
from careerpaths.cache import Cache
from careerpaths.scoring.findings.analysis import Analysis
from careerpaths.scoring.findings.explanation import Reason
from careerpaths.scoring.parts.advice import PlanItem
from careerpaths.scoring.parts.origins import Evidence
from careerpaths.scoring.schema import ASSUMPTION, PATHS
from careerpaths.scoring.values.advice import Advice
from careerpaths.scoring.values.evaluation import OptionResult, closeness
from careerpaths.wording import hundredths

MOST_REASONS = 5  # reasons for, and as many against, for equal detail
MOST_PLANNED = 12  # on the first page (decision model 6)
LITTLE_ANSWERED = 0.25  # with a smaller share of core answers, a page says that it compares typical options
LEVELS = {"serious": 0, "warning": 1, "note": 2}
MOST_READERS = 4  # the owner, and people it is shown to


class ResultPage(Comparison[ExplainedOption]):
    """What the result page says about one analysis."""

    def __init__(self, analysis: Analysis, leaning: str = "") -> None:
        super().__init__(analysis)
        self.analysis = analysis
        self._leaning = leaning
        self.texts: Cache[str] = Cache(MOST_READERS)  # pages rendered from it

    # -- the options ------------------------------------------------------------------------------------------

    def _option(self, n: int, result: OptionResult) -> ExplainedOption:
        reasons = self.analysis.reasons[n] if self.analysis.reasons else ()
        return ExplainedOption(
            **vars(self._place_in_order(n, result)),
            reasons_for=tuple(self._reasons(reason for reason in reasons if reason.points > 0)),
            reasons_against=tuple(self._reasons(reason for reason in reasons if reason.points < 0)),
            warnings=self._warnings(self.analysis.advice[n]),
            criteria=tuple(self._criteria(result)),
        )

    def _reasons(self, reasons: Iterator[Reason]) -> Iterator[Sentence]:
        for reason in islice(reasons, MOST_REASONS):
            yield Sentence(text=self._reason(reason), evidence=self._evidence(reason.evidence), points=reason.points)

    def _reason(self, reason: Reason) -> str:
        match reason.kind:
            case "held_back":
                return _("Held back by: %(what)s") % {"what": self.look.compiled.program.nodes[reason.node].label}
            case "route":
                return _("The author's default in favour of a PhD")
            case "adjustment":
                adjustment = self.ruleset.adjustments_by_id[reason.adjustment]
                return _("%(name)s: %(why)s") % {"name": adjustment.name, "why": adjustment.rationale}
            case _:
                question = self.ruleset.questions_by_id[reason.question]
                answer = phrases.answer_text(question, reason.answer)
                return _("%(question)s: %(answer)s") % {"question": question.short, "answer": answer}

    def _evidence(self, ids: Sequence[str]) -> tuple[Evidence, ...]:
        return tuple(self.ruleset.evidence_by_id[item] for item in ids if item != ASSUMPTION)

    def _warnings(self, advice: Sequence[Advice]) -> tuple[WarnedOption, ...]:
        names = {"serious": _("Serious"), "warning": _("Warning"), "note": _("Note")}
        return tuple(
            WarnedOption(advice=item, level_text=names[item.level], evidence=self._evidence(item.flag.evidence))
            for item in sorted(advice, key=lambda item: LEVELS[item.level])
        )

    def _criteria(self, result: OptionResult) -> Iterator[CriterionBar]:
        for criterion in self.ruleset.criteria:
            score = result.criteria[criterion.id]
            if score.most > 0:
                yield CriterionBar(label=criterion.label, points=round(score.points), most=round(score.most))

    # -- the answer -------------------------------------------------------------------------------------------

    @cached_property
    def little_answered(self) -> bool:
        shares = [option.result.core_answered / max(option.result.core_asked, 1) for option in self.options]
        return bool(shares) and max(shares) < LITTLE_ANSWERED

    @cached_property
    def both_views(self) -> bool:
        """Whether the two goals are shown side by side (R01, R02)."""
        flags = self.evaluation.person_flags
        return self.evaluation.view == "both" or "F08_short_timelines" in flags

    @cached_property
    def views_differ(self) -> bool:
        """Whether another option is first under the other goal."""
        if len(self.ranked) < 2:
            return False
        lead = max(self.ranked, key=lambda option: option.result.lead_value)
        contributor = max(self.ranked, key=lambda option: option.result.contributor_value)
        return lead.id != contributor.id

    @cached_property
    def person_warnings(self) -> tuple[WarnedOption, ...]:
        return self._warnings(self.analysis.person_advice)

    @cached_property
    def hundred(self) -> tuple[charts.Dot, ...]:
        """A picture of a hundred ways, by the option that comes first."""
        return charts.hundred(self.firsts)

    @cached_property
    def leaning(self) -> str:
        """What the person leaned towards before the result, compared with it."""
        named = next((option for option in self.options if option.id == self._leaning), None)
        if named is None or not self.ranked:
            return ""
        words = {"name": named.name, "first": self.ranked[0].name}
        if self.analysis.closeness not in ("comes_out_first", "leans"):
            return _("Before you saw this, you leaned towards %(name)s.") % words
        if named.id == self.ranked[0].id:
            return _("Before you saw this, you leaned towards %(name)s. The comparison points the same way.") % words
        return (
            _(
                "Before you saw this, you leaned towards %(name)s. The comparison points to %(first)s. "
                "Ask yourself what you know that the questions did not ask."
            )
            % words
        )

    @cached_property
    def own_order(self) -> str:
        """What comes first with weights that follow the person's own order; empty if none was given."""
        by_order = self.analysis.acceptability.get("ranking")
        if by_order is None or len(self.ranked) < 2:
            return ""
        counts = by_order.first_of_100()
        best = max(self.ranked, key=lambda option: counts[option.id])
        words = {"name": best.name, "share": hundredths(counts[best.id])}
        if closeness(self.analysis.compiled, counts[best.id] / 100) == "too_close":
            return (
                _("By your own order of what matters, it is too close to call: %(name)s is first in %(share)s ways.")
                % words
            )
        if best.id == self.ranked[0].id:
            return _("By your own order of what matters, %(name)s is first too: in %(share)s ways.") % words
        return _("By your own order of what matters, %(name)s is first instead: in %(share)s ways.") % words

    @cached_property
    def sureness(self) -> Sureness:
        """How confident the comparison is and what would change it."""
        return Sureness(self.analysis, self.names)

    # -- timelines and plan -----------------------------------------------------------------------------------

    @cached_property
    def timeline_sentence(self) -> str:
        """What the person's own timeline leaves for work as a lead."""
        late = self.evaluation.chance_too_late
        if late is None:
            return _("You gave no timelines, so they played no part.")
        said = _("By your own numbers, transformative AI comes before you could lead in %(share)s cases.") % {
            "share": phrases.of_100(late)
        }
        years = [option.result.expected_lead_years or 0.0 for option in self.ranked or self.options]
        if not years:
            return said
        least, most = phrases.about_years(min(years)), phrases.about_years(max(years))
        if least == most:
            left = _("On average that leaves %(years)s of work as a lead.") % {"years": least}
        else:
            left = _(
                "On average that leaves from %(least)s to %(most)s of work as a lead, depending on the option."
            ) % {
                "least": least,
                "most": most,
            }
        return f"{said} {left}"

    @cached_property
    def plan(self) -> tuple[PhaseView, ...]:
        """Every plan item, by phase."""
        return self._phases(self.analysis.plan)

    @cached_property
    def short_plan(self) -> tuple[PhaseView, ...]:
        """The first items only, for the result page."""
        return self._phases(self.analysis.plan[:MOST_PLANNED])

    @property
    def plan_is_longer(self) -> bool:
        return len(self.analysis.plan) > MOST_PLANNED

    def _phases(self, items: Sequence[PlanItem]) -> tuple[PhaseView, ...]:
        phases = []
        for phase in self.ruleset.phases:
            own = tuple(self._plan_item(item) for item in items if item.phase == phase.id)
            if own:
                phases.append(PhaseView(title=phase.title, items=own))
        return tuple(phases)

    def _plan_item(self, item: PlanItem) -> PlanView:
        bases = {"post": _("From the post"), "comments": _("From the comments"), "ours": _("Our suggestion")}
        note = f" ({item.basis_note})" if item.basis_note else ""
        evidence = self._evidence(item.evidence)
        return PlanView(text=item.text, why=item.why, basis=bases[item.basis] + note, evidence=evidence)

    @cached_property
    def has_phd(self) -> bool:
        """Whether the checklists for a lab visit are of use."""
        return any(option.result.path == PATHS[0] for option in self.options)
