"""The form on a page of the editor: what it contains, and what pressing a button sends."""

import re
from dataclasses import dataclass
from typing import Any

from django.test import Client

from harness.forms import CHOSEN_FROM, forms_of

ROOT = "/admin/careerpaths/rulesetversion"


@dataclass
class Sheet:
    """The form on a page of the editor."""

    data: dict[str, list[str]]
    buttons: list[str]
    options: dict[str, list[str]]
    ids: list[str]
    """The ids of everything on the page."""

    @classmethod
    def of(cls, html: str) -> "Sheet":
        (form,) = (form for form in forms_of(html) if "ed-form" in form.classes)
        buttons = form.values("submit").get("do", [])
        return cls(form.sent, buttons, form.values(*CHOSEN_FROM), re.findall(r'\sid="([^"]*)"', html))

    def put(self, **values: Any) -> "Sheet":
        self.data |= {name: value if isinstance(value, list) else [value] for name, value in values.items()}
        return self

    def where(self, ending: str) -> str:
        """The name of the only field whose name ends with this."""
        (name,) = (name for name in self.data if name.endswith(ending))
        return name


def page(client: Client, address: str) -> Sheet:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return Sheet.of(answer.content.decode())


def at(pk: int, *steps: str) -> str:
    return "/".join((ROOT, str(pk), "edit", *steps, ""))
