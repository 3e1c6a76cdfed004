"""A second opinion for tests: a link asks for it, and an advisor's browser starts it."""

from typing import Any

from django.test import Client
from django.urls import reverse

from assessments.models import Assessment, ShareLink
from assessments.sharing import links


def ask(assessment: Assessment, **grants: Any) -> tuple[ShareLink, str]:
    """A link that asks Dana for a second opinion, and the address where it starts."""
    link, token = links.make(assessment, label="Dana", days=30, **{"may_answer": True, **grants})
    return link, reverse("assessments:opinion-begin", args=[token])


def begun(assessment: Assessment, **grants: Any) -> tuple[Assessment, Client]:
    """A second opinion and the browser that gives it."""
    link, address = ask(assessment, **grants)
    advisor = Client()
    assert advisor.post(address).status_code == 302
    return link.opinions.get(), advisor
