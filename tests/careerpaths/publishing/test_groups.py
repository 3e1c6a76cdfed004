"""The groups that a new site has: for viewing, editing and publishing."""

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
def test_a_group_has_only_the_permissions_in_its_name(name: str) -> None:
    codes = Group.objects.get(name=name).permissions.values_list("codename", flat=True)

    assert set(codes) == {f"{verb}_rulesetversion" for verb in MEANT[name]}


def test_the_permissions_are_the_ones_that_django_creates() -> None:
    before = Permission.objects.count()

    create_permissions(apps.get_app_config("careerpaths"), verbosity=0)

    assert Permission.objects.count() == before
