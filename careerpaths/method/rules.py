"""What is weighed and by which rules: criteria, rules, timeline and adjustments as text."""

from dataclasses import dataclass

from django.utils.translation import gettext

from careerpaths.method.conditions import Clause, in_words, number_text
from careerpaths.method.numbers import Figure, Level, Origin, figures, origin
from careerpaths.scoring.checks.engine_needs import SWITCHABLE
from careerpaths.scoring.parts.numbers import Adjustment, Criterion, Rule
from careerpaths.scoring.ruleset import Ruleset


@dataclass(frozen=True, kw_only=True, slots=True)
class Weighed:
    """A criterion with its weight under each goal."""

    criterion: Criterion
    lead: str
    contributor: str
    origin: Origin
    figures: tuple[Figure, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class RuleSaid:
    """A rule, its switch and its numbers."""

    rule: Rule
    switch: str
    figures: tuple[Figure, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class TimelineSaid:
    """How many years it takes to become a lead, as shares of a hundred, and the numbers around it."""

    years: tuple[Level, ...]
    origin: Origin
    figures: tuple[Figure, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class AdjustmentSaid:
    """A rule that an admin added: when it applies and what it does."""

    adjustment: Adjustment
    when: Clause
    effect: str
    switch: str
    origin: Origin


def weighed(criterion: Criterion, ruleset: Ruleset) -> Weighed:
    return Weighed(
        criterion=criterion,
        lead=f"{criterion.weights.lead:.2f}",
        contributor=f"{criterion.weights.contributor:.2f}",
        origin=origin(criterion.source, ruleset),
        figures=figures(criterion.constants, ruleset),
    )


def rule_said(rule: Rule, ruleset: Ruleset) -> RuleSaid:
    switch = _switch(enabled=rule.enabled) if rule.id in SWITCHABLE else gettext("always on")
    return RuleSaid(rule=rule, switch=switch, figures=figures(rule.constants, ruleset))


def timeline_said(ruleset: Ruleset) -> TimelineSaid:
    timeline = ruleset.timeline
    return TimelineSaid(
        years=tuple(
            Level(label=number_text(years), value=number_text(round(100 * share, 1)))
            for years, share in timeline.lead_years
        ),
        origin=origin(timeline.source, ruleset),
        figures=figures(timeline.constants, ruleset),
    )


def adjustment_said(adjustment: Adjustment, ruleset: Ruleset) -> AdjustmentSaid:
    effects = {
        "add": gettext("%(amount)s is added to %(target)s"),
        "multiply": gettext("%(target)s is multiplied by %(amount)s"),
        "cap": gettext("%(target)s is at most %(amount)s"),
    }
    target = adjustment.target
    name = gettext("the value of the option") if target == "value" else ruleset.criteria_by_id[target].short
    return AdjustmentSaid(
        adjustment=adjustment,
        when=in_words(adjustment.when, ruleset),
        effect=effects[adjustment.action] % {"amount": number_text(adjustment.amount), "target": name},
        switch=_switch(enabled=adjustment.enabled),
        origin=origin(adjustment.source, ruleset),
    )


def _switch(*, enabled: bool) -> str:
    return gettext("switched on") if enabled else gettext("switched off")
