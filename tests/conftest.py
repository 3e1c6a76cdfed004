"""Fixtures that tests of several packages share."""

import pytest

from careerpaths.models import RulesetVersion
from tests.factories import RulesetVersionFactory


@pytest.fixture
def live_ruleset(db: None) -> RulesetVersion:
    """The shipped ruleset, live."""
    version: RulesetVersion = RulesetVersionFactory.create(live=True, version="1.0")
    return version
