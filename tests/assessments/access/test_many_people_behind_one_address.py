"""A class or office shares one network address: no limit may stop its people from doing things at the same time."""

from collections.abc import Iterator

from django.contrib.auth.models import User
from django.core import mail
from django.test import Client
from django.urls import reverse

from assessments.models import Assessment
from assessments.sharing import links
from careerpaths.models import RulesetVersion

PEOPLE, CLASS = 100, 30


def people(count: int = PEOPLE) -> Iterator[Client]:
    """As many browsers as there are people, all behind one address within one minute."""
    client = Client(REMOTE_ADDR="192.0.2.1")
    for _ in range(count):
        client.cookies.clear()  # somebody else's browser; a new client would set the whole site up again
        yield client


def test_everybody_can_start_and_answer(live_ruleset: RulesetVersion) -> None:
    for client in people():
        question = client.post("/start/")["Location"]
        assert client.post(question, {"answer": "research_lead"}).status_code == 302
    assert Assessment.objects.filter(answers__question="goal_role").count() == PEOPLE


def test_everybody_can_open_a_link_with_a_passphrase(live_ruleset: RulesetVersion) -> None:
    assessment = Assessment.objects.create(ruleset=live_ruleset)
    _, token = links.make(assessment, label="Class", days=30, passphrase="correct horse")
    place = reverse("assessments:shared-unlock", args=[token])
    for client in people():
        assert client.post(place, {"passphrase": "correct horse"}).status_code == 302


def test_everybody_can_sign_in_with_a_code(db: None) -> None:
    for n, client in enumerate(people()):
        User.objects.create_user(f"p{n}", email=f"p{n}@example.org")
        assert client.post("/account/", {"email": f"p{n}@example.org"})["Location"] == "/account/code/"
        assert mail.outbox[-1].to == [f"p{n}@example.org"]
    assert len(mail.outbox) == PEOPLE


def test_a_whole_class_can_sign_up(db: None) -> None:
    for n, client in enumerate(people(CLASS)):
        assert client.post("/account/new/", {"email": f"p{n}@example.org"})["Location"] == "/account/verify/"
    assert len(mail.outbox) == CLASS
