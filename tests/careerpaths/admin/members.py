"""People who work in the admin, and the pages they open."""

from typing import Any

from django.contrib.auth.models import Group, User
from django.test import Client
from django.urls import reverse

from careerpaths.models import RulesetVersion

VIEW, EDIT, PUBLISH = "Ruleset viewers", "Ruleset editors", "Ruleset publishers"
LOOK = {VIEW, EDIT, PUBLISH}
OPEN_TO = {
    "changelist": LOOK,
    "change": LOOK,
    "history": LOOK,
    "log": LOOK,
    "compare": LOOK,
    "export": LOOK,
    "import": {EDIT},
    "open_draft": {EDIT},
    "publish": {PUBLISH},
    "approve": {PUBLISH},
    "roll_back": {PUBLISH},
    "retire": {PUBLISH},
    "delete_draft": {EDIT},
    "unschedule": {PUBLISH},
    "impact": LOOK,
    "impact_progress": LOOK,
    "impact_cancel": {EDIT, PUBLISH},
    "edit": LOOK,
    "edit_section": LOOK,
    "edit_item": LOOK,
    "edit_add": {EDIT},
    "edit_remove": {EDIT},
    "edit_move": {EDIT},
    "checks": LOOK,
    "preview": LOOK,
    "reference": {EDIT},
    "reference_new": {EDIT},
    "reference_remove": {EDIT},
    "add": set(),
    "delete": set(),
}
"""Which groups may open each page."""
WITHOUT_VERSION = {"changelist", "log", "import", "add"}
POSTED = {"open_draft", "unschedule", "impact_cancel", "edit_move", "reference_remove"}
PLACES = {"edit_section": ["weights"], "edit_add": ["adjustments"]}
ITEM = ["questions", "opt_peers"]
CASE = ["typical_lead"]
DECISIONS = {"publish", "approve", "roll_back", "retire", "delete_draft", *POSTED, "import"}


def member(*groups: str, name: str = "grace") -> User:
    user = User.objects.create_user(name, is_staff=True)
    user.groups.set(Group.objects.filter(name__in=groups))
    return user


def signed_in(*groups: str, name: str = "grace") -> Client:
    client = Client()
    client.force_login(member(*groups, name=name))
    return client


def address(name: str, version: RulesetVersion) -> str:
    args = [] if name in WITHOUT_VERSION else [version.pk, *PLACES.get(name, [])]
    args += ITEM if name in {"edit_item", "edit_remove", "edit_move"} else []
    args += CASE if name in {"reference", "reference_remove"} else []
    return reverse(f"admin:careerpaths_rulesetversion_{name}", args=args)


def text(response: Any) -> str:
    return " ".join(response.content.decode().split())


def decided(client: Client, where: str, **typed: str) -> Any:
    """Open the page of a decision and send its form with the content it was shown for."""
    form = client.get(where).context["form"]
    data = {"digest": form["digest"].value(), "live": form["live"].value() or "", **typed}
    return client.post(where, data)
