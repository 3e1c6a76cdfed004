"""Who did what to a version and when, the log, and the reports of what a draft would change."""

from importlib import import_module

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

triggers = import_module("careerpaths.migrations.0002_published_versions_never_change")

class Migration(migrations.Migration):

    dependencies = [
        ('careerpaths', '0002_published_versions_never_change'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunPython(triggers.drop_triggers, triggers.make_triggers),
        migrations.CreateModel(
            name='ImpactReport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('draft_digest', models.CharField(max_length=64, verbose_name='digest of the draft')),
                ('live_digest', models.CharField(max_length=64, verbose_name='digest of the live version')),
                ('state', models.CharField(choices=[('waiting', 'waiting'), ('running', 'running'), ('done', 'done'), ('cancelled', 'cancelled'), ('failed', 'failed')], default='waiting', max_length=10, verbose_name='state')),
                ('done', models.PositiveIntegerField(default=0, verbose_name='cases done')),
                ('total', models.PositiveIntegerField(default=0, verbose_name='cases')),
                ('result', models.JSONField(blank=True, null=True, verbose_name='result')),
                ('fault', models.TextField(blank=True, verbose_name='what went wrong')),
                ('cancel_asked', models.BooleanField(default=False, verbose_name='asked to stop')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='asked')),
                ('started_at', models.DateTimeField(blank=True, null=True, verbose_name='started')),
                ('heartbeat_at', models.DateTimeField(blank=True, null=True, verbose_name='last sign of life')),
                ('finished_at', models.DateTimeField(blank=True, null=True, verbose_name='finished')),
            ],
            options={
                'verbose_name': 'impact report',
                'verbose_name_plural': 'impact reports',
                'ordering': ['-created_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='RulesetChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('path', models.CharField(db_index=True, max_length=300, verbose_name='path')),
                ('before', models.JSONField(help_text='nothing: it was added', null=True, verbose_name='before')),
                ('after', models.JSONField(help_text='nothing: it was removed', null=True, verbose_name='after')),
            ],
            options={
                'verbose_name': 'change',
                'verbose_name_plural': 'changes',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='RulesetLogEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('action', models.CharField(choices=[('opened', 'draft opened'), ('imported', 'imported'), ('saved', 'draft saved'), ('approved', 'approved'), ('approval_void', 'approval no longer holds'), ('scheduled', 'publishing planned'), ('unscheduled', 'publishing no longer planned'), ('published', 'published'), ('retired', 'retired'), ('rolled_back', 'brought back')], max_length=20, verbose_name='what was done')),
                ('at', models.DateTimeField(db_index=True, verbose_name='when')),
                ('note', models.TextField(blank=True, verbose_name='why')),
                ('digest', models.CharField(help_text='of the document after it', max_length=64, verbose_name='digest')),
            ],
            options={
                'verbose_name': 'log entry',
                'verbose_name_plural': 'log',
                'ordering': ['-at', '-pk'],
            },
        ),
        migrations.AlterModelOptions(
            name='rulesetversion',
            options={'ordering': ['-created_at', '-pk'], 'permissions': [('publish_rulesetversion', 'Can approve, publish, plan, roll back and retire ruleset versions')], 'verbose_name': 'ruleset version', 'verbose_name_plural': 'ruleset versions'},
        ),
        migrations.AddField(
            model_name='rulesetversion',
            name='approved_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='approved'),
        ),
        migrations.AddField(
            model_name='rulesetversion',
            name='approved_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='approved by'),
        ),
        migrations.AddField(
            model_name='rulesetversion',
            name='approved_digest',
            field=models.CharField(blank=True, max_length=64, verbose_name='digest that was approved'),
        ),
        migrations.AddField(
            model_name='rulesetversion',
            name='created_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='opened by'),
        ),
        migrations.AddField(
            model_name='rulesetversion',
            name='published_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='published by'),
        ),
        migrations.AddField(
            model_name='rulesetversion',
            name='scheduled_base',
            field=models.ForeignKey(blank=True, help_text='what was live when the publishing was planned', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='careerpaths.rulesetversion'),
        ),
        migrations.AddField(
            model_name='rulesetversion',
            name='scheduled_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='planned by'),
        ),
        migrations.AddField(
            model_name='rulesetversion',
            name='scheduled_for',
            field=models.DateTimeField(blank=True, null=True, verbose_name='to be published'),
        ),
        migrations.AddField(
            model_name='rulesetversion',
            name='scheduled_note',
            field=models.TextField(blank=True, verbose_name='why it is to be published'),
        ),
        migrations.AddConstraint(
            model_name='rulesetversion',
            constraint=models.CheckConstraint(condition=models.Q(('scheduled_for__isnull', True), ('state', 'draft'), _connector='OR'), name='only_a_draft_is_to_be_published'),
        ),
        migrations.AddField(
            model_name='impactreport',
            name='draft',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='impact_reports', to='careerpaths.rulesetversion'),
        ),
        migrations.AddField(
            model_name='impactreport',
            name='live',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='careerpaths.rulesetversion'),
        ),
        migrations.AddField(
            model_name='impactreport',
            name='requested_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='asked by'),
        ),
        migrations.AddField(
            model_name='rulesetlogentry',
            name='by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='who'),
        ),
        migrations.AddField(
            model_name='rulesetlogentry',
            name='version',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='log', to='careerpaths.rulesetversion'),
        ),
        migrations.AddField(
            model_name='rulesetchange',
            name='entry',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='changes', to='careerpaths.rulesetlogentry'),
        ),
        migrations.RunPython(triggers.make_triggers, triggers.drop_triggers),
    ]
