"""A site without a live ruleset says so and tells the operator what to do."""

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "address", ["/method/", "/method/ruleset.json", "/example/"], ids=["the method", "its document", "the example"]
)
def test_a_page_that_needs_a_ruleset_answers_503(client: Client, address: str) -> None:
    response = client.get(address)

    assert response.status_code == 503
    assert response.headers["Retry-After"] == "60"
    assert "<code>manage.py load_ruleset</code>" in response.content.decode()


def test_a_comparison_cannot_be_started_and_the_page_says_why(client: Client) -> None:
    response = client.post("/start/")

    assert response.status_code == 503
    assert "Saved answers are safe" in response.content.decode()


@pytest.mark.parametrize("address", ["/", "/privacy/", "/accessibility/", "/method/schema.json", "/method/changelog/"])
def test_other_pages_work(client: Client, address: str) -> None:
    assert client.get(address).status_code == 200


def test_other_errors_stay_errors(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr("assessments.questionnaire.beginning.begin", broken)

    with pytest.raises(RuntimeError, match="broken"):
        client.post("/start/")
