"""Somebody who may do everything."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from assessments.access import COOKIE, key_digest
from assessments.models import AssessmentKey
from careerpaths import publishing
from careerpaths.models import RulesetVersion
from harness.whole_site import Victim, make_victim


@pytest.fixture
def everybody(live_ruleset: RulesetVersion) -> tuple[Victim, Client]:
    """An owner, advisor and administrator in one person, with a draft of the rules."""
    victim = make_victim(live_ruleset)
    victim.assessment.keys.create(kind=AssessmentKey.Kind.BROWSER, digest=key_digest("mine"))
    lee = User.objects.get(username="lee")
    lee.is_staff = lee.is_superuser = True
    lee.save()
    draft = publishing.open_draft(live_ruleset)
    victim.values |= {"pk": str(draft.pk), "object_id": str(draft.pk)}
    client = Client()
    client.force_login(lee, backend="django.contrib.auth.backends.ModelBackend")
    client.cookies[COOKIE] = "mine"
    return victim, client
