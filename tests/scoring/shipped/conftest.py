"""The shipped ruleset."""

import pytest

from careerpaths.rulesets import shipped
from careerpaths.scoring.parsing import parse
from careerpaths.scoring.ruleset import Ruleset


@pytest.fixture(scope="module")
def ruleset() -> Ruleset:
    return parse(shipped())
