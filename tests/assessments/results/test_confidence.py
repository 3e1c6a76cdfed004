"""How confident a result is: the page says what the numbers say."""

import re

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse

from assessments.demo import example_case
from assessments.results.cache import page_about
from assessments.results.confidence import MOST_FINDINGS, Sureness
from assessments.results.page import ResultPage
from assessments.wording.phrases import about_years
from careerpaths.models import RulesetVersion
from careerpaths.scoring.answers import Case, OptionCase, read_case
from careerpaths.scoring.findings.analysis import analyse, glance
from careerpaths.scoring.findings.information import WORTH_POINTS
from careerpaths.scoring.schema import PATHS
from careerpaths.scoring.values.scores import score
from careerpaths.wording import as_text, hundredths
from harness.cases import PERSON, case, compiled, known, option, ruleset
from tests.assessments.results.reading import ALL, BARRED, SHARE


def sure(given: Case, names: list[str] | None = None) -> Sureness:
    analysis = analyse(compiled(), given, 1000)
    return ResultPage(analysis).sureness if names is None else Sureness(analysis, names)


CLOSE = case(
    [
        known("phd", "a", opt_publish="rarely"),
        known("rc_nonprofit", "b", opt_idea_freedom="direction", opt_mentor_hours=4, opt_execution="great"),
    ]
)


def test_a_tipping_point_names_the_answer_before_and_after_and_who_would_be_first() -> None:
    told = sure(CLOSE, ["X", "Y"])
    point = told.analysis.tipping_points[0]
    question = ruleset().questions_by_id[point.cell.question]
    assert isinstance(point.after, str)
    assert isinstance(point.before, str)
    assert question.label_of(point.after) in told.changes[0]
    assert question.label_of(point.before) in told.changes[0]
    assert told.changes[0].endswith(f"{'X' if point.first == 'a' else 'Y'} would be first.")


def test_a_weight_is_shown_in_hundredths_before_and_after() -> None:
    told = sure(CLOSE, ["X", "Y"])
    point = told.analysis.weight_tipping_points[0]
    assert f"weighed {100 * point.after:.0f} of 100 instead of {100 * point.before:.0f}." in told.weight_sentence


def test_the_page_says_so_when_no_weight_changes_the_order() -> None:
    worse = {"opt_peers": "average", "opt_income": "tight", "opt_publish": "rarely", "opt_structure": "hands_off"}
    told = sure(case([known("phd", "a", **worse), known("phd", "b")]))
    assert told.weight_sentence == "Changing any single weight does not put another option first."
    assert told.switch_sentences == ()


def test_what_to_find_out_says_whom_to_ask_and_in_which_words() -> None:
    told = sure(case([option("phd", "a"), option("phd", "b", opt_peers="strong")]), ["X", "Y"])
    assert 0 < len(told.findings) <= MOST_FINDINGS
    for finding in told.findings:
        assert finding.question.find_out
        assert finding.question.find_out.ask
        assert finding.question.find_out.whom
        assert finding.option in ("X", "Y")
        assert SHARE.search(finding.chance)
    assert told.ceiling == ""


def asks_nobody(told: Sureness) -> str:
    assert told.findings == ()
    return told.ceiling


def test_better_options_are_suggested_only_where_one_is_clearly_first_and_nothing_is_open() -> None:
    clear = case([known("phd", "a"), known("rc_ra", "b", opt_peers="weak")])
    assert "look for better options instead" in asks_nobody(sure(clear))
    assert "how much each criterion matters to you" in asks_nobody(sure(CLOSE))
    poor = known("phd", "a", opt_mentor_hours=0.5, opt_peers="weak")
    rich = known("independent", "b", opt_mentor_hours=8, opt_peers="outstanding", opt_mentor_research="leading")
    told = sure(case([poor, rich], {"goal_role": "research_lead"}))
    assert told.analysis.evpi >= WORTH_POINTS
    assert "What is still open is about you: “Track record”" in asks_nobody(told)


LITTLE_KNOWN = case(
    [
        option("phd", "a", opt_mentor_hours=2, opt_peers="average"),
        option("rc_nonprofit", "b", opt_mentor_hours=4, opt_peers="strong"),
    ]
)


def test_with_much_unknown_the_list_is_not_empty_even_if_no_single_answer_changes_the_order() -> None:
    told = sure(LITTLE_KNOWN)
    assert [finding for finding in told.analysis.findings if finding.worth_it] == []
    assert len(told.findings) == MOST_FINDINGS
    assert "several together could" in told.findings_note
    assert {finding.chance for finding in told.findings} == {""}


GIVEN = {name: read_case(ruleset(), document) for name, document in ALL.items()}


@pytest.mark.parametrize("name", GIVEN)
def test_what_the_page_says_about_finding_out_more_is_true(name: str) -> None:
    """The plan points to the list if something on it could change the choice, and warns if much is open."""
    page = ResultPage(analyse(compiled(), GIVEN[name], 1000))
    told, analysis = page.sureness, page.analysis
    could_change = bool(told.findings) and "hardly" not in told.findings_note
    assert ("PL03" in {item.id for item in analysis.plan}) is could_change
    assert could_change <= (analysis.evpi > 0)
    leading = page.ranked[0]
    if "F20_generic_option" in leading.result.flags and len(page.ranked) > 1:
        assert told.findings
    if "better options" in told.ceiling:
        assert analysis.evpi < WORTH_POINTS
        assert analysis.closeness == "comes_out_first"


def firsts_said(page: ResultPage) -> list[int]:
    """How often each ranked option comes first, as the text says it."""
    return [_drawn(option.first_share) for option in page.ranked]


def _drawn(said: str) -> int:
    number = int(re.findall(r"\d+", said)[0])
    return number - said.startswith("fewer") + said.startswith("more")


@pytest.mark.parametrize(
    "given",
    [
        *(case([option("phd", key) for key in "abcdefgh"[:count]]) for count in range(2, 9)),
        case([option(path, path) for path in PATHS]),
        CLOSE,
    ],
    ids=[*(f"{count} equal options" for count in range(2, 9)), "five kinds", "two that are close"],
)
def test_headline_dots_captions_tables_and_what_if_count_the_same_hundred_ways(given: Case) -> None:
    analysis = analyse(compiled(), given, 1000)
    page = ResultPage(analysis)
    said = firsts_said(page)
    assert sum(said) == 100
    assert [sum(dot.option == option.position for dot in page.hundred) for option in page.ranked] == said
    assert page.ranked[0].first_share in page.headline
    assert page.headline.startswith("Too close to call") is (said[0] < 60)
    for row, first in zip(page.sureness.shares, said, strict=True):
        assert _drawn(row.shares[0]) == first
        assert sum(map(_drawn, row.shares)) == 100
    assert [glance(compiled(), given, 1000).first[option.id] for option in page.ranked] == said
    for line, view in zip(rank_lines(as_text(analysis)), page.ranked, strict=True):
        assert line.endswith(f", first in {view.first_share}")


@pytest.mark.parametrize("given", [CLOSE, case([option(path, path) for path in PATHS])])
def test_the_value_of_an_option_is_the_average_of_its_possible_outcomes(given: Case) -> None:
    means = score(compiled(), [given], 1000).draws.mean(axis=1)
    page = ResultPage(analyse(compiled(), given, 1000))
    for view in page.options:
        assert view.value == round(means[view.position])
        said = render_to_string("assessments/result_lines.html", {"options": [view]})
        assert f"{view.likely}, {view.value} on average" in said


def test_bands_may_overlap_even_if_one_option_comes_out_first(live_ruleset: RulesetVersion) -> None:
    """So no page may say that options whose bands overlap have no order."""
    page = page_about(live_ruleset.compiled, example_case(live_ruleset.ruleset), readers="anybody")
    first, second = (view.result for view in page.ranked[:2])
    assert page.analysis.closeness == "comes_out_first"
    assert second.high > first.low
    for address_of in ("home", "example"):
        text = Client().get(reverse(f"assessments:{address_of}")).text
        assert "either option may come out ahead" in text
        assert "too close to call" not in text.lower()


def by_order(order: tuple[str, ...]) -> ResultPage:
    """Much to learn for poor pay against little to learn for good pay, with an order of what matters."""
    learning = known("phd", "a", opt_income="insufficient", opt_structure="hands_off", opt_company="alone")
    living = known("rc_industry", "b", opt_peers="weak", opt_mentor_hours=0.5, opt_idea_freedom="assigned")
    given = case([learning, living], PERSON | {"criteria_ranking": list(order)})
    return ResultPage(analyse(compiled(), given, 1000))


ORDER = ("people", "own_ideas", "execution", "safety", "communication", "sustainability")


def test_the_result_says_what_comes_first_by_the_persons_own_order_and_how_often() -> None:
    same, turned = by_order(ORDER), by_order(ORDER[::-1])
    for page in (same, turned):
        counts = page.analysis.acceptability["ranking"].first_of_100()
        assert f"in {hundredths(max(counts.values()))} ways" in page.own_order
    assert "PhD is first too" in same.own_order
    assert turned.ranked[0].id == "a"
    assert "Industry job is first instead" in turned.own_order
    assert ResultPage(analyse(compiled(), CLOSE, 1000)).own_order == ""


def test_a_leaning_is_not_said_to_agree_with_a_comparison_that_is_too_close() -> None:
    analysis = analyse(compiled(), case([option("phd", "a"), option("phd", "b")]), 1000)
    page = ResultPage(analysis, "a")
    assert page.leaning == f"Before you saw this, you leaned towards {page.options[0].name}."


@pytest.mark.parametrize(("barred", "paths"), [(True, ["phd", "phd"]), (False, ["phd", "independent"])])
def test_the_years_as_a_lead_come_from_the_options_even_if_none_is_ranked(barred: bool, paths: list[str]) -> None:
    out = BARRED if barred else {}
    options = [option(path, key, **out) for path, key in zip(paths, "ab", strict=True)]
    page = ResultPage(analyse(compiled(), case(options, PERSON | {"tai_p10": 10}), 1000))
    years = [view.result.expected_lead_years or 0 for view in page.options]
    assert min(years) > 1
    assert about_years(min(years)) in page.timeline_sentence
    assert about_years(max(years)) in page.timeline_sentence


def rank_lines(text: str) -> list[str]:
    return [line for line in text.splitlines() if re.match(r"\d+\. ", line)]


def test_the_shares_of_each_rank_fill_the_bar() -> None:
    told = sure(case([option(path, path) for path in PATHS]))
    assert len(told.shares) == 5
    assert [share.position for share in told.shares] == list(told.analysis.order)
    for share in told.shares:
        left, width, _ = share.segments[-1]
        assert left + width == pytest.approx(392, abs=0.5)
        assert len(share.shares) == 5


@pytest.mark.parametrize(("p10", "said"), [(60, "at about year 9"), (10, "later than 25 years from now")])
def test_the_year_of_even_odds_comes_from_the_persons_own_numbers(p10: int, said: str) -> None:
    """Half is reached at 10 * 50 / 60 years; with 10 % in ten years, it is beyond the 25 years shown."""
    told = sure(case([option("phd", "a"), option("rc_ra", "b")], PERSON | {"tai_p10": p10}))
    assert told.timeline is not None
    assert said in told.timeline.even_odds


def test_without_timelines_there_is_no_chart_of_them() -> None:
    assert sure(CLOSE).timeline is None


def test_only_falling_chances_get_the_note_on_falling_chances() -> None:
    def told(**chances: float) -> str:
        options = (OptionCase(id="a", path="phd"), OptionCase(id="b", path="rc_ra"))
        return sure(Case(person=dict(chances), options=options)).timeline_note

    assert told(tai_p5=50.0, tai_p20=40.0)
    assert told(tai_p5=50.0, tai_p10=50.0, tai_p20=60.0) == ""
    assert told() == ""
