"""Objects for tests. Each is usable as it comes; a test names only what it is about."""

import factory
from django.utils import timezone

from careerpaths.models import RulesetVersion
from careerpaths.scoring.ruleset import parse
from tests.scoring.documents import document


class RulesetVersionFactory(factory.django.DjangoModelFactory[RulesetVersion]):
    """A draft with the shipped content under a label of its own; `live=True` or `retired=True` for the other states."""

    class Meta:
        model = RulesetVersion

    class Params:
        live = factory.Trait(state=RulesetVersion.State.LIVE, published_at=factory.LazyFunction(timezone.now))
        retired = factory.Trait(
            state=RulesetVersion.State.RETIRED,
            published_at=factory.LazyFunction(timezone.now),
            retired_at=factory.LazyFunction(timezone.now),
        )

    name = "why_do_a_phd"
    version = factory.Sequence(lambda n: f"9.{n}")
    document = factory.LazyAttribute(
        lambda made: parse({**document(), "name": made.name, "version": made.version}).document()
    )
    digest = factory.LazyAttribute(lambda made: parse(made.document).digest)
    note = "For a test."
