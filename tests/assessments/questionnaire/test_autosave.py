"""Saving while the visitor is still on the page."""

from typing import Any

import pytest
from django.test import Client
from django.urls import resolve, reverse
from django.utils import timezone

from assessments.models import Assessment


@pytest.fixture
def visitor(live_ruleset: object, client: Client) -> Client:
    client.post(reverse("assessments:start"))
    return client


def send(visitor: Client, question: str, **data: str) -> dict[str, dict[str, Any]]:
    """What the page is told about each of its answers."""
    address = reverse("assessments:save", args=[Assessment.objects.get().uid, question])
    told: dict[str, dict[str, Any]] = visitor.post(address, data).json()["cells"]
    return told


def test_a_choice_is_saved_and_the_page_is_told_what_is_stored(visitor: Client) -> None:
    told = send(visitor, "goal_role", answer="research_lead", was="")
    assert told == {"answer": {"was": "research_lead", "error": "", "understood": "", "readings": []}}
    assert Assessment.objects.get().answers.get().value == "research_lead"


def test_an_unreadable_number_gets_an_error_and_is_not_saved(visitor: Client) -> None:
    assert send(visitor, "tai_p5", answer="soon", was="")["answer"]["error"].endswith(
        "Enter a percentage from 0 to 100."
    )
    assert not Assessment.objects.get().answers.exists()


def test_an_order_is_saved_once_every_line_has_a_rank(visitor: Client) -> None:
    lines = ["people", "own_ideas", "execution", "safety", "communication", "sustainability"]
    half = {f"answer-{line}": str(n) for n, line in enumerate(lines[:3], start=1)}
    half |= {f"answer-{line}": "" for line in lines[3:]}
    assert send(visitor, "criteria_ranking", was="", **half)["answer"]["error"].startswith("Not saved yet")
    assert not Assessment.objects.get().answers.exists()
    whole = {f"answer-{line}": str(n) for n, line in enumerate(lines, start=1)}
    assert send(visitor, "criteria_ranking", was="", **whole)["answer"]["error"] == ""
    assert Assessment.objects.get().answers.get().value == lines


def test_the_leaning_is_saved_as_it_is_chosen(visitor: Client) -> None:
    assessment = Assessment.objects.get()
    option = assessment.options.create(name="PhD at X", path="phd")
    assert send(visitor, "initial_leaning", answer=option.uid, was="")["answer"]["error"] == ""
    assessment.refresh_from_db()
    assert assessment.leaning == option


def test_an_answer_about_a_deleted_option_is_not_reported_as_saved(visitor: Client) -> None:
    gone = Assessment.objects.get().options.create(name="PhD at X", path="phd", deleted_at=timezone.now())
    assert send(visitor, "initial_leaning", answer=gone.uid, was="")["answer"]["error"]
    data = {f"answer-{gone.uid}": "weak", f"was-{gone.uid}": ""}
    assert send(visitor, "opt_peers", **data)[f"answer-{gone.uid}"]["error"].startswith("Not saved")
    assert not Assessment.objects.get().answers.exists()


def test_a_save_whose_reply_was_lost_does_not_win_over_the_next_one(visitor: Client) -> None:
    """The page shows "lead" as stored, sent "contributor" but got no reply, and goes back to "lead"."""
    send(visitor, "goal_role", answer="research_lead", was="")
    send(visitor, "goal_role", answer="contributor", was="?research_lead")
    send(visitor, "goal_role", answer="research_lead", was="?research_lead")
    assert Assessment.objects.get().answers.get().value == "research_lead"


def test_an_old_page_left_open_does_not_restore_old_answers(visitor: Client) -> None:
    assessment = Assessment.objects.get()
    first = assessment.options.create(path="phd")
    second = assessment.options.create(path="rc_ra", position=1)
    send(visitor, "opt_peers", **{f"answer-{second.uid}": "weak", f"was-{second.uid}": ""})
    stale = {
        f"answer-{first.uid}": "strong",
        f"was-{first.uid}": "",
        f"answer-{second.uid}": "",
        f"was-{second.uid}": "",
    }
    send(visitor, "opt_peers", **stale)
    stored = dict(assessment.answers.values_list("option__uid", "value"))
    assert stored == {first.uid: "strong", second.uid: "weak"}


@pytest.mark.parametrize(("button", "leads_to"), [("list", "tasks"), ("back", "check"), ("", "check")])
def test_each_button_of_a_question_saves_what_was_chosen(visitor: Client, button: str, leads_to: str) -> None:
    uid = Assessment.objects.get().uid
    place = reverse("assessments:question", args=[uid, "tai_p5"]) + "?next=check"
    answer = visitor.post(place, {"answer": "40", "was": "", "to": button})
    assert resolve(answer["Location"]).url_name == leads_to
    assert Assessment.objects.get().answers.get().value == 40


def test_skipping_saves_what_it_can_and_says_what_it_could_not(visitor: Client) -> None:
    uid = Assessment.objects.get().uid
    place = reverse("assessments:question", args=[uid, "tai_p10"])
    visitor.post(place, {"answer": "40", "was": "", "skip": "1"})
    assert Assessment.objects.get().answers.get().value == 40
    page = visitor.post(place, {"answer": "soon", "was": "40", "skip": "1"}, follow=True).content.decode()
    assert "Not saved: We cannot read “soon” as a number." in page
    assert Assessment.objects.get().answers.get().value == 40
