"""What holds of every result."""

import numpy as np
import pytest
from hypothesis import given

from careerpaths.scoring.answers import read_case
from careerpaths.scoring.values.scores import score
from harness.cases import compiled, ruleset
from tests.scoring.properties.any_case import DRAWS, TINY, Document, cases, examples, outcome


@given(cases())
@examples
def test_values_are_finite_and_every_figure_keeps_its_bounds(document: Document) -> None:
    for item in outcome(document).options:
        figures = [item.value, item.low, item.high, item.minimum, item.maximum, item.lead_value, item.contributor_value]
        assert np.isfinite(figures).all()
        assert -TINY <= min(figures) <= max(figures) <= 100 + TINY
        assert item.minimum - TINY <= item.low <= item.high <= item.maximum + TINY
        assert item.minimum - TINY <= item.value <= item.maximum + TINY
        assert item.limits <= 0 <= item.route <= 6
        assert item.adjustments == 0
        assert 0 <= item.core_answered <= item.core_asked
        for part in item.criteria.values():
            assert -TINY <= part.value <= 1 + TINY
            assert -TINY <= part.points <= part.most + TINY


@given(cases())
@examples
def test_the_parts_add_up_to_the_value(document: Document) -> None:
    """3.4: bars of the criteria, limits, route and adjustments."""
    for item in outcome(document).options:
        points = sum(part.points for part in item.criteria.values())
        assert points + item.limits + item.route + item.adjustments == pytest.approx(item.value, abs=TINY)


@given(cases())
@examples
def test_the_parts_and_the_formula_give_the_same_value_in_every_draw(document: Document) -> None:
    """3.4: the bars come from the parts, ranks under other weights from the formula."""
    scores = score(compiled(), [read_case(ruleset(), document)], DRAWS)
    by_formula = scores.prospect.value(compiled(), scores.weights)
    assert np.allclose(scores.draws, by_formula, rtol=0, atol=TINY)


@given(cases())
@examples
def test_every_draw_lies_in_the_exact_interval(document: Document) -> None:
    """3.8: exact by monotonicity."""
    scores = score(compiled(), [read_case(ruleset(), document)], DRAWS)
    assert (scores.draws >= scores.lowest[:, None] - TINY).all()
    assert (scores.draws <= scores.highest[:, None] + TINY).all()
