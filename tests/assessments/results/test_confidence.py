"""What result pages say: plain sentences, one denominator, no false precision - and a page whatever was stored."""

import html
import random
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse

from assessments.demo import demo_cases, example_case
from assessments.models import Answer
from assessments.results.cache import page_about, page_of
from assessments.results.confidence import MOST_FINDINGS, Sureness
from assessments.results.page import ResultPage
from assessments.wording.phrases import about_years
from careerpaths.models import RulesetVersion
from careerpaths.rulesets import shipped
from careerpaths.scoring.answers import Case, OptionCase, read_case
from careerpaths.scoring.findings.analysis import analyse, glance
from careerpaths.scoring.findings.information import WORTH_POINTS
from careerpaths.scoring.schema import PATHS
from careerpaths.scoring.values.scores import score
from careerpaths.wording import as_text, hundredths
from harness.cases import PERSON, case, compiled, known, option, ruleset
from harness.stored import address, browser_of, store

MOST_WORDS = 25
FORBIDDEN = re.compile(r"\b(invalid|please|oops|sorry|nan|inf|null)\b|you should|[{}]|%\(", re.I)
SHARE = re.compile(r"(\d+) of 100")
SEED = 20261123
Document = dict[str, Any]

QUESTIONS = [q for q in shipped()["questions"] if q["tier"] != "setup" and q["id"] != "initial_leaning"]


# Reading a page as a visitor does


BREAKS = re.compile("p|li|strong|h[1-4]|t[dh]|d[td]|figcaption|caption|summary|a|div|section|button|label|option")
SKIPPED = re.compile("script|style|svg|head|header|footer|nav")


class Reader(HTMLParser):
    """Collects the text of paragraphs, list items, headings and cells, each for itself; skips what is not read."""

    def __init__(self) -> None:
        super().__init__()
        self.blocks: list[str] = [""]
        self.skipping = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.skipping += SKIPPED.fullmatch(tag) is not None
        if BREAKS.fullmatch(tag):
            self.blocks.append("")

    def handle_endtag(self, tag: str) -> None:
        self.skipping -= SKIPPED.fullmatch(tag) is not None
        if BREAKS.fullmatch(tag):
            self.blocks.append("")

    def handle_data(self, data: str) -> None:
        if not self.skipping:
            self.blocks[-1] += data


def blocks(page: str) -> list[str]:
    reader = Reader()
    reader.feed(page)
    return [text for block in reader.blocks if (text := " ".join(block.split()))]


def sentences(page: str) -> Iterator[str]:
    for block in blocks(page):
        yield from re.split(r"(?<=[.!?:;])\s+", block)


def without(page: str, section: str) -> str:
    """The page without one of its sections."""
    shorter, count = re.subn(rf'<section id="{section}".*?</section>', "", page, flags=re.S)
    assert count == 1
    return shorter


# Cases


def random_case(seed: int) -> Document:
    """Two to five options of any kind, each answer given, not sure or left out."""
    chance = random.Random(seed)
    chances = sorted(chance.sample(range(0, 101, 5), 3))
    person = answers(chance, "person", "") | dict(zip(("tai_p5", "tai_p10", "tai_p20"), chances, strict=True))
    person["goal_role"] = chance.choice(["research_lead", "unsure", "research_contributor"])
    options = []
    for n in range(chance.randint(2, 5)):
        path = chance.choice(PATHS)
        named = chance.choice(["", f"Place number {n}"])
        options.append({"id": f"o{n}", "path": path, "name": named, "answers": answers(chance, "option", path)})
    return {"person": person, "options": options}


def answers(chance: random.Random, scope: str, path: str) -> Document:
    given: Document = {}
    known_share = chance.random()
    for question in QUESTIONS:
        applies = question["scope"] == scope and (not path or path in (question.get("paths") or PATHS))
        if not applies or question["type"] == "ranking" or chance.random() > known_share:
            continue
        if question.get("not_sure") and chance.random() < 0.2:
            given[question["id"]] = "not_sure"
        elif question.get("choices"):
            given[question["id"]] = chance.choice(question["choices"])["id"]
        else:
            given[question["id"]] = chance.choice([0, 0.5, 1, 2.5, 4])
    return given


ALL = {f"demo {n}": demo["case"] for n, demo in enumerate(demo_cases())} | {
    f"random {seed}": random_case(seed) for seed in range(SEED, SEED + 9)
}


@pytest.fixture(params=ALL)
def page(request: pytest.FixtureRequest, live_ruleset: RulesetVersion) -> str:
    """The result page of a case, as its owner sees it."""
    return result_of(live_ruleset, ALL[request.param])


def result_of(version: RulesetVersion, document: Document) -> str:
    assessment = store(version, document)
    answer = browser_of(assessment).get(address(assessment, "result"))
    assert answer.status_code == 200
    text: str = answer.content.decode()
    return text


# Every sentence


def test_every_sentence_keeps_to_the_rules_of_plain_language(page: str) -> None:
    """Product: sentences of at most 25 words, no "invalid", no "please", never "you should"."""
    said = list(sentences(page))
    assert len(said) > 50
    assert [sentence for sentence in said if len(sentence.split()) > MOST_WORDS] == []
    own = without(page, "answers")
    assert FORBIDDEN.findall(" ".join(sentences(own))) == []


def test_shares_have_one_denominator_and_are_never_all_or_none(page: str) -> None:
    """ "62 of 100" is the only form; a person's own chances and the weights of the rules are said as they are."""
    said = list(sentences(without(without(page, "time"), "answers")))
    shares = SHARE.findall(re.sub(r"weighed \d+ of 100 instead of \d+", "", " ".join(said)))
    assert shares
    assert {"0", "100"}.isdisjoint(shares)
    other = re.compile(r"\d%|\d % of|\d out of \d|\bchance of \d", re.I)
    assert [sentence for sentence in said if other.search(sentence)] == []


def test_no_number_looks_more_exact_than_it_is(page: str) -> None:
    """Whole points. Only answers in hours and years, the version of the rules and the technical view have decimals."""
    plain = re.sub(r"<table>\s*<caption id=.worth-caption.*?</table>", "", without(page, "answers"), flags=re.S)
    text = re.sub(r"\d+\.\d+ (?:hours|years|months)|version [\d.]+", "", " ".join(sentences(plain)))
    assert re.findall(r"\S*\d\.\d\S*", text) == []


@pytest.mark.parametrize("name", [name for name in ALL if name.startswith("demo")])
def test_what_if_pages_keep_to_the_same_rules(live_ruleset: RulesetVersion, name: str) -> None:
    assessment = store(live_ruleset, ALL[name])
    answer = browser_of(assessment).post(address(assessment, "what-if-ranking"), {"weight-safety": "10"})
    said = list(sentences(answer.content.decode()))
    assert [sentence for sentence in said if len(sentence.split()) > MOST_WORDS or FORBIDDEN.search(sentence)] == []
    assert {"0", "100"}.isdisjoint(SHARE.findall(" ".join(said)))


# Bad input

BARRED = {"opt_dealbreaker": "yes"}
FALLING = {"goal_role": "research_lead", "tai_p5": 80, "tai_p10": 20, "tai_p20": 5}


def bare(key: str, path: str = "phd", **given: Any) -> Document:
    return {"id": key, "path": path, "name": "", "answers": given}


BAD_INPUT: dict[str, Document] = {
    "nothing at all": {"person": {}, "options": []},
    "all unknown": {"person": {}, "options": [bare(path, path) for path in PATHS]},
    "one option": {"person": PERSON, "options": [bare("a")]},
    "eight identical options": {"person": PERSON, "options": [bare(key) for key in "abcdefgh"]},
    "chances of 0": {
        "person": PERSON | {"tai_p5": 0, "tai_p10": 0, "tai_p20": 0},
        "options": [bare("a"), bare("b", "rc_ra")],
    },
    "chances of 100": {
        "person": PERSON | {"tai_p5": 100, "tai_p10": 100, "tai_p20": 100},
        "options": [bare("a"), bare("b", "independent")],
    },
    "all but one excluded": {
        "person": PERSON,
        "options": [bare("a"), bare("b", **BARRED), bare("c", "rc_ra", **BARRED)],
    },
    "all excluded": {"person": PERSON, "options": [bare("a", **BARRED), bare("b", **BARRED)]},
    "contradictory timelines": {"person": FALLING, "options": [bare("a"), bare("b", "rc_nonprofit")]},
    "a question of another version": {
        "person": PERSON | {"gone": "yes", "track_record": "legendary", "tai_p5": 400},
        "options": [bare("a", opt_gone=3, opt_peers="marvellous"), bare("b")],
    },
    "another role": {"person": {"goal_role": "other_role"}, "options": [bare("a"), bare("b")]},
}


@pytest.mark.parametrize("name", BAD_INPUT)
@pytest.mark.parametrize("place", ["result", "plan", "what-if", "tasks", "check"])
def test_whatever_was_entered_there_is_a_page(live_ruleset: RulesetVersion, name: str, place: str) -> None:
    assessment = store(live_ruleset, BAD_INPUT[name])
    answer = browser_of(assessment).get(address(assessment, place))
    assert answer.status_code == 200
    text = html.unescape(" ".join(blocks(answer.content.decode())))
    assert not re.search(r"\b(nan|inf)\b", text)


@pytest.mark.parametrize(
    ("name", "help_text"),
    [
        ("nothing at all", "Add an option, and this page compares it."),
        ("all unknown", "So far you have told us little about these options"),
        ("one option", "There is one option to look at, so there is nothing to rank it against."),
        ("eight identical options", "Too close to call"),
        ("all but one excluded", "There is one option to look at"),
        ("all excluded", "Each of your options has a deal-breaker, so none is ranked."),
        ("contradictory timelines", "A longer time cannot be less likely than a shorter one."),
        ("another role", "no ranking"),
    ],
)
def test_the_page_of_a_case_without_a_clear_result_helps(
    live_ruleset: RulesetVersion, name: str, help_text: str
) -> None:
    text = html.unescape(" ".join(blocks(result_of(live_ruleset, BAD_INPUT[name]))))
    assert help_text in text


def test_contradictory_timelines_can_be_corrected_where_it_is_said(live_ruleset: RulesetVersion) -> None:
    """No stored answer locks a person out of the page that repairs it."""
    assessment = store(live_ruleset, BAD_INPUT["contradictory timelines"])
    browser = browser_of(assessment)
    link = address(assessment, "question", "tai_p5")
    assert link in browser.get(address(assessment, "result")).content.decode()
    assert browser.get(link).status_code == 200
    assert browser.post(link, {"answer": "5", "was": "80"}).status_code == 302
    assert browser.post(address(assessment, "question", "tai_p20"), {"answer": "60", "was": "5"}).status_code == 302
    page = browser.get(address(assessment, "result")).content.decode()
    assert "cannot be less likely than a shorter one" not in page


def test_an_answer_that_the_rules_do_not_know_counts_as_not_given_and_is_not_lost(
    live_ruleset: RulesetVersion,
) -> None:
    rest = {key: value for key, value in PERSON.items() if key != "track_record"}
    strange = store(live_ruleset, BAD_INPUT["a question of another version"])
    plain = store(live_ruleset, {"person": rest, "options": [bare("c"), bare("d")]})
    found, expected = (page_of(assessment).analysis for assessment in (strange, plain))
    assert found.case.person == expected.case.person
    assert [o.value for o in found.evaluation.options] == [o.value for o in expected.evaluation.options]
    assert Answer.objects.filter(assessment=strange, question="gone").exists()


# What single parts say


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


def test_a_weight_is_said_in_hundredths_before_and_after() -> None:
    told = sure(CLOSE, ["X", "Y"])
    point = told.analysis.weight_tipping_points[0]
    assert f"weighed {100 * point.after:.0f} of 100 instead of {100 * point.before:.0f}." in told.weight_sentence


def test_where_no_weight_turns_the_order_that_is_said() -> None:
    worse = {"opt_peers": "average", "opt_income": "tight", "opt_publish": "rarely", "opt_structure": "hands_off"}
    told = sure(case([known("phd", "a", **worse), known("phd", "b")]))
    assert told.weight_sentence == "No change of a single weight puts another option first."
    assert told.switch_sentences == ()


def test_what_to_find_out_comes_with_the_words_to_ask_and_whom() -> None:
    told = sure(case([option("phd", "a"), option("phd", "b", opt_peers="strong")]), ["X", "Y"])
    assert 0 < len(told.findings) <= MOST_FINDINGS
    for finding in told.findings:
        assert finding.ask
        assert finding.whom
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


def test_with_much_unknown_the_list_is_not_empty_though_no_single_answer_turns_the_order() -> None:
    told = sure(LITTLE_KNOWN)
    assert [finding for finding in told.analysis.findings if finding.worth_it] == []
    assert len(told.findings) == MOST_FINDINGS
    assert "several together could" in told.findings_note
    assert {finding.chance for finding in told.findings} == {""}


GIVEN = {name: read_case(ruleset(), document) for name, document in ALL.items()}


@pytest.mark.parametrize("name", GIVEN)
def test_what_is_said_about_finding_out_more_is_so(name: str) -> None:
    """The plan sends people to the list if something on it could change the choice; a warning if much is open."""
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
def test_the_value_of_an_option_is_the_average_of_what_it_may_turn_out_to_be(given: Case) -> None:
    means = score(compiled(), [given], 1000).draws.mean(axis=1)
    page = ResultPage(analyse(compiled(), given, 1000))
    for view in page.options:
        assert view.value == round(means[view.position])
        said = render_to_string("assessments/result_lines.html", {"options": [view]})
        assert f"{view.likely}, {view.value} on average" in said


def test_bands_may_overlap_although_one_option_comes_out_first(live_ruleset: RulesetVersion) -> None:
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
    """Much to learn and little pay against little to learn and good pay, with an order of what matters."""
    learning = known("phd", "a", opt_income="insufficient", opt_structure="hands_off", opt_company="alone")
    living = known("rc_industry", "b", opt_peers="weak", opt_mentor_hours=0.5, opt_idea_freedom="assigned")
    given = case([learning, living], PERSON | {"criteria_ranking": list(order)})
    return ResultPage(analyse(compiled(), given, 1000))


ORDER = ("people", "own_ideas", "execution", "safety", "communication", "sustainability")


def test_the_result_says_what_comes_first_by_ones_own_order_and_how_often() -> None:
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
def test_the_years_as_a_lead_are_those_of_the_options_also_where_none_is_ranked(barred: bool, paths: list[str]) -> None:
    out = BARRED if barred else {}
    options = [option(path, key, **out) for path, key in zip(paths, "ab", strict=True)]
    page = ResultPage(analyse(compiled(), case(options, PERSON | {"tai_p10": 10}), 1000))
    years = [view.result.expected_lead_years or 0 for view in page.options]
    assert min(years) > 1
    assert about_years(min(years)) in page.timeline_sentence
    assert about_years(max(years)) in page.timeline_sentence


def rank_lines(text: str) -> list[str]:
    return [line for line in text.splitlines() if re.match(r"\d+\. ", line)]


def test_shares_of_each_place_fill_the_bar() -> None:
    told = sure(case([option(path, path) for path in PATHS]))
    assert len(told.shares) == 5
    assert [share.position for share in told.shares] == list(told.analysis.order)
    for share in told.shares:
        left, width, _ = share.segments[-1]
        assert left + width == pytest.approx(392, abs=0.5)
        assert len(share.shares) == 5


@pytest.mark.parametrize(("p10", "said"), [(60, "at about year 9"), (10, "later than 25 years from now")])
def test_even_odds_are_fed_back_from_the_persons_own_numbers(p10: int, said: str) -> None:
    """Half is reached at 10 * 50 / 60 years; at 10 % in ten years not within the 25 that are shown."""
    told = sure(case([option("phd", "a"), option("rc_ra", "b")], PERSON | {"tai_p10": p10}))
    assert told.timeline is not None
    assert said in told.timeline.even_odds


def test_without_timelines_there_is_no_picture_of_them() -> None:
    assert sure(CLOSE).timeline is None


def test_only_falling_chances_get_the_note_on_falling_chances() -> None:
    def told(**chances: float) -> str:
        options = (OptionCase(id="a", path="phd"), OptionCase(id="b", path="rc_ra"))
        return sure(Case(person=dict(chances), options=options)).timeline_note

    assert told(tai_p5=50.0, tai_p20=40.0)
    assert told(tai_p5=50.0, tai_p10=50.0, tai_p20=60.0) == ""
    assert told() == ""
