"""What is done in the background."""

from django.tasks import task

from careerpaths.impact import reports


@task()
def compare(report: int) -> None:
    """Compare the stored cases for the report with this key."""
    reports.run(report)
