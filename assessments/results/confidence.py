"""How confident a comparison is and what would change it, in sentences and chart data. No HTML, no ORM."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _

from assessments.wording import charts, phrases
from careerpaths.scoring.answers import State, timelines_fall
from careerpaths.scoring.findings.analysis import LOOK_AHEAD, Analysis
from careerpaths.scoring.findings.information import WORTH_POINTS, Finding
from careerpaths.scoring.findings.sensitivity import Bar
from careerpaths.scoring.findings.smaa import out_of_100
from careerpaths.scoring.findings.variations import Cell
from careerpaths.scoring.parts.questions import Question
from careerpaths.scoring.schema import ALMOST
from careerpaths.wording import hundredths

MOST_FINDINGS = 3
MOST_BARS = 8
_MORE = 0.03  # a difference between two typical weights that is worth mentioning


@dataclass(frozen=True, kw_only=True, slots=True)
class FindingView:
    """Something worth finding out, with the words to ask."""

    option_id: str
    option: str
    question: Question
    chance: str  # that it changes the choice; empty if it is not worth finding out for that reason
    time: str
    was: str  # what is stored now: nothing, or "not sure"


@dataclass(frozen=True, kw_only=True, slots=True)
class WorthView:
    """One unknown answer in the technical view: what knowing it would be worth."""

    label: str
    chance: str
    points: str
    minutes: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ShareView:
    """How often an option takes each rank."""

    position: int
    name: str
    segments: tuple[tuple[float, float, float], ...]  # left, width, opacity of each rank
    shares: tuple[str, ...]  # one for each rank, as text


@dataclass(frozen=True, kw_only=True, slots=True)
class BarView:
    """One bar of the tornado: how far an answer moves the lead of the first option."""

    label: str
    left: float
    width: float
    low: int
    high: int
    low_answer: str
    high_answer: str
    crosses: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Tornado:
    """The answers that move the lead most, widest first."""

    zero: float  # where the lead is zero
    now: float  # where it is today
    bars: tuple[BarView, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class TimelineView:
    """The person's own distribution, compared with the years to become a lead."""

    path: str
    ready: tuple[tuple[float, float, int], ...]  # x, years, how many of 100
    ticks: tuple[tuple[float, int], ...]
    rows: tuple[tuple[int, int], ...]  # year, how many of 100 ways have transformative AI later
    even_odds: str


class Sureness:
    """What the result page says about how confident the comparison is."""

    def __init__(self, analysis: Analysis, names: Sequence[str]) -> None:
        self.analysis = analysis
        self.ruleset = analysis.compiled.ruleset
        self.names = names
        self._ids = [option.id for option in analysis.case.options]

    def _name_of(self, option_id: str) -> str:
        return self.names[self._ids.index(option_id)]

    # -- what would change it ---------------------------------------------------------------------------------

    @cached_property
    def changes(self) -> tuple[str, ...]:
        """Single answers that would put another option first, nearest first."""
        return tuple(self._tipping_sentences())

    def _tipping_sentences(self) -> Iterator[str]:
        for point in self.analysis.tipping_points:
            question = self.ruleset.questions_by_id[point.cell.question]
            words = {
                "question": self._label(point.cell),
                "before": phrases.answer_text(question, point.before),
                "after": phrases.answer_text(question, point.after),
                "first": self._name_of(point.first),
            }
            yield _("%(question)s: with “%(after)s” instead of “%(before)s”, %(first)s would be first.") % words

    def _label(self, cell: Cell) -> str:
        """A question as a chart names it, with its option."""
        short = self.ruleset.questions_by_id[cell.question].short
        if cell.option is None:
            return short
        return _("%(option)s, %(question)s") % {"option": self.names[cell.option], "question": short}

    @cached_property
    def weight_sentence(self) -> str:
        """The smallest change of one weight that turns the order."""
        if not self.analysis.weight_tipping_points:
            return _("Changing any single weight does not put another option first.")
        point = self.analysis.weight_tipping_points[0]
        return _("%(first)s would come first if “%(criterion)s” weighed %(after)d of 100 instead of %(before)d.") % {
            "first": self._name_of(point.first),
            "criterion": self._criterion(point.criterion),
            "after": round(100 * point.after),
            "before": round(100 * point.before),
        }

    @cached_property
    def switch_sentences(self) -> tuple[str, ...]:
        """Parts of the method that decide the order."""
        names = {
            "route_off": _("without the author's default for the PhD"),
            "caps_off": _("without the rules that cap what the rest can make up for"),
            "equal_weights": _("if all criteria weighed the same"),
            "contributor_view": _("if you aimed to contribute rather than to lead"),
        }
        return tuple(
            _("%(first)s would come first %(switch)s.")
            % {"first": self._name_of(switch.first), "switch": names[switch.name]}
            for switch in self.analysis.switches
            if switch.changes
        )

    @cached_property
    def tornado(self) -> Tornado | None:
        """The bars of the lead of the first option over the second."""
        bars = self.analysis.tornado[:MOST_BARS]
        if not bars:
            return None
        first, second = (self.analysis.evaluation.options[n].value for n in self.analysis.order[:2])
        low = min(0.0, *(bar.low for bar in bars))
        high = max(0.0, *(bar.high for bar in bars))
        return Tornado(
            zero=charts.x(0.0, low, high),
            now=charts.x(first - second, low, high),
            bars=tuple(self._bar(bar, low, high) for bar in bars),
        )

    def _bar(self, bar: Bar, low: float, high: float) -> BarView:
        question = self.ruleset.questions_by_id[bar.cell.question]
        left, right = charts.x(bar.low, low, high), charts.x(bar.high, low, high)
        return BarView(
            label=self._label(bar.cell),
            left=left,
            width=max(round(right - left, 1), 2),
            low=round(bar.low),
            high=round(bar.high),
            low_answer=phrases.answer_text(question, bar.low_answer),
            high_answer=phrases.answer_text(question, bar.high_answer),
            crosses=bar.crosses,
        )

    # -- the ranks --------------------------------------------------------------------------------------------

    @cached_property
    def shares(self) -> tuple[ShareView, ...]:
        """How often each option takes each rank."""
        headline = self.analysis.acceptability.get("headline")
        if headline is None or len(headline.option_ids) < 2:
            return ()
        rows, firsts = dict(zip(headline.option_ids, headline.ranks, strict=True)), headline.first_of_100()
        return tuple(self._share(n, rows[self._ids[n]].tolist(), firsts[self._ids[n]]) for n in self.analysis.order)

    def _share(self, position: int, ranks: list[float], first: int) -> ShareView:
        """A row of the table sums to 100 and begins with the number that is shown everywhere else."""
        left, segments = float(charts.MARGIN), []
        for place, share in enumerate(ranks):
            width = share * (charts.WIDTH - 2 * charts.MARGIN)
            segments.append((round(left, 1), round(width, 1), round(1 - place / (len(ranks) + 0.5), 2)))
            left += width
        return ShareView(
            position=position,
            name=self.names[position],
            segments=tuple(segments),
            shares=tuple(map(hundredths, (first, *out_of_100(dict(enumerate(ranks[1:])), 100 - first).values()))),
        )

    @cached_property
    def other_choosers(self) -> tuple[str, ...]:
        """Who would choose another option: what they would care about more, by central weights."""
        free = self.analysis.acceptability.get("none")
        if free is None or len(self.analysis.order) < 2:
            return ()
        weights = dict(zip(free.option_ids, free.central_weights, strict=True))
        first = weights[self._ids[self.analysis.order[0]]]
        sentences = []
        for n in self.analysis.order[1:]:
            own = weights[self._ids[n]]
            if first is None or own is None:
                continue
            cared = sorted((c for c in own if own[c] - first[c] >= _MORE), key=lambda c: first[c] - own[c])
            if cared:
                labels = [f"“{self._criterion(c)}”" for c in cared[:2]]
                words = {"name": self.names[n], "criteria": phrases.in_a_list(labels)}
                sentences.append(_("People who would pick %(name)s usually care more about %(criteria)s.") % words)
        return tuple(sentences)

    def _criterion(self, criterion: str) -> str:
        return next(c.label for c in self.ruleset.criteria if c.id == criterion)

    # -- what to find out -------------------------------------------------------------------------------------

    @cached_property
    def findings(self) -> tuple[FindingView, ...]:
        """What to find out first, with the words to ask."""
        return tuple(self._finding(finding) for finding in self.analysis.to_find_out.first[:MOST_FINDINGS])

    @cached_property
    def findings_note(self) -> str:
        """Why these come first even though none of them is likely to change the choice alone."""
        match self.analysis.to_find_out.why:
            case "one_could":
                return ""
            case "together_could":
                return _(
                    "No single answer is likely to change which option is first, but several together could. "
                    "These tell you the most."
                )
        if self.analysis.closeness != "comes_out_first":
            return _(
                "What you do not know yet would hardly change which option is first. It is close because it depends "
                "on how much each criterion matters to you. These answers still tell you the most about the options."
            )
        return _(
            "What you do not know yet would hardly change which option is first. "
            "If you want to know more about the options, these answers tell you the most."
        )

    def _finding(self, finding: Finding) -> FindingView:
        question = self.ruleset.questions_by_id[finding.cell.question]
        option = finding.cell.option or 0
        answer = self.analysis.case.options[option].answers.get(question.id)
        return FindingView(
            option_id=self._ids[option],
            option=self.names[option],
            question=question,
            chance=phrases.of_100(finding.chance_changes) if finding.worth_it else "",
            time=phrases.minutes(finding.minutes or 0),
            was=answer.value if isinstance(answer, State) else "",
        )

    @cached_property
    def worths(self) -> tuple[WorthView, ...]:
        """Every unknown answer that could change the choice, in the order in which to find them out."""
        return tuple(
            WorthView(
                label=self._label(finding.cell),
                chance=phrases.of_100(finding.chance_changes),
                points=phrases.tenths(finding.evppi),
                minutes="" if finding.minutes is None else phrases.plain_number(finding.minutes),
            )
            for finding in self.analysis.findings
            if finding.chance_changes > 0
        )

    @property
    def worth_of_all(self) -> str:
        """The ceiling: what knowing everything would be worth, in points."""
        return phrases.tenths(self.analysis.evpi)

    @cached_property
    def ceiling(self) -> str:
        """What knowing more would be worth when there is nothing left to ask about the options."""
        if self.findings:
            return ""
        if self.analysis.evpi >= WORTH_POINTS and (about_you := self._open_about_person()):
            words = {"answers": phrases.in_a_list(about_you)}
            return (
                _("What is still open is about you: %(answers)s. Your answers could change which option is first.")
                % words
            )
        if self.analysis.closeness != "comes_out_first":
            return _(
                "More research on these options would hardly change the choice. "
                "It is close because it depends on how much each criterion matters to you."
            )
        return _(
            "More research on these options would hardly change the choice. "
            "If you have time, look for better options instead."
        )

    def _open_about_person(self) -> list[str]:
        """The open answers about the person that move the lead most."""
        open_ones = [
            finding for finding in self.analysis.findings if finding.cell.option is None and finding.spread > ALMOST
        ]
        telling = sorted(open_ones, key=lambda finding: -finding.spread)[:2]
        return [f"“{self._label(finding.cell)}”" for finding in telling]

    # -- timelines --------------------------------------------------------------------------------------------

    @cached_property
    def timeline(self) -> TimelineView | None:
        """The chance that transformative AI is still ahead, year by year; None where no timeline was given."""
        chances = self.analysis.later_than
        if not chances:
            return None
        return TimelineView(
            path=charts.path([year / LOOK_AHEAD for year in range(len(chances))], list(chances)),
            ready=tuple(
                (charts.x(years, 0, LOOK_AHEAD), years, round(100 * share))
                for years, share in self.analysis.ready_after
            ),
            ticks=tuple((charts.x(year, 0, LOOK_AHEAD), year) for year in range(0, LOOK_AHEAD + 1, 5)),
            rows=tuple((year, round(100 * chances[year])) for year in range(0, LOOK_AHEAD + 1, 5)),
            even_odds=self._even_odds(chances),
        )

    @cached_property
    def timeline_note(self) -> str:
        """How chances that fall with time were read; empty if they do not."""
        if not timelines_fall(self.analysis.case):
            return ""
        return _(
            "A longer time cannot be less likely than a shorter one. "
            "Where your numbers fall, they were read as staying the same."
        )

    def _even_odds(self, chances: Sequence[float]) -> str:
        """Feedback on the person's timelines: when even odds are reached."""
        year = next((n for n, chance in enumerate(chances) if chance <= 0.5), None)
        if year is None:
            return _("You put even odds later than %(years)d years from now.") % {"years": LOOK_AHEAD}
        return _("So you put even odds at about year %(year)d.") % {"year": year}
