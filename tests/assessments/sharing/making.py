"""A comparison with something to hide, and a link to it."""

from typing import Any

from django.test import Client
from django.urls import reverse

from assessments.models import Assessment, ShareLink
from assessments.sharing import links as sharing

CASE = {
    "person": {"goal_role": "research_lead", "mental_health_risk": "high", "tai_p10": 30},
    "options": [
        {"id": "a", "name": "PhD with Lee", "path": "phd", "answers": {"opt_mentor_hours": 4}},
        {"id": "b", "name": "Job at Orchid", "path": "rc_nonprofit", "answers": {"opt_peers": "outstanding"}},
    ],
}


def made(assessment: Assessment, **given: Any) -> tuple[ShareLink, str]:
    """A link and its address."""
    link, token = sharing.make(assessment, **{"label": "Dana", "days": 30, **given})
    return link, reverse("assessments:shared", args=[token])


def unlock(client: Client, place: str, passphrase: str) -> int:
    return client.post(f"{place}unlock/", {"passphrase": passphrase}).status_code
