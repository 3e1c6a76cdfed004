from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('assessments', '0002_shown_and_decided'),
    ]

    operations = [
        migrations.AddField(
            model_name='decision',
            name='result_then',
            field=models.TextField(blank=True, help_text='its headline, kept as it was: answers and the rules may have changed since', verbose_name='what the result said then'),
        ),
    ]
