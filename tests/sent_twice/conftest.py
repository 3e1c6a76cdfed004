"""A site where somebody has everything."""

import pytest

from careerpaths.models import RulesetVersion
from harness.whole_site import Victim, make_victim


@pytest.fixture
def victim(live_ruleset: RulesetVersion) -> Victim:
    return make_victim(live_ruleset)
