"""From a look at a case to the order of its options, in sentences and chart data. No HTML, no ORM."""

from abc import ABC, abstractmethod
from functools import cached_property

from django.utils.translation import gettext as _

from assessments.results.parts import ComparedOption
from assessments.wording import charts, phrases
from assessments.wording.names import LETTERS, option_names
from careerpaths.scoring.findings.analysis import Glance
from careerpaths.scoring.values.evaluation import OptionResult
from careerpaths.wording import hundredths

SAME = 3.0  # points; a smaller difference does not count (decision model 7.3)


class Comparison[O: ComparedOption](ABC):
    """Which option comes where, and how sure that is. `O` is how much is said about each option."""

    def __init__(self, look: Glance) -> None:
        self.look = look
        self.ruleset = look.compiled.ruleset
        self.evaluation = look.evaluation

    @cached_property
    def options(self) -> tuple[O, ...]:
        """In the order in which they were entered."""
        return tuple(self._option(n, result) for n, result in enumerate(self.evaluation.options))

    @cached_property
    def ranked(self) -> tuple[O, ...]:
        """Best first; without the excluded ones."""
        return tuple(self.options[n] for n in self.look.order)

    @cached_property
    def excluded(self) -> tuple[O, ...]:
        return tuple(option for option in self.options if option.result.excluded)

    @property
    def compared(self) -> tuple[O, ...]:
        """The options that a page or a file may compare: none if nothing is ranked for the role."""
        return () if self.kind == "no_ranking" else self.options

    @abstractmethod
    def _option(self, n: int, result: OptionResult) -> O:
        """All that is said about the option at a position."""

    def _place_in_order(self, n: int, result: OptionResult) -> ComparedOption:
        return ComparedOption(
            id=result.id,
            position=n,
            letter=LETTERS[n],
            name=self.names[n],
            path=self.ruleset.paths_by_id[result.path].label,
            result=result,
            place=self._place(n),
            span=charts.span(result.minimum, result.low, result.value, result.high, result.maximum),
            first_share=hundredths(self.firsts[n]) if n in self.firsts else "",
            years="" if result.expected_lead_years is None else phrases.about_years(result.expected_lead_years),
        )

    @cached_property
    def names(self) -> list[str]:
        """The name that the person gave each option, or the kind of option."""
        return list(option_names(self.ruleset, self.look.case).values())

    @cached_property
    def firsts(self) -> dict[int, int]:
        """In how many of a hundred ways each option comes first, best first; empty where nothing is compared."""
        order = self.look.order
        return {n: self.look.first[self.evaluation.options[n].id] for n in order} if len(order) > 1 else {}

    def _place(self, n: int) -> str:
        """The rank to show: options too close to tell apart share a rank."""
        order = self.look.order
        if n not in order:
            return ""
        value = self.evaluation.options[n].value
        others = [self.evaluation.options[other].value for other in order if other != n]
        best = 1 + sum(other > value + SAME for other in others)
        worst = 1 + sum(other >= value - SAME for other in others)
        return str(best) if best == worst else f"{best}–{worst}"

    @cached_property
    def kind(self) -> str:
        """Which page helps: ranking, one_option, all_excluded, no_options, no_ranking."""
        if self.evaluation.view == "none":
            return "no_ranking"
        if not self.options:
            return "no_options"
        if not self.ranked:
            return "all_excluded"
        return "ranking" if len(self.ranked) > 1 else "one_option"

    @cached_property
    def headline(self) -> str:
        """The answer in one sentence, with its confidence."""
        match self.kind:
            case "no_ranking":
                return _("For the role you have in mind, this comparison has no ranking to offer.")
            case "no_options":
                return _("Add an option, and this page compares it.")
            case "all_excluded":
                return _("Each of your options has a deal-breaker, so none is ranked.")
            case "one_option":
                return _("There is one option to look at, so there is nothing to rank it against.")
        first, second = self.ranked[0], self.ranked[1]
        words = {"first": first.name, "share": first.first_share, "second": second.name, "other": second.first_share}
        match self.look.closeness:
            case "comes_out_first":
                return (
                    _("%(first)s comes out first in %(share)s ways your unknowns and the weights could turn out.")
                    % words
                )
            case "leans":
                return _("%(first)s leans ahead: first in %(share)s ways things could turn out.") % words
            case _:
                return _("Too close to call: %(first)s is first in %(share)s ways, %(second)s in %(other)s.") % words


class Order(Comparison[ComparedOption]):
    """Only the comparison, for pages that show two results side by side."""

    def _option(self, n: int, result: OptionResult) -> ComparedOption:
        return self._place_in_order(n, result)
