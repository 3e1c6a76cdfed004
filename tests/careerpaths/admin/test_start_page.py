"""The start page of the admin leads to the rules first, and writes dates as the rest of the site does."""

from datetime import UTC, datetime

from django.test import Client
from django.utils.formats import localize

from careerpaths.models import RulesetVersion


def test_the_rules_come_first_then_accounts(admin_client: Client, live_ruleset: RulesetVersion) -> None:
    names = [app["app_label"] for app in admin_client.get("/admin/").context["app_list"]]
    assert names[:2] == ["careerpaths", "auth"]


def test_unused_tables_are_not_offered(admin_client: Client, live_ruleset: RulesetVersion) -> None:
    page = admin_client.get("/admin/").text
    assert "/admin/axes/accessattempt/" in page
    assert "/admin/axes/accesslog/" not in page
    assert "/admin/axes/accessfailurelog/" not in page


def test_django_writes_dates_as_the_site_does() -> None:
    assert localize(datetime(2026, 11, 28, 14, 30, tzinfo=UTC)) == "28 November 2026, 14:30"
