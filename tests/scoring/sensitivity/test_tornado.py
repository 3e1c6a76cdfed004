"""The tornado: how far each answer moves the lead."""

import pytest
from hypothesis import given

from careerpaths.scoring.answers import Case
from careerpaths.scoring.findings.sensitivity import (
    tornado,
)
from careerpaths.scoring.findings.variations import variations
from careerpaths.scoring.values.scores import score
from harness.cases import case, compiled, known
from tests.scoring.sensitivity.rescoring import CLOSE, UNSURE, bars, cases, changed, examples, scored

TINY = 1e-6


@examples
@given(cases())
def test_bars_are_the_leads_scored_anew(given: Case) -> None:
    """4.2: one step either way for a given answer, all levels for an open one, each answer scored on its own."""
    scores = scored(given, draws=400)
    order = sorted((n for n in range(scores.frame.rows)), key=lambda n: (-scores.mean[n], scores.frame.option_ids[n]))
    first, second = order[:2]
    found = tornado(scores, variations(scores, given))
    ends = [(bar, end) for bar in found for end in ((bar.low_answer, bar.low), (bar.high_answer, bar.high))]
    cases = [changed(given, bar.cell.question, bar.cell.option, answer) for bar, (answer, _) in ends]
    values = score(compiled(), cases, 400).mean.reshape(len(cases), -1)
    for (bar, (_, lead)), exact in zip(ends, values, strict=True):
        allowed = TINY if bar.given is not None else 3.0  # draws of one level against draws with that answer
        assert lead == pytest.approx(exact[first] - exact[second], abs=allowed)


@examples
@given(cases())
def test_bars_contain_the_present_lead_and_fall_in_width(given: Case) -> None:
    scores = scored(given)
    values = sorted(scores.mean, reverse=True)
    lead = values[0] - values[1]
    found = bars(given)
    assert all(bar.low - TINY <= lead <= bar.high + TINY for bar in found)
    assert [bar.width for bar in found] == sorted((bar.width for bar in found), reverse=True)
    assert all(bar.crosses == (bar.low < 0 < bar.high) for bar in found)


def test_a_given_answer_spans_its_neighbours_and_an_open_one_all_that_its_path_admits() -> None:
    found = {
        (bar.cell.question, bar.cell.option): bar for bar in bars(case([known("phd", "a", opt_peers=UNSURE), CLOSE[1]]))
    }
    given = found["opt_mentor_research", 0]
    assert (given.low_answer, given.high_answer) == ("competent", "leading")
    open_bar = found["opt_peers", 0]
    assert open_bar.given is None
    assert (open_bar.low_answer, open_bar.high_answer) == ("weak", "outstanding")  # no PhD without any peers: prior 0


def test_a_bar_about_a_third_option_has_no_width_and_is_left_out() -> None:
    given = case([*CLOSE, known("phd", "c", opt_peers="none", opt_mentor_research="none")])
    assert {bar.cell.option for bar in bars(given)} <= {None, 0, 1}
