"""Objects for tests. Each is usable as it is, so a test only sets what it is about."""

from functools import cache
from json import dumps, loads

from django.utils import timezone
from factory.declarations import LazyAttribute, LazyFunction, Sequence, Trait
from factory.django import DjangoModelFactory

from careerpaths.models import RulesetVersion
from careerpaths.scoring.parsing import parse
from careerpaths.scoring.ruleset import digest_of
from harness.documents import document


@cache
def _shipped() -> str:
    """The shipped document as a version stores it; it is read and checked only once."""
    return dumps(parse(document()).document())


class RulesetVersionFactory(DjangoModelFactory[RulesetVersion]):
    """A draft with the shipped content under its own label; `live=True` or `retired=True` for the other states."""

    class Meta:
        model = RulesetVersion

    class Params:
        live = Trait(state=RulesetVersion.State.LIVE, published_at=LazyFunction(timezone.now))
        retired = Trait(
            state=RulesetVersion.State.RETIRED,
            published_at=LazyFunction(timezone.now),
            retired_at=LazyFunction(timezone.now),
        )

    name = "why_do_a_phd"
    version = Sequence(lambda n: f"9.{n}")
    document = LazyAttribute(lambda made: {**loads(_shipped()), "name": made.name, "version": made.version})
    digest = LazyAttribute(lambda made: digest_of(made.document))
    note = "For a test."
