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
def test_the_parts_add_up_to_the_value_in_a_single_draw(document: Document) -> None:
    """3.4: not only on average."""
    scores = score(compiled(), [read_case(ruleset(), document)], 1)
    parts = [*scores.parts.values(), *scores.held_back.values()]
    assert np.allclose(sum(parts), scores.draws[:, 0], rtol=0, atol=TINY)


@given(cases())
@examples
def test_weighing_again_with_the_same_weights_gives_the_same_value_in_every_draw(document: Document) -> None:
    """Ranks under other weights are those of the same values."""
    scores = score(compiled(), [read_case(ruleset(), document)], DRAWS)
    assert np.allclose(scores.draws, scores.values_with(scores.weights), rtol=0, atol=TINY)


@given(cases())
@examples
def test_every_draw_lies_in_the_exact_interval(document: Document) -> None:
    """3.8: exact by monotonicity."""
    scores = score(compiled(), [read_case(ruleset(), document)], DRAWS)
    assert (scores.draws >= scores.lowest[:, None] - TINY).all()
    assert (scores.draws <= scores.highest[:, None] + TINY).all()
