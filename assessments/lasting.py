"""How long links and invitations last: to the end of a day, so that the day on the page says it all."""

from datetime import datetime, time, timedelta

from django.utils import timezone


def end_of_day_in(days: int) -> datetime:
    """The end of the day this many days from now, in the site's time zone."""
    return datetime.combine(timezone.localdate() + timedelta(days=days), time.max, timezone.get_current_timezone())
