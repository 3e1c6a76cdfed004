"""Versions stored before the form of the rules was data get that form, and nothing else about them changes."""

from importlib import import_module

import pytest
from django.apps import apps
from django.utils import timezone

from careerpaths.models import RulesetVersion
from careerpaths.scoring.compiled import compile_ruleset
from careerpaths.scoring.faults import RulesetError
from careerpaths.scoring.parsing import parse
from careerpaths.scoring.ruleset import digest_of
from careerpaths.scoring.values.evaluation import evaluate
from harness.cases import case, known
from harness.documents import document
from harness.factories import RulesetVersionFactory

migration = import_module("careerpaths.migrations.0007_the_form_of_the_rules_is_data")


def stored() -> dict[str, object]:
    """The shipped rules as a version stores them."""
    return parse(document()).document()


def test_the_form_that_a_stored_version_gets_is_that_of_the_shipped_rules() -> None:
    before = migration.without_form(stored())
    assert "nodes" not in before
    assert migration.with_form(before) == stored()


def test_rules_of_format_1_are_refused_with_what_to_do() -> None:
    with pytest.raises(RulesetError, match="Export the version from the admin, which has format 2"):
        parse(migration.without_form(stored()))


@pytest.mark.django_db
def test_a_draft_of_format_1_is_brought_to_format_2_with_its_log() -> None:
    draft: RulesetVersion = RulesetVersionFactory.create(version="1.1")
    before = migration.without_form(draft.document)
    before["criteria"][0]["label"] = "Learning from people"
    digest = digest_of(before)
    draft.log.create(action="opened", digest=digest, at=timezone.now())
    RulesetVersion.objects.filter(pk=draft.pk).update(document=before, digest=digest, approved_digest=digest)
    draft.refresh_from_db()
    assert draft.is_intact()

    migration.add_form(apps, None)

    draft.refresh_from_db()
    rules = parse(draft.document)
    assert draft.digest == draft.approved_digest == draft.log.get().digest == rules.digest
    assert rules.criteria[0].label == "Learning from people"
    options = case([known("phd", "a"), known("rc_nonprofit", "b")])
    now, shipped = (evaluate(compile_ruleset(one), options) for one in (rules, parse(document())))
    assert [option.value for option in now.options] == [option.value for option in shipped.options]


@pytest.mark.django_db
def test_a_version_of_format_2_is_left_alone(live_ruleset: RulesetVersion) -> None:
    before = RulesetVersion.objects.values().get()
    migration.add_form(apps, None)
    assert RulesetVersion.objects.values().get() == before
