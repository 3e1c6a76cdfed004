"""A draft, and the people who may edit and publish it."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from careerpaths import publishing
from careerpaths.models import RulesetVersion
from careerpaths.scoring.parsing import parse
from harness.documents import document
from tests.careerpaths.admin.members import EDIT, PUBLISH, signed_in


@pytest.fixture
def draft(live_ruleset: RulesetVersion) -> RulesetVersion:
    """A draft opened from the live version, with some weight moved from one criterion to another."""
    draft = publishing.open_draft(live_ruleset, note="A try.")
    changed = parse({**document(), "version": draft.version}).document()
    for criterion, step in zip(changed["criteria"], (-0.04, 0.04), strict=False):
        criterion["weights"]["lead"] = round(criterion["weights"]["lead"] + step, 2)
    return publishing.save_draft(draft, changed, by=User.objects.create_user("ada"))


@pytest.fixture
def editor() -> Client:
    return signed_in(EDIT, name="edith")


@pytest.fixture
def publisher() -> Client:
    return signed_in(PUBLISH, name="paul")
