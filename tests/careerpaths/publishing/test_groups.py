"""The groups that a new site has: to view, to edit, to publish."""

import pytest
from django.apps import apps
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission

pytestmark = pytest.mark.django_db

MEANT = {
    "Ruleset viewers": {"view"},
    "Ruleset editors": {"view", "change"},
    "Ruleset publishers": {"view", "publish"},
}


@pytest.mark.parametrize("name", MEANT)
def test_a_group_may_do_what_its_name_says_and_no_more(name: str) -> None:
    codes = Group.objects.get(name=name).permissions.values_list("codename", flat=True)

    assert set(codes) == {f"{verb}_rulesetversion" for verb in MEANT[name]}


def test_the_permissions_are_those_that_django_makes() -> None:
    before = Permission.objects.count()

    create_permissions(apps.get_app_config("careerpaths"), verbosity=0)

    assert Permission.objects.count() == before
