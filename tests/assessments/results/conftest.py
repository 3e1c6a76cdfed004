"""The result page of each kind of case."""

import pytest

from careerpaths.models import RulesetVersion
from tests.assessments.results.reading import ALL, result_of


@pytest.fixture(params=ALL)
def page(request: pytest.FixtureRequest, live_ruleset: RulesetVersion) -> str:
    """The result page of a case, as its owner sees it."""
    return result_of(live_ruleset, ALL[request.param])
