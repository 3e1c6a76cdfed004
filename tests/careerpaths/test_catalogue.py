"""The cache of rulesets: each is parsed and compiled once, and the least recently used makes room."""

from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from careerpaths import catalogue
from careerpaths.cache import Cache
from careerpaths.models import RulesetVersion
from careerpaths.scoring.faults import RulesetError
from harness.documents import document


@pytest.fixture(autouse=True)
def _empty_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(catalogue, "compiled_rulesets", Cache(catalogue.compiled_rulesets.most))


class Shelf:
    """A document that counts how often it is read."""

    def __init__(self) -> None:
        self.asked = 0

    def __call__(self) -> Any:
        self.asked += 1
        return document()


def test_a_ruleset_is_parsed_once() -> None:
    shelf = Shelf()

    first = catalogue.compiled_by_digest("a", shelf)

    assert catalogue.compiled_by_digest("a", shelf) is first
    assert catalogue.ruleset_by_digest("a", shelf) is first.ruleset
    assert shelf.asked == 1


def test_the_least_recently_used_ruleset_makes_room() -> None:
    shelf = Shelf()
    for n in range(catalogue.compiled_rulesets.most):
        catalogue.compiled_by_digest(str(n), shelf)
    catalogue.compiled_by_digest("0", shelf)

    catalogue.compiled_by_digest("one more", shelf)

    asked = shelf.asked
    catalogue.compiled_by_digest("0", shelf)
    assert shelf.asked == asked
    catalogue.compiled_by_digest("1", shelf)
    assert shelf.asked == asked + 1


def test_an_unreadable_document_is_not_cached() -> None:
    with pytest.raises(RulesetError):
        catalogue.compiled_by_digest("a", dict)

    assert catalogue.compiled_by_digest("a", Shelf()).ruleset.name == document()["name"]


def test_a_cached_version_no_longer_needs_its_document(
    live_ruleset: RulesetVersion, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    assert RulesetVersion.objects.live().compiled.ruleset is live_ruleset.ruleset

    with django_assert_num_queries(1):
        live = RulesetVersion.objects.defer("document").live()
        assert live.compiled.ruleset.digest == live.digest
