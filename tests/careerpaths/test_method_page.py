"""The method page: public, complete, traceable."""

import pytest
from django.test import Client


@pytest.mark.django_db
def test_without_a_live_ruleset_the_page_tells_the_operator_what_to_do(client: Client) -> None:
    response = client.get("/method/")

    assert response.status_code == 503
    assert "manage.py load_ruleset" in response.content.decode()
