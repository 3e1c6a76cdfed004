"""A calendar file: when to look at the plan's phases, and when to look at the decision again.

The plan has no dates, so each phase comes a number of days after the start (`Phase.remind_after_days`,
an assumption). Titles name no option: calendars are often seen by others.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from assessments.exports.bundle import Bundle


def start_of(kept: Bundle) -> date:
    """When the plan starts: on the day of the last decision, or today if there is none."""
    return kept.decisions[-1].decided_at.date() if kept.decisions else timezone.now().date()


def write_calendar(kept: Bundle) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", "-//Career Paths//EN")
    calendar.add("version", "2.0")
    for event in (*_phases(kept), *_reviews(kept)):
        calendar.add_component(event)
    text: bytes = calendar.to_ical()
    return text


def _phases(kept: Bundle) -> Iterator[Event]:
    days = {phase.title: (phase.id, phase.remind_after_days) for phase in kept.page.ruleset.phases}
    for phase in kept.page.plan:
        name, after = days[phase.title]
        if after is not None:
            steps = "\n".join(f"- {item.text}" for item in phase.items)
            day = _later(start_of(kept), after)
            yield _event(kept, f"phase-{name}", day, _("My plan: %(phase)s") % {"phase": phase.title}, steps)


def _later(day: date, days: int) -> date:
    try:
        return day + timedelta(days=days)
    except OverflowError:  # stored before imports were checked
        return date.max


def _reviews(kept: Bundle) -> Iterator[Event]:
    for decision in kept.decisions:
        if decision.look_again_on:
            text = _("You wanted to look at your decision again. What happened since, and what do you know now?")
            yield _event(kept, f"review-{decision.pk}", decision.look_again_on, _("Look at my decision again"), text)


def _event(kept: Bundle, name: str, day: date, title: str, text: str) -> Event:
    event = Event()
    event.add(
        "uid", f"{name}-{kept.assessment.uid}@careerpaths"
    )  # the same each time, so that an import updates and never duplicates
    event.add("dtstamp", kept.assessment.updated_at)
    event.add("dtstart", day)  # without an end, it lasts for the whole day
    event.add("summary", title)
    event.add("description", text)
    event.add("transp", "TRANSPARENT")
    return event
