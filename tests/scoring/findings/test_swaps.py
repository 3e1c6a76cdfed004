"""Single answers of somebody else, against scoring the case with each of them anew."""

import pytest

from careerpaths.scoring.answers import Answer, State
from careerpaths.scoring.findings.swaps import swaps
from careerpaths.scoring.findings.variations import Cell
from careerpaths.scoring.values.scores import score
from harness.cases import PERSON, case, compiled, known

OPTIONS = [known("phd", "a"), known("phd", "b", opt_peers="weak"), known("rc_ra", "c", opt_dealbreaker="yes")]


def cell(question: str, option: int | None = None) -> Cell:
    return Cell(question=question, option=option)


@pytest.mark.parametrize(
    ("where", "answer"),
    [
        (cell("opt_mentor_research", 0), "junior"),
        (cell("opt_mentor_hours", 1), 8.0),
        (cell("goal_role"), "research_contributor"),
        (cell("execution_skill"), "independent"),
        (cell("tai_p5"), 60.0),
    ],
)
def test_a_swap_moves_each_value_as_scoring_anew_does(where: Cell, answer: Answer) -> None:
    given = case(OPTIONS)
    (swap,) = swaps(compiled(), given, [(where, answer)])
    options = [dict(item) for item in OPTIONS]
    person = dict(PERSON)
    if where.option is None:
        person[where.question] = answer
    else:
        options[where.option] = {
            **options[where.option],
            "answers": {**options[where.option]["answers"], where.question: answer},
        }
    before, after = (score(compiled(), [one]).mean for one in (given, case(options, person)))
    assert swap.moves == pytest.approx(after - before)
    assert swap.size == pytest.approx(abs(after - before)[:2].max())
    assert swap.first == int(after[:2].argmax())
    assert swap.changes_first == (swap.first != int(before[:2].argmax()))


def test_what_changes_the_first_place_goes_before_what_moves_more() -> None:
    given = case([known("phd", "a"), known("phd", "b", opt_peers="average")])
    wanted: list[tuple[Cell, Answer]] = [
        (cell("opt_income", 0), "tight"),
        (cell("opt_mentor_research", 1), "none"),
        (cell("opt_peers", 1), "outstanding"),
    ]
    found = swaps(compiled(), given, wanted)
    assert [swap.cell.question for swap in found] == ["opt_peers", "opt_mentor_research", "opt_income"]
    assert [swap.changes_first for swap in found] == [True, False, False]


def test_not_being_sure_can_be_taken_over_too() -> None:
    (swap,) = swaps(compiled(), case(OPTIONS), [(cell("opt_mentor_research", 0), State.NOT_SURE)])
    assert swap.moves[0] != 0
    assert swap.moves[1:] == (0, 0)


def test_an_option_out_of_the_ranking_is_never_first_and_sets_no_order() -> None:
    (swap,) = swaps(compiled(), case(OPTIONS), [(cell("opt_peers", 2), "outstanding")])
    assert swap.moves[2] > 0
    assert (swap.first, swap.changes_first, swap.size) == (0, False, 0)


def test_without_options_and_without_a_ranking_nothing_breaks() -> None:
    assert swaps(compiled(), case([]), [(cell("goal_role"), "unsure")]) == ()
    (swap,) = swaps(compiled(), case(OPTIONS[2:]), [(cell("opt_peers", 0), "weak")])
    assert (swap.first, swap.changes_first) == (None, False)
    assert swap.size > 0
