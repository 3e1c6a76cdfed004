"""Links and invitations last to the end of the day that their pages name; those made before ended in the middle of it."""

from datetime import datetime, time

from django.apps.registry import Apps
from django.db import migrations
from django.utils import timezone


def last_to_the_end_of_the_day(apps: Apps, _: object) -> None:
    zone = timezone.get_default_timezone()
    for name in ("ShareLink", "Invitation"):
        model = apps.get_model("assessments", name)
        for row in model.objects.filter(revoked_at=None, expires_at__gt=timezone.now()).iterator():
            row.expires_at = datetime.combine(row.expires_at.astimezone(zone), time.max, zone)
            row.save(update_fields=["expires_at"])


class Migration(migrations.Migration):
    dependencies = [("assessments", "0005_transfers_by_browser")]

    operations = [migrations.RunPython(last_to_the_end_of_the_day, migrations.RunPython.noop, elidable=True)]
