"""How figures are worded and drawn: whole numbers, one denominator, and shapes that stay inside their frame."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessments.wording import charts, phrases
from careerpaths.scoring.answers import State
from careerpaths.scoring.findings.smaa import out_of_100
from careerpaths.wording import hundredths
from harness.cases import ruleset

QUESTIONS = ruleset().questions_by_id

examples = settings(deadline=None, max_examples=100, derandomize=True)
shares = st.floats(0, 1)


@pytest.mark.parametrize(
    ("share", "said"),
    [
        (0, "fewer than 1 of 100"),
        (0.0049, "fewer than 1 of 100"),
        (0.006, "1 of 100"),
        (0.624, "62 of 100"),
        (0.626, "63 of 100"),
        (0.994, "99 of 100"),
        (0.996, "more than 99 of 100"),
        (1, "more than 99 of 100"),
    ],
)
def test_a_share_is_given_in_whole_hundredths_and_never_as_all_or_none(share: float, said: str) -> None:
    assert phrases.of_100(share) == said


@examples
@given(shares)
def test_the_wording_of_a_share_is_never_off_by_more_than_half_a_hundredth(share: float) -> None:
    said = phrases.of_100(share)
    number = int(re.sub(r"\D", " ", said).split()[0])
    if said.startswith("fewer"):
        assert share < 0.01
    elif said.startswith("more"):
        assert share > 0.99
    else:
        assert abs(number / 100 - share) <= 0.005 + 1e-9
        assert 1 <= number <= 99


@pytest.mark.parametrize(
    ("value", "said"), [(0, "1 point"), (0.4, "1 point"), (-1.2, "1 point"), (1.6, "2 points"), (-7.4, "7 points")]
)
def test_points_are_whole_and_at_least_one(value: float, said: str) -> None:
    assert phrases.points(value) == said


@pytest.mark.parametrize(
    ("years", "said"),
    [(0, "hardly any years"), (0.99, "hardly any years"), (1.4, "about 1 year"), (9.9, "about 10 years")],
)
def test_years_are_rounded(years: float, said: str) -> None:
    assert phrases.about_years(years) == said


@pytest.mark.parametrize(("count", "said"), [(1, "about 1 minute"), (20, "about 20 minutes")])
def test_minutes_are_singular_or_plural_as_needed(count: int, said: str) -> None:
    assert phrases.minutes(count) == said


@pytest.mark.parametrize(
    ("question", "answer", "said"),
    [
        ("opt_mentor_hours", 4.0, "4 hours per month"),
        ("opt_mentor_hours", 2.5, "2.5 hours per month"),
        ("tai_p5", 20.0, "20 %"),
        ("opt_peers", State.NOT_SURE, "Not sure"),
        ("mental_health_risk", State.WITHHELD, "You prefer not to say"),
        ("opt_peers", None, "Not answered"),
    ],
)
def test_an_answer_is_worded_as_a_person_would_write_it(question: str, answer: float | State | None, said: str) -> None:
    assert phrases.answer_text(QUESTIONS[question], answer) == said


def test_choices_are_shown_by_their_labels() -> None:
    question = QUESTIONS["opt_peers"]
    assert [phrases.answer_text(question, choice.id) for choice in question.choices] == [
        c.label for c in question.choices
    ]
    ranking = QUESTIONS["criteria_ranking"]
    order = ranking.choice_ids[:2]
    assert phrases.answer_text(ranking, order) == f"{ranking.label_of(order[0])}, {ranking.label_of(order[1])}"


@pytest.mark.parametrize(
    ("names", "said"), [([], ""), (["A"], "A"), (["A", "B"], "A and B"), (["A", "B", "C"], "A, B and C")]
)
def test_names_are_listed_with_an_and(names: list[str], said: str) -> None:
    assert phrases.in_a_list(names) == said


# Charts


@examples
@given(st.floats(-1000, 1000), st.floats(-1000, 1000), st.floats(-1000, 1000))
def test_the_mark_stays_inside_the_frame_whatever_the_value(value: float, one: float, other: float) -> None:
    """A scale without width, as when all values are equal, causes no division by zero."""
    low, high = sorted((one, other))
    assert charts.MARGIN <= charts.x(value, low, high) <= charts.WIDTH - charts.MARGIN


def test_the_ends_of_the_scale_are_the_ends_of_the_frame() -> None:
    assert (charts.x(0), charts.x(50), charts.x(100)) == (8, 200, 392)
    assert charts.x(5, 5, 5) == 8


def test_a_span_keeps_its_order_and_shows_a_single_value_as_a_mark() -> None:
    wide = charts.span(10, 20, 50, 60, 90)
    assert wide.least < wide.low < wide.value < wide.high < wide.most
    assert wide.likely_width == pytest.approx(wide.high - wide.low)
    assert charts.span(50, 50, 50, 50, 50).likely_width == 2


@examples
@given(st.lists(st.integers(0, 1000), min_size=1, max_size=8).filter(any))
def test_the_hundred_dots_are_always_a_hundred_and_close_to_the_shares(counts: list[int]) -> None:
    given_shares = {n: count / sum(counts) for n, count in enumerate(counts)}
    whole = out_of_100(given_shares)
    assert sum(whole.values()) == 100
    assert all(abs(whole[n] - 100 * share) < 1 for n, share in given_shares.items())
    dots = charts.hundred(whole)
    assert len({(dot.cx, dot.cy) for dot in dots}) == 100
    assert {n: sum(dot.option == n for dot in dots) for n in whole} == whole


@examples
@given(st.lists(st.integers(0, 1000), min_size=1, max_size=8).filter(any))
def test_the_wording_of_each_share_of_a_hundred_is_true(counts: list[int]) -> None:
    for n, count in out_of_100({n: count / sum(counts) for n, count in enumerate(counts)}).items():
        said, share = hundredths(count), counts[n] / sum(counts)
        assert not said.startswith("fewer") or share < 0.01
        assert not said.startswith("more") or share > 0.99


def test_eight_equal_shares_also_add_up_to_a_hundred() -> None:
    assert sorted(out_of_100(dict.fromkeys(range(8), 0.125)).values()) == [12] * 4 + [13] * 4


def test_a_path_runs_from_the_first_point_to_the_last_inside_the_frame() -> None:
    drawn = charts.path([0, 0.5, 1], [1, 0.5, 0])
    assert drawn == "M8.0,8.0 L200.0,60.0 L392.0,112.0"
