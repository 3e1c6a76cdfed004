import secrets
from typing import Any

import assessments.models.cases
from django.db import migrations, models
from django.db.models import Count, F, Q
from django.db.models.functions import Length

OURS = 16  # characters of an address that this site made


def keep_what_seeds_the_draws(apps: Any, schema_editor: Any) -> None:
    """Until now the address did both; so every result stays as it was."""
    apps.get_model("assessments", "Option").objects.update(seed=F("uid"))


def make_addresses(apps: Any, schema_editor: Any) -> None:
    """Replace addresses that came from a file, or that a copy shares with its origin. Second opinions follow."""
    options = apps.get_model("assessments", "Option").objects
    own = options.filter(assessment__opinion_on=None)
    shared = own.values("uid").annotate(times=Count("pk")).filter(times__gt=1).values("uid")
    foreign = own.annotate(length=Length("uid")).filter(~Q(length=OURS) | Q(uid__in=shared))
    for assessment, uid in list(foreign.values_list("assessment", "uid")):
        with_opinions = Q(assessment=assessment) | Q(assessment__opinion_on=assessment)
        same = list(options.filter(with_opinions, uid=uid).values_list("pk", flat=True))
        options.filter(pk__in=same).update(uid=secrets.token_urlsafe(12))


class Migration(migrations.Migration):
    dependencies = [("assessments", "0006_to_the_end_of_the_day")]

    operations = [
        migrations.AddField(
            model_name="option",
            name="seed",
            field=models.CharField(default="", editable=False, max_length=200, verbose_name="seed of its draws"),
        ),
        migrations.RunPython(keep_what_seeds_the_draws, migrations.RunPython.noop),
        migrations.RunPython(make_addresses, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="option",
            name="seed",
            field=models.CharField(
                default=assessments.models.cases.new_uid,
                editable=False,
                max_length=200,
                verbose_name="seed of its draws",
            ),
        ),
    ]
