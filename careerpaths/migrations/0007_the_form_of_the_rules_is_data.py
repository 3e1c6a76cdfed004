"""Every stored version gets the form of its rules, which until now was code and the same for all of them.

No value changes: the form in 0007_form_of_the_rules.json is what the code computed. Digests follow the content.
"""

import hashlib
import json
from importlib import import_module
from pathlib import Path
from typing import Any

from django.db import migrations

PUBLISHED = import_module("careerpaths.migrations.0002_published_versions_never_change")

FORM = json.loads((Path(__file__).parent / "0007_form_of_the_rules.json").read_text())
AFTER = "opt_peers"  # the table behind which the new one stands


def add_form(apps: Any, schema_editor: Any) -> None:
    for version in apps.get_model("careerpaths", "RulesetVersion").objects.all():
        if version.document.get("format", 1) == 1:
            _store(version, with_form(version.document))


def remove_form(apps: Any, schema_editor: Any) -> None:
    for version in apps.get_model("careerpaths", "RulesetVersion").objects.all():
        if version.document.get("format", 1) == 2:
            _store(version, without_form(version.document))


def _store(version: Any, document: dict[str, Any]) -> None:
    digest = _digest(document)
    version.log.filter(digest=version.digest).update(digest=digest)
    if version.approved_digest == version.digest:
        version.approved_digest = digest
    version.document, version.digest = document, digest
    version.save(update_fields=["document", "digest", "approved_digest"])


def with_form(document: dict[str, Any]) -> dict[str, Any]:
    """The document in format 2."""
    tables = [table | _unknown(table["id"]) for table in document["tables"]]
    place = next((n for n, table in enumerate(tables, start=1) if table["id"] == AFTER), len(tables))
    return {
        **document,
        **FORM["parts"],
        "format": 2,
        "tables": [*tables[:place], FORM["table"], *tables[place:]],
        "timeline": document["timeline"] | FORM["timeline"],
    }


def _unknown(table: str) -> dict[str, str]:
    return {"unknown": FORM["unknown"][table]} if table in FORM["unknown"] else {}


def without_form(document: dict[str, Any]) -> dict[str, Any]:
    """The document in format 1."""
    rest = {key: value for key, value in document.items() if key not in {*FORM["parts"], "format"}}
    tables = [table for table in rest["tables"] if table["id"] != FORM["table"]["id"]]
    return rest | {
        "tables": [{key: value for key, value in table.items() if key != "unknown"} for table in tables],
        "timeline": {key: value for key, value in rest["timeline"].items() if key not in FORM["timeline"]},
    }


def _digest(document: dict[str, Any]) -> str:
    text = json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


class Migration(migrations.Migration):
    dependencies = [("careerpaths", "0006_draft_deleted")]

    operations = [
        migrations.RunPython(PUBLISHED.drop_triggers, PUBLISHED.make_triggers),
        migrations.RunPython(add_form, remove_form),
        migrations.RunPython(PUBLISHED.make_triggers, PUBLISHED.drop_triggers),
    ]
