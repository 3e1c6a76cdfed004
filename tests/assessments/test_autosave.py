"""Saving while the hand is still on the page."""

import pytest
from django.test import Client
from django.urls import reverse

from assessments.models import Assessment


@pytest.fixture
def visitor(live_ruleset: object, client: Client) -> Client:
    client.post(reverse("assessments:start"))
    return client


def send(visitor: Client, question: str, **data: str) -> str:
    """What the page puts beside the answer."""
    address = reverse("assessments:save", args=[Assessment.objects.get().uid, question])
    return visitor.post(address, data).content.decode()


def test_a_choice_is_saved_and_the_page_learns_what_is_stored(visitor: Client) -> None:
    said = send(visitor, "goal_role", answer="research_lead", was="")
    assert "Saved" in said
    assert 'name="was" value="research_lead"' in said
    assert Assessment.objects.get().answers.get().value == "research_lead"


def test_a_number_that_cannot_be_read_is_said_so_and_not_saved(visitor: Client) -> None:
    said = send(visitor, "tai_p5", answer="soon", was="")
    assert "Enter a percentage from 0 to 100." in said
    assert not Assessment.objects.get().answers.exists()


def test_an_order_is_saved_once_every_line_has_a_place(visitor: Client) -> None:
    lines = ["people", "own_ideas", "execution", "safety", "communication", "sustainability"]
    half = {f"answer-{line}": str(n) for n, line in enumerate(lines[:3], start=1)}
    assert "Saved" not in send(visitor, "criteria_ranking", was="", **half)
    assert not Assessment.objects.get().answers.exists()
    whole = {f"answer-{line}": str(n) for n, line in enumerate(lines, start=1)}
    assert "Saved" in send(visitor, "criteria_ranking", was="", **whole)
    assert Assessment.objects.get().answers.get().value == lines


def test_the_leaning_is_saved_as_it_is_chosen(visitor: Client) -> None:
    assessment = Assessment.objects.get()
    option = assessment.options.create(name="PhD at X", path="phd")
    assert "Saved" in send(visitor, "initial_leaning", answer=option.uid)
    assessment.refresh_from_db()
    assert assessment.leaning == option


def test_a_page_that_lay_open_puts_nothing_old_back(visitor: Client) -> None:
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
