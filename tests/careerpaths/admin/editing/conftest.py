"""Fixtures that the tests of the editor share."""

import pytest

from careerpaths.models import RulesetVersion
from harness.factories import RulesetVersionFactory


@pytest.fixture
def draft(live_ruleset: RulesetVersion) -> RulesetVersion:
    """A draft with the live content."""
    made: RulesetVersion = RulesetVersionFactory.create()
    return made
