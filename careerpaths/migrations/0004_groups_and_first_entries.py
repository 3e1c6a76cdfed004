"""Three groups of administrators, and an entry in the log for what was done before there was one."""

from typing import Any

from django.db import migrations

RIGHTS = {
    "view_rulesetversion": "Can view ruleset version",
    "change_rulesetversion": "Can change ruleset version",
    "publish_rulesetversion": "Can approve, publish, plan, roll back and retire ruleset versions",
}
GROUPS = {
    "Ruleset viewers": ["view_rulesetversion"],
    "Ruleset editors": ["view_rulesetversion", "change_rulesetversion"],
    "Ruleset publishers": ["view_rulesetversion", "publish_rulesetversion"],
}


def make_groups(apps: Any, schema_editor: Any) -> None:
    """Django makes permissions after all migrations, so those that the groups need are made here, under its names."""
    kind, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="careerpaths", model="rulesetversion"
    )
    permissions = apps.get_model("auth", "Permission").objects
    rights = {
        code: permissions.get_or_create(content_type=kind, codename=code, defaults={"name": name})[0]
        for code, name in RIGHTS.items()
    }
    for name, codes in GROUPS.items():
        group, _ = apps.get_model("auth", "Group").objects.get_or_create(name=name)
        group.permissions.add(*(rights[code] for code in codes))


def begin_the_log(apps: Any, schema_editor: Any) -> None:
    versions = apps.get_model("careerpaths", "RulesetVersion").objects.defer("document")
    entries = apps.get_model("careerpaths", "RulesetLogEntry").objects
    for version in versions.filter(log__isnull=True):
        about = {"version": version, "digest": version.digest}
        entries.create(action="opened", at=version.created_at, **about)
        if version.published_at:
            entries.create(action="published", at=version.published_at, note=version.note, **about)


class Migration(migrations.Migration):
    dependencies = [
        ("careerpaths", "0003_who_did_what"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [
        migrations.RunPython(make_groups, migrations.RunPython.noop),
        migrations.RunPython(begin_the_log, migrations.RunPython.noop),
    ]
