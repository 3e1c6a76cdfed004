"""The dates of a version fit its state, and a published version never changes, whoever writes to the database.

SQLite drops the triggers of a table that a later migration rebuilds. Such a migration must end with
`RunPython(make_triggers, drop_triggers)`; the tests of RulesetVersion fail where it was forgotten.
"""

from typing import Any

from django.db import migrations, models

SENTENCE = "A published ruleset version never changes. Open a draft from it instead."

CHANGED = """OLD.state <> 'draft' AND (
    NEW.state = 'draft'
    OR NEW.name <> OLD.name
    OR NEW.version <> OLD.version
    OR NEW.digest <> OLD.digest
    OR NEW.document <> OLD.document
)"""

MAKE = {
    "sqlite": (
        f"""
        CREATE TRIGGER published_ruleset_never_changes BEFORE UPDATE ON careerpaths_rulesetversion
        WHEN {CHANGED}
        BEGIN SELECT RAISE(ABORT, '{SENTENCE}'); END
        """,
    ),
    "postgresql": (
        f"""
        CREATE FUNCTION refuse_to_change_published_ruleset() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION '{SENTENCE}' USING ERRCODE = 'integrity_constraint_violation'; END $$
        """,
        f"""
        CREATE TRIGGER published_ruleset_never_changes BEFORE UPDATE ON careerpaths_rulesetversion
        FOR EACH ROW WHEN ({CHANGED}) EXECUTE FUNCTION refuse_to_change_published_ruleset()
        """,
    ),
}

DROP = {
    "sqlite": ("DROP TRIGGER published_ruleset_never_changes",),
    "postgresql": (
        "DROP TRIGGER published_ruleset_never_changes ON careerpaths_rulesetversion",
        "DROP FUNCTION refuse_to_change_published_ruleset()",
    ),
}


def make_triggers(apps: Any, schema_editor: Any) -> None:
    for statement in MAKE.get(schema_editor.connection.vendor, ()):
        schema_editor.execute(statement)


def drop_triggers(apps: Any, schema_editor: Any) -> None:
    for statement in DROP.get(schema_editor.connection.vendor, ()):
        schema_editor.execute(statement)


class Migration(migrations.Migration):

    dependencies = [
        ('careerpaths', '0001_ruleset_version'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='rulesetversion',
            name='a_draft_was_never_published',
        ),
        migrations.AlterField(
            model_name='rulesetversion',
            name='published_at',
            field=models.DateTimeField(blank=True, help_text='when it became live, the last time if it came back', null=True, verbose_name='published'),
        ),
        migrations.AddConstraint(
            model_name='rulesetversion',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('published_at__isnull', True), ('retired_at__isnull', True), ('state', 'draft')), models.Q(('published_at__isnull', False), ('retired_at__isnull', True), ('state', 'live')), models.Q(('published_at__isnull', False), ('retired_at__isnull', False), ('state', 'retired')), _connector='OR'), name='the_dates_of_a_ruleset_fit_its_state'),
        ),
        migrations.RunPython(make_triggers, drop_triggers),
    ]
