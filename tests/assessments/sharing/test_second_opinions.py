"""A second opinion follows the owner's options, reveals none of the owner's answers, and closes with its link."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from assessments.models import AnswerChange, Assessment
from assessments.questionnaire import options
from assessments.questionnaire.answers import document_of
from assessments.sharing import links, second_opinions
from careerpaths.models import RulesetVersion
from careerpaths.operations import limits
from harness.cases import FULL, PERSON
from harness.stored import address, browser_of, keep, store
from tests.assessments.sharing.opinions import ask, begun

ANSWERS: dict[str, Any] = {
    "person": {**PERSON, "mental_health_risk": "high", "savings_months": 7},
    "options": [
        {"id": "a", "name": "PhD at X", "path": "phd", "answers": {**FULL, "opt_dealbreaker": "no"}},
        {"id": "b", "name": "Engineer at Y", "path": "rc_industry", "answers": {**FULL, "opt_peers": "weak"}},
    ],
}


@pytest.fixture
def case(live_ruleset: RulesetVersion) -> Assessment:
    return store(live_ruleset, ANSWERS)


def names(assessment: Assessment) -> list[str]:
    return [option.name for option in assessment.options.present()]


# --- beginning ------------------------------------------------------------------------------------------------------


def test_it_starts_empty_with_letters_for_the_options(case: Assessment) -> None:
    opinion, advisor = begun(case)
    assert document_of(opinion)["person"] == {}
    assert [(option.uid, option.path) for option in opinion.options.all()] == [("a", "phd"), ("b", "rc_industry")]
    assert names(opinion) == ["Option A (PhD)", "Option B (Industry job)"]
    page = advisor.get(address(opinion, "tasks")).text
    assert "You are giving a second opinion" in page
    assert "PhD at X" not in page


def test_it_shows_the_names_if_the_link_does(case: Assessment) -> None:
    opinion, _ = begun(case, shows_names=True)
    assert names(opinion) == ["PhD at X", "Engineer at Y"]


def test_opening_the_page_starts_nothing_and_pressing_again_continues(case: Assessment) -> None:
    _, where = ask(case)
    advisor = Client()
    assert "Begin" in advisor.get(where).text
    assert not case.opinions.exists()
    first = advisor.post(where)["Location"]
    assert "Go on with your second opinion" in advisor.get(where).text
    assert advisor.post(where)["Location"] == first
    assert case.opinions.count() == 1


def test_a_link_that_does_not_ask_for_one_starts_none(case: Assessment) -> None:
    _, where = ask(case, may_answer=False)
    answer = Client().post(where)
    assert answer.status_code == 404
    assert answer.content == Client().post("/s/nothing/opinion/").content
    assert not case.opinions.exists()


def test_a_passphrase_comes_first(case: Assessment) -> None:
    _, where = ask(case, passphrase="correct horse")
    advisor = Client()
    assert advisor.post(where)["Location"].endswith("/unlock/")
    assert not case.opinions.exists()
    advisor.post(where.replace("opinion", "unlock"), {"passphrase": "correct horse"})
    advisor.post(where)
    assert case.opinions.count() == 1


def test_nobody_can_flood_the_owners_list_through_one_link(case: Assessment, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(second_opinions, "MOST_OPINIONS", 3)
    link, where = ask(case)
    for n in range(3):
        assert Client(REMOTE_ADDR=f"192.0.2.{n}").post(where).status_code == 302
    for opinion in link.opinions.all():
        keep(opinion, None, {"execution_skill": "with_help"})
    refused = Client().post(where)
    assert refused.status_code == 422
    assert "Ask for another one" in refused.text
    assert list(second_opinions.labels(case).values()) == ["Dana", "Dana (2)", "Dana (3)"]


def test_nobody_can_use_up_a_link_by_starting_without_answering(case: Assessment) -> None:
    most, _ = limits.RATES["opinion"][0]
    _, where = ask(case)
    begun_by_one = [Client(REMOTE_ADDR="192.0.2.1").post(where).status_code for _ in range(most + 1)]
    assert begun_by_one == [302] * most + [429]
    assert Client(REMOTE_ADDR="192.0.2.2").post(where).status_code == 302


# --- what is asked --------------------------------------------------------------------------------------------------


def test_the_advisor_is_not_asked_sensitive_questions(case: Assessment) -> None:
    opinion, advisor = begun(case)
    advisor.post(address(opinion, "details"), {"details": "on"})
    for page in ("tasks", "check"):
        assert "mental" not in advisor.get(address(opinion, page)).text.lower()
    for question in ("mental_health_risk", "savings_months"):
        assert advisor.get(address(opinion, "question", question)).status_code == 404
        assert advisor.post(address(opinion, "save", question), {"answer": "high"}).status_code == 404


def test_what_if_only_tries_answers_that_the_advisor_was_asked_for(case: Assessment) -> None:
    opinion, advisor = begun(case)
    own, given = "opt_dealbreaker-a", "opt_peers-a"
    page = advisor.get(address(opinion, "what-if")).text
    assert f'name="{given}"' in page
    assert f'name="{own}"' not in page
    assert f'name="{own}"' in browser_of(case).get(address(case, "what-if")).text
    advisor.post(address(opinion, "what-if"), {own: "yes", given: "weak", "action": "keep"})
    assert document_of(opinion)["options"][0]["answers"] == {"opt_peers": "weak"}


def test_answers_are_saved_as_usual_and_give_a_result(case: Assessment) -> None:
    opinion, advisor = begun(case)
    saved = advisor.post(address(opinion, "save", "opt_peers"), {"answer-a": "weak", "was-a": ""})
    assert saved.json()["cells"]["answer-a"]["was"] == "weak"
    advisor.post(address(opinion, "question", "goal_role"), {"answer": "research_lead", "was": ""})
    page = advisor.get(address(opinion, "result")).text
    assert "The result of your second opinion" in page
    assert "Decision journal" not in page
    assert document_of(case)["options"][0]["answers"]["opt_peers"] == "strong"


def test_the_goal_page_leads_to_the_questions_even_if_no_option_is_left(case: Assessment) -> None:
    opinion, advisor = begun(case)
    for option in case.options.all():
        options.delete_option(option)
    answer = advisor.post(address(opinion, "question", "goal_role"), {"answer": "research_lead", "was": ""})
    assert advisor.get(answer["Location"]).status_code == 200


# --- following ------------------------------------------------------------------------------------------------------


def test_it_follows_the_owners_changes_to_the_options(case: Assessment) -> None:
    opinion, _ = begun(case)
    keep(opinion, opinion.options.get(uid="b"), {"opt_peers": "strong"})
    options.delete_option(case.options.get(uid="a"))
    assert names(opinion) == ["Option A (Industry job)"]
    options.add_option(case, name="Third", path="independent")
    assert names(opinion) == ["Option A (Industry job)", "Option B (Independent)"]
    options.restore(case.options.get(uid="a"))
    assert len(names(opinion)) == 3
    options.change_option(case.options.get(uid="b"), name="Now", path="rc_ra")
    assert opinion.options.get(uid="b").path == "rc_ra"
    assert document_of(opinion)["options"][1]["answers"] == {"opt_peers": "strong"}


def test_an_option_gone_for_good_is_gone_from_the_second_opinion(case: Assessment) -> None:
    opinion, _ = begun(case)
    options.delete_option(case.options.get(uid="a"))
    options.delete_option(case.options.get(uid="b"))
    assert [option.uid for option in opinion.options.all()] == ["b"]


def test_eight_options_and_a_deleted_one_can_be_copied(case: Assessment) -> None:
    options.delete_option(case.options.get(uid="b"))
    for _ in range(7):
        options.add_typical(case, "phd")
    case.options.filter(uid="b").update(position=99)
    opinion, _ = begun(case)
    assert names(opinion)[-1] == "Option H (PhD)"


# --- closing --------------------------------------------------------------------------------------------------------

PAGES = ["tasks", "check", "result", "plan", "what-if", "delete"]


@pytest.mark.parametrize("end", ["revoked", "expired", "not asked any more"])
def test_the_second_opinion_closes_as_soon_as_its_link_does(case: Assessment, end: str) -> None:
    opinion, advisor = begun(case)
    link = opinion.opinion_link
    assert link is not None
    assert [advisor.get(address(opinion, page)).status_code for page in PAGES] == [200] * len(PAGES)
    if end == "revoked":
        links.revoke(link)
    elif end == "expired":
        case.links.update(expires_at=timezone.now())
    else:
        case.links.update(may_answer=False)
    assert [advisor.get(address(opinion, page)).status_code for page in PAGES] == [404] * len(PAGES)
    assert advisor.post(address(opinion, "save", "opt_peers"), {"answer-a": "weak"}).status_code == 404
    assert "Second opinions you are giving" not in advisor.get("/mine/").text
    assert not opinion.answers.exists()
    assert browser_of(case).get(address(case, "opinion", opinion.uid)).status_code == 200


def test_it_has_its_own_heading_in_the_advisors_list(case: Assessment) -> None:
    opinion, advisor = begun(case)
    page = advisor.get("/mine/").text
    assert "No comparisons found in this browser" in page
    own, _, given = page.partition("Second opinions you are giving")
    assert opinion.uid in given
    assert opinion.uid not in own
    assert "Dana" not in page  # the label is the owner's


def test_taking_it_back_removes_nothing_of_the_owners(case: Assessment) -> None:
    opinion, advisor = begun(case)
    keep(opinion, None, {"goal_role": "unsure"})
    assert "Take back your second opinion?" in advisor.get(address(opinion, "delete")).text
    advisor.post(address(opinion, "delete"))
    assert not case.opinions.exists()
    assert case.answers.count() == len(ANSWERS["person"]) + sum(len(o["answers"]) for o in ANSWERS["options"])


def test_deleting_the_comparison_deletes_the_second_opinions(case: Assessment) -> None:
    opinion, advisor = begun(case)
    advisor.post(address(opinion, "question", "initial_leaning"), {"answer": "b"})
    browser_of(case).post(address(case, "delete"))
    assert not Assessment.objects.exists()


def test_the_owner_can_delete_a_second_opinion(case: Assessment) -> None:
    opinion, advisor = begun(case)
    owner, where = browser_of(case), address(case, "opinion-delete", opinion.uid)
    assert "Dana" in owner.get(where).text
    assert owner.post(where).status_code == 302
    assert not case.opinions.exists()
    assert advisor.get(address(opinion, "tasks")).status_code == 404


# --- taking over ----------------------------------------------------------------------------------------------------


def taken(case: Assessment, opinion: Assessment, **sent: str) -> str:
    return browser_of(case).post(address(case, "opinion-take", opinion.uid), sent, follow=True).text


def test_taking_over_an_answer_shows_the_old_one(case: Assessment) -> None:
    opinion, _ = begun(case)
    keep(opinion, opinion.options.get(uid="a"), {"opt_peers": "weak"})
    page = taken(case, opinion, question="opt_peers", option="a", seen="weak")
    assert "Taken over: Peers" in page
    assert document_of(case)["options"][0]["answers"]["opt_peers"] == "weak"
    assert AnswerChange.objects.get(assessment=case).answer == "weak"


def test_an_answer_that_changed_in_the_meantime_is_shown_before_it_is_taken_over(case: Assessment) -> None:
    opinion, _ = begun(case)
    keep(opinion, opinion.options.get(uid="a"), {"opt_peers": "outstanding"})
    page = taken(case, opinion, question="opt_peers", option="a", seen="weak")
    assert "changed in the meantime" in page
    assert document_of(case)["options"][0]["answers"]["opt_peers"] == "strong"


def test_a_timeline_that_would_fall_is_refused_with_a_sentence(case: Assessment) -> None:
    keep(case, None, {"tai_p5": 50})
    opinion, _ = begun(case)
    keep(opinion, None, {"tai_p10": 20})
    page = taken(case, opinion, question="tai_p10", option="", seen="20")
    assert "Enter 50 or more" in page
    assert "tai_p10" not in document_of(case)["person"]


@pytest.mark.parametrize(
    ("question", "option"),
    [
        *(("nonsense", ""), ("opt_peers", ""), ("opt_peers", "zzz"), ("goal_role", "a"), ("", "")),
        *(("mental_health_risk", ""), ("opt_dealbreaker", "a"), ("initial_leaning", "")),
    ],
)
def test_an_answer_can_only_be_taken_over_if_both_were_asked(case: Assessment, question: str, option: str) -> None:
    opinion, _ = begun(case)
    keep(opinion, None, {"mental_health_risk": "low", "initial_leaning": "no_leaning"})
    keep(opinion, opinion.options.get(uid="a"), {"opt_dealbreaker": "yes"})
    before = document_of(case)
    taken(case, opinion, question=question, option=option, seen="low")
    assert document_of(case) == before


# --- what the advisor sees of the owner -----------------------------------------------------------------------------


@pytest.mark.parametrize("grants", [{}, {"shows_names": True}])
def test_only_the_owner_sees_the_comparison_unless_the_link_shows_every_answer(case: Assessment, grants: Any) -> None:
    opinion, advisor = begun(case, **grants)
    assert advisor.get(address(opinion, "compared")).status_code == 404
    assert "/compared/" not in advisor.get(address(opinion, "result")).text


def test_a_link_that_shows_every_answer_shows_the_comparison_without_buttons_or_names(case: Assessment) -> None:
    opinion, advisor = begun(case, shows_sensitive=True)
    keep(opinion, opinion.options.get(uid="a"), {"opt_peers": "weak"})
    assert address(opinion, "compared") in advisor.get(address(opinion, "result")).text
    page = advisor.get(address(opinion, "compared")).text
    assert "Your answer would move Option A (PhD)" in page
    assert "PhD at X" not in page
    assert "Take over" not in page
    assert "Dana" not in page


def test_nobody_gives_a_second_opinion_on_their_own_comparison(case: Assessment) -> None:
    opinion, advisor = begun(case)
    for name in ("options", "link", "share", "opinions", "journal"):
        assert advisor.get(address(opinion, name)).status_code == 404
        assert advisor.get(address(case, name)).status_code == 404
    assert advisor.get(address(case, "tasks")).status_code == 404
