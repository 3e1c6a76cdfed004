"""A draft, and the source of the stored cases."""

from collections.abc import Iterator
from typing import Any

import pytest

from careerpaths import publishing
from careerpaths.models import RulesetVersion
from tests.careerpaths.impact.stored import Source


@pytest.fixture
def source(settings: Any) -> Iterator[type[Source]]:
    settings.IMPACT_CASES = f"{Source.__module__}.Source"
    yield Source
    Source.cases, Source.size = (), 1000


@pytest.fixture
def draft(live_ruleset: RulesetVersion) -> RulesetVersion:
    return publishing.open_draft(live_ruleset)
