"""A comparison that is shared."""

import pytest

from assessments.models import Assessment
from careerpaths.models import RulesetVersion
from harness.stored import store
from tests.assessments.sharing.making import CASE


@pytest.fixture
def assessment(live_ruleset: RulesetVersion) -> Assessment:
    return store(live_ruleset, CASE)
