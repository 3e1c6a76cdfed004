"""Whatever people type or send, they get one clear sentence in the right place, lose nothing and never see a 500."""

import html
import itertools
import re

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assessments.models import Answer, Assessment, Option
from careerpaths.models import RulesetVersion
from careerpaths.rulesets import shipped
from careerpaths.scoring.answers import read_answer

QUESTIONS = [question["id"] for question in shipped()["questions"] if question["tier"] != "setup"]


@pytest.fixture
def visitor(live_ruleset: RulesetVersion, client: Client) -> Client:
    """Someone who aims to lead and has two options."""
    client.post(reverse("assessments:start"))
    assessment = Assessment.objects.get()
    assessment.options.create(path="phd", name="PhD at X")
    assessment.options.create(path="independent", name="A year alone", position=1)
    return client


def place(name: str, *args: str) -> str:
    return reverse(f"assessments:{name}", args=[Assessment.objects.get().uid, *args])


def said(visitor: Client, question: str, **data: str) -> str:
    """The page that comes back, as a reader sees it."""
    answer = visitor.post(place("question", question), data)
    assert answer.status_code == 422
    return html.unescape(answer.content.decode())


@pytest.mark.parametrize(
    "typed", ["soon", "-1", "101", "1e3", "nan", "inf", "5 6", "9" * 400, "\x00", "<b>", "5²", "4 hours"]
)
def test_an_answer_that_is_not_a_number_stays_in_its_field_with_an_error(visitor: Client, typed: str) -> None:
    page = said(visitor, "tai_p5", answer=typed, was="")
    assert page.count("Enter a percentage from 0 to 100") == 2  # in the summary and at the field
    assert "<title>Error:" in page
    assert f'value="{typed}"' in page
    assert not Answer.objects.exists()


@pytest.mark.parametrize(
    "typed",
    ["20", " 20 ", "20.0", "20 %", "20%", "20,0", "+20", "20.", "20 of 100", "1 of 5", "٢٠", "２０％", "~20", "20+"],
)
def test_a_number_may_be_written_in_several_ways(visitor: Client, typed: str) -> None:
    assert visitor.post(place("question", "tai_p5"), {"answer": typed, "was": ""}).status_code == 302
    assert Answer.objects.get().value == 20


@pytest.mark.parametrize("typed", ["2,5", "2½", "2 1/2 years", "30 months", "٢٫٥"])
def test_two_and_a_half_years_are_read_however_they_are_typed(visitor: Client, typed: str) -> None:
    assert visitor.post(place("question", "research_experience_years"), {"answer": typed, "was": ""}).status_code == 302
    assert Answer.objects.get().value == 2.5


def test_a_range_stays_in_its_field_and_the_page_asks_for_one_number(visitor: Client) -> None:
    page = said(visitor, "research_experience_years", answer="2-4", was="")
    assert "Enter one number. For 2 to 4, that could be 3." in page
    assert 'value="2-4"' in page


def test_the_page_says_how_it_read_a_number_that_was_not_typed_in_digits(visitor: Client) -> None:
    told = "“~4” is saved as 4 years."
    page = visitor.post(place("question", "research_experience_years"), {"answer": "~4", "was": ""}, follow=True)
    assert told in html.unescape(page.text)
    heard = visitor.post(place("save", "research_experience_years"), {"answer": "~5", "was": "4"}).json()
    assert heard["cells"]["answer"]["understood"] == "“~5” is saved as 5 years."
    assert (
        "saved as"
        not in visitor.post(
            place("question", "research_experience_years"), {"answer": "2,5", "was": "5"}, follow=True
        ).text
    )


@pytest.mark.parametrize(
    ("question", "typed", "asked", "buttons"),
    [
        ("tai_p5", "0.2", "Did you mean 20 of 100 or 0.2 of 100?", {"20%": 20, "0.2%": 0.2}),
        ("research_experience_years", "1,000", "Did you mean 1?", {"1": 1}),
    ],
)
def test_an_ambiguous_number_is_queried_and_a_button_confirms_either_reading(
    visitor: Client, question: str, typed: str, asked: str, buttons: dict[str, float]
) -> None:
    page = said(visitor, question, answer=typed, was="")
    assert asked in page
    assert not Answer.objects.exists()
    assert asked in visitor.post(place("save", question), {"answer": typed, "was": ""}).text
    for button, value in buttons.items():
        assert f'name="answer" value="{button}"' in page
        assert visitor.post(place("question", question), {"answer": [typed, button], "was": ""}).status_code == 302
        assert Answer.objects.get().value == value


def test_not_sure_replaces_a_number_that_was_interpreted(visitor: Client) -> None:
    visitor.post(place("save", "tai_p5"), {"answer": "~20", "was": ""})
    visitor.post(place("save", "tai_p5"), {"answer": "~20", "state": "not_sure", "was": "20"})
    assert Answer.objects.get().state == "not_sure"


def test_the_summary_names_the_option_that_each_error_is_about(visitor: Client) -> None:
    first, second = Option.objects.all()
    page = said(visitor, "opt_mentor_hours", **{f"answer-{option.uid}": "many" for option in (first, second)})
    summary = page.partition("error-summary")[2].partition("</ul>")[0]
    faults = re.findall(r">([^<>]*): We cannot read “many” as a number", summary)
    assert len(set(faults)) == len(faults) == 2


def test_timelines_cannot_fall_in_either_direction(visitor: Client) -> None:
    visitor.post(place("question", "tai_p10"), {"answer": "30", "was": ""})
    assert "Enter 30 or less" in said(visitor, "tai_p5", answer="40", was="")
    visitor.post(place("question", "tai_p5"), {"answer": "20", "was": ""})
    assert "Enter 20 or more" in said(visitor, "tai_p10", answer="10", was="30")
    assert set(Answer.objects.values_list("value", flat=True)) == {20, 30}


def test_one_bad_line_of_a_grid_keeps_the_good_ones(visitor: Client) -> None:
    first, second = Option.objects.all()
    data = {f"answer-{first.uid}": "4", f"was-{first.uid}": "", f"answer-{second.uid}": "99", f"was-{second.uid}": ""}
    page = said(visitor, "opt_mentor_hours", **data)
    assert "Enter a number of hours per month from 0 to 40." in page
    assert Answer.objects.get().option == first


def test_each_rank_of_an_order_is_given_only_once(visitor: Client) -> None:
    lines = ["people", "own_ideas", "execution", "safety", "communication", "sustainability"]
    page = said(visitor, "criteria_ranking", was="", **{f"answer-{line}": "1" for line in lines})
    assert "Give each line a different rank, from 1 to 6." in page


def test_a_name_that_cannot_be_saved_stays_in_the_form(visitor: Client) -> None:
    name = "x" * 10_000
    answer = visitor.post(place("options"), {"name": name, "path": "phd"})
    page = html.unescape(answer.content.decode())
    assert answer.status_code == 422
    assert "Use at most 120 characters for the name." in page
    assert name in page
    assert Option.objects.count() == 2


def test_a_ninth_option_is_refused_with_a_sentence(visitor: Client) -> None:
    for _ in range(6):
        visitor.post(place("options"), {"path": "phd"})
    answer = visitor.post(place("options"), {"path": "phd", "name": "The ninth"})
    assert answer.status_code == 422
    assert "You can compare up to eight options. Delete one to make room." in answer.content.decode()
    assert Option.objects.count() == 8


def test_the_page_says_that_an_option_was_deleted_in_another_tab_and_saves_the_rest(visitor: Client) -> None:
    first, second = Option.objects.all()
    visitor.post(place("delete-option", second.uid))
    data = {f"answer-{o.uid}": "weak" for o in (first, second)} | {f"was-{o.uid}": "" for o in (first, second)}
    page = visitor.post(place("question", "opt_peers"), data, follow=True).content.decode()
    assert "An option on that page was deleted or changed in the meantime" in page
    assert Answer.objects.get().option == first


def test_an_answer_to_a_question_that_no_longer_applies_is_kept_but_not_used(visitor: Client) -> None:
    option = Option.objects.all()[0]
    for question, value in (("opt_mentor_mentoring", "poor"), ("opt_mentor_research", "none")):
        visitor.post(place("question", question), {f"answer-{option.uid}": value})
    page = visitor.get(place("result")).content.decode()
    assert "Mentees have doubts about this mentor" not in page
    assert Answer.objects.filter(question="opt_mentor_mentoring", value="poor").exists()
    visitor.post(place("question", "opt_mentor_research"), {f"answer-{option.uid}": "strong"})
    assert "Mentees have doubts about this mentor" in visitor.get(place("result")).content.decode()


def test_skip_ignores_what_was_typed_in_the_form(visitor: Client) -> None:
    answer = visitor.post(place("question", "tai_p5"), {"answer": "soon", "skip": "1"})
    assert answer.status_code == 302
    assert not Answer.objects.exists()


@pytest.mark.parametrize("question", ["nope", "opt_path", "opt_dealbreaker"])
def test_a_question_without_a_page_is_not_found(visitor: Client, question: str) -> None:
    assert visitor.get(place("question", question)).status_code == 404


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_no_input_breaks_a_page_or_stores_an_invalid_answer(visitor: Client, data: st.DataObject) -> None:
    question = data.draw(st.sampled_from(QUESTIONS))
    ruleset = Assessment.objects.get().ruleset.ruleset
    words = st.one_of(
        st.sampled_from(
            [*ruleset.questions_by_id[question].choice_ids, "not_sure", "prefer_not_to_say", "", "2", "0.5"]
        ),
        st.text(max_size=30).filter(lambda text: text.isprintable()),
    )
    names = [f"{kind}{end}" for kind, end in itertools.product(("answer", "was", "state"), ("", *_ends()))]
    sent = data.draw(st.dictionaries(st.sampled_from([*names, "clear", "skip"]), words, max_size=6))
    for address in ("question", "save"):
        assert visitor.post(place(address, question), sent).status_code in {200, 302, 422}
    for answer in Answer.objects.all():
        value = answer.value if answer.state == "given" else answer.state
        read_answer(ruleset.questions_by_id[answer.question], value)


def _ends() -> list[str]:
    return [f"-{option.uid}" for option in Option.objects.all()]
