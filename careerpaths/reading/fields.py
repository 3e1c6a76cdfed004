"""Form fields that read numbers and dates as people type them, and the sentences for what they cannot read."""

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from careerpaths.reading.numbers import OtherUnit, Range, TwoWays, Unreadable, in_plain_signs, read_number

SHOWN = 20  # characters of unreadable input that are repeated


def explained(error: Unreadable, typed: str, then: str) -> str:
    """Why a number could not be read, and what to do about it."""
    match error:
        case Range():
            middle = (error.low + error.high) / 2
            words = {"low": f"{error.low:g}", "high": f"{error.high:g}", "middle": f"{middle:g}"}
            return _("Enter one number. For %(low)s to %(high)s, that could be %(middle)s.") % words
        case TwoWays():
            one, other = (f"{reading:g}" for reading in error.readings)
            return _("This can be read in two ways. Did you mean %(one)s or %(other)s?") % {"one": one, "other": other}
        case OtherUnit():
            return _("We cannot read “%(unit)s” here. %(then)s") % {"unit": _short(error.unit), "then": then}
        case _:
            return _("We cannot read “%(typed)s” as a number. %(then)s") % {"typed": _short(typed), "then": then}


def _short(typed: str) -> str:
    typed = "".join(sign for sign in typed if sign.isprintable())
    return typed if len(typed) <= SHOWN else f"{typed[:SHOWN]}…"


class NumberField(forms.Field):
    """A number from `low` to `high`. `then` is the sentence that says what to enter."""

    def __init__(
        self, *, low: float, high: float, then: Any, unit: str = "", whole: bool = False, **kwargs: Any
    ) -> None:
        self.low, self.high, self.then, self.unit, self.whole = low, high, then, unit, whole
        super().__init__(error_messages={"required": then}, **kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {"class": "short", "inputmode": "numeric" if self.whole else "decimal", "autocomplete": "off"}

    def to_python(self, value: Any) -> float | None:
        typed = str("" if value is None else value).strip()
        if not typed:
            return None
        try:
            number = read_number(typed, self.unit).value
        except TwoWays as error:
            raise forms.ValidationError(self._asked_back(error, typed), code="two_ways") from error
        except Unreadable as error:
            raise forms.ValidationError(explained(error, typed, str(self.then)), code="unreadable") from error
        if not self.low <= number <= self.high or (self.whole and not number.is_integer()):
            raise forms.ValidationError(self.then, code="out_of_bounds")
        return int(number) if self.whole else number

    def _asked_back(self, error: TwoWays, typed: str) -> str:
        meant = [one for one in error.readings if self.low <= one <= self.high and (one.is_integer() or not self.whole)]
        if len(meant) != 1:
            return explained(error, typed, str(self.then)) if meant else str(self.then)
        return _("Did you mean %(number)s? %(then)s") % {"number": f"{meant[0]:g}", "then": self.then}


WRITTEN = ("%Y-%m-%d", "%Y.%m.%d", "%Y/%m/%d", "%d %B %Y", "%d %b %Y", "%B %d %Y", "%b %d %Y")
ORDINAL = re.compile(r"(?<=\d)(st|nd|rd|th)\b")
IN_NUMBERS = re.compile(r"(\d{1,2})\s*([./-])\s*(\d{1,2})\s*\2\s*(\d{4})")


class DayField(forms.DateField):
    """A date in any usual order: 2026-12-05, 5.12.2026, 5 December 2026. If day and month could be swapped, it asks."""

    default_error_messages = {
        "invalid": gettext_lazy("Enter a date as year, month and day, such as 2027-06-30."),
    }

    def to_python(self, value: Any) -> date | None:
        if not isinstance(value, str) or not value.strip():
            return super().to_python(value)
        text = ORDINAL.sub("", in_plain_signs(value).replace(",", " "))
        text = " ".join(text.split())
        if found := IN_NUMBERS.fullmatch(text):
            return self._in_numbers(int(found[1]), found[2], int(found[3]), int(found[4]))
        for written in WRITTEN:
            try:
                return datetime.strptime(text, written).replace(tzinfo=UTC).date()
            except ValueError:
                continue
        raise forms.ValidationError(self.error_messages["invalid"], code="invalid")

    def _in_numbers(self, first: int, sign: str, second: int, year: int) -> date:
        """With points, the day comes first everywhere; with slashes, Americans put the month first."""
        readings = [_day_or_none(year, second, first)]
        if sign != ".":
            readings.append(_day_or_none(year, first, second))
        days = sorted({day for day in readings if day})
        if not days:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        if len(days) > 1:
            one, other = days
            asked = _("This can be read in two ways. Enter %(one)s or %(other)s.")
            raise forms.ValidationError(asked % {"one": one.isoformat(), "other": other.isoformat()}, code="two_ways")
        return days[0]


def _day_or_none(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def day_in(text: str) -> str:
    """The typed date, as it is stored, or the text that could not be read."""
    try:
        day = DayField(required=False).clean(text)
    except forms.ValidationError:
        return text.strip()
    return day.isoformat() if day else ""


FARTHEST_WEST, FARTHEST_EAST = timedelta(hours=-12), timedelta(hours=14)  # of inhabited time zones


def today_somewhere() -> tuple[date, date]:
    """The earliest and the latest date that is today somewhere: we do not know where a visitor is."""
    now = timezone.now().astimezone(UTC)
    return (now + FARTHEST_WEST).date(), (now + FARTHEST_EAST).date()
