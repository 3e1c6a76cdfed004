"""The API keeps the promises of its own description, for valid and for invalid requests."""

from typing import Any

import pytest
import schemathesis
from django.core.cache import cache
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django.live_server_helper import LiveServer
from schemathesis import APIOperation, GenerationMode
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import positive_data_acceptance

from careerpaths.models import RulesetVersion

EXAMPLES = 40  # of each kind
Operation = APIOperation[Any, Any, Any, Any]


@pytest.fixture
def operations(transactional_db: None, live_ruleset: RulesetVersion, live_server: LiveServer) -> list[Operation]:
    schema = schemathesis.openapi.from_url(f"{live_server.url}/api/openapi.json")
    return [found.ok() for found in schema.get_all_operations() if isinstance(found, Ok)]


@pytest.mark.parametrize("mode", list(GenerationMode))
@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_each_response_is_one_that_the_description_lists(
    mode: GenerationMode, operations: list[Operation], data: st.DataObject
) -> None:
    for operation in operations:
        cache.clear()  # this many at once would be refused, which is tested elsewhere
        case = data.draw(operation.as_strategy(generation_mode=mode))
        # The live ruleset decides which questions there are, so not every body of the right shape is accepted.
        case.call_and_validate(excluded_checks=[positive_data_acceptance])


def test_the_description_names_the_evaluation(operations: list[Operation]) -> None:
    assert [operation.label for operation in operations] == ["POST /api/evaluate"]
