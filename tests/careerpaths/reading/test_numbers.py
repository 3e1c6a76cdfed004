"""Numbers and dates as people type them."""

from datetime import date

import pytest
import time_machine
from django import forms

from careerpaths.admin.editing.document.reading import number_in
from careerpaths.reading.fields import DayField, NumberField, today_somewhere
from careerpaths.reading.numbers import OtherUnit, Range, TwoWays, Unreadable, read_number

HOURS = "hours per month"


@pytest.mark.parametrize(
    ("typed", "unit", "value"),
    [
        ("2,5", "", 2.5),
        ("0,5", "", 0.5),
        (".5", "", 0.5),
        (",5", "", 0.5),
        ("5.", "", 5),
        ("+3", "", 3),
        ("−3", "", -3),
        ("½", "", 0.5),
        ("2½", "", 2.5),
        ("2 1/2", "", 2.5),
        ("0,125", "", 0.125),
        ("1 000", "", 1000),
        ("1\u202f000,5", "", 1000.5),
        ("1’000", "", 1000),
        ("1,234.5", "", 1234.5),
        ("1.234,5", "", 1234.5),
        ("1,000,000", "", 1_000_000),
        ("٤٫٥", "", 4.5),
        ("４．５", "", 4.5),
        ("\u200f12", "", 12),
        ("4 hours", HOURS, 4),
        ("4h", HOURS, 4),
        ("4 hrs a month", HOURS, 4),
        ("50%", "%", 50),
        ("50 percent", "%", 50),
        ("50 of 100", "%", 50),
        ("50/100", "%", 50),
        ("0.2%", "%", 0.2),
        ("0", "%", 0),
    ],
)
def test_unambiguous_numbers_are_read(typed: str, unit: str, value: float) -> None:
    number = read_number(typed, unit)
    assert (number.value, number.otherwise) == (value, False)


@pytest.mark.parametrize(
    ("typed", "unit", "value"),
    [
        ("~4", "", 4),
        ("about 4", "", 4),
        ("10+", "", 10),
        ("10 or more", "", 10),
        ("1h/week", HOURS, 4.33),
        ("2 hours weekly", HOURS, 8.67),
        ("30 min per week", HOURS, 2.17),
        ("2 years", "months", 24),
        ("18 months", "years", 1.5),
        ("2 weeks", "days", 14),
        ("1 of 5", "%", 20),
        ("½", "%", 50),
    ],
)
def test_a_number_read_differently_from_its_digits_says_so(typed: str, unit: str, value: float) -> None:
    number = read_number(typed, unit)
    assert (number.value, number.otherwise) == (value, True)


@pytest.mark.parametrize(
    ("typed", "unit", "readings"),
    [
        ("1,000", "", (1, 1000)),
        ("2.500", "", (2.5, 2500)),
        ("0.2", "%", (20, 0.2)),
        (",2", "%", (20, 0.2)),
    ],
)
def test_ambiguous_numbers_are_queried(typed: str, unit: str, readings: tuple[float, ...]) -> None:
    with pytest.raises(TwoWays) as asked:
        read_number(typed, unit)
    assert asked.value.readings == readings


@pytest.mark.parametrize("typed", ["2-4", "2–4", "2 to 4", "4 - 2", "2-4 hours", "2...4"])
def test_a_range_gives_its_ends(typed: str) -> None:
    with pytest.raises(Range) as told:
        read_number(typed, HOURS)
    assert (told.value.low, told.value.high) == (2, 4)


@pytest.mark.parametrize("typed", ["", "soon", "nan", "inf", "5 6", "4,5,6", "1/0", "1 of 0", "$5", "--4", "9" * 400])
def test_the_site_never_guesses_at_something_that_is_not_a_number(typed: str) -> None:
    with pytest.raises(Unreadable):
        read_number(typed, "%")


@pytest.mark.parametrize("typed", ["4 weeks", "5 days", "5²", "1e3", "4 hours per day", "20%"])
def test_a_number_with_another_unit_is_not_accepted(typed: str) -> None:
    with pytest.raises(OtherUnit):
        read_number(typed, HOURS)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("0.8", "Did you mean 80? Enter a whole number."),
        ("2-4", "Enter one number. For 2 to 4, that could be 3."),
        ("high", "We cannot read “high” as a number. Enter a whole number."),
        ("7 hours", "We cannot read “hours” here. Enter a whole number."),
        ("2.5", "Enter a whole number."),
        ("101", "Enter a whole number."),
        ("", "Enter a whole number."),
    ],
)
def test_a_refused_number_has_a_reason_and_a_way_forward(typed: str, said: str) -> None:
    with pytest.raises(forms.ValidationError) as refused:
        NumberField(low=0, high=100, whole=True, unit="%", then="Enter a whole number.").clean(typed)
    assert refused.value.messages == [said]


@pytest.mark.parametrize(
    "typed",
    ["2026-12-05", " 2026-12-05 ", "5.12.2026", "05.12.2026", "2026/12/05", "5 December 2026", "Dec 5, 2026",
     "December 5th 2026", "٢٠٢٦-١٢-٠٥"],
)  # fmt: skip
def test_a_date_is_read_in_any_usual_order(typed: str) -> None:
    assert DayField().clean(typed) == date(2026, 12, 5)


def test_a_date_with_an_ambiguous_month_is_queried() -> None:
    assert DayField().clean("25/12/2026") == DayField().clean("12/25/2026") == date(2026, 12, 25)
    with pytest.raises(forms.ValidationError, match="Enter 2026-05-12 or 2026-12-05"):
        DayField().clean("5/12/2026")
    for typed in ("31.2.2026", "soon", "5.12.26"):
        with pytest.raises(forms.ValidationError, match="Enter a date as year, month and day"):
            DayField().clean(typed)


@time_machine.travel("2026-12-05T06:00Z")
def test_at_most_times_today_is_two_dates_on_earth() -> None:
    assert today_somewhere() == (date(2026, 12, 4), date(2026, 12, 5))


@pytest.mark.parametrize(
    ("typed", "stored"),
    [("0,34", 0.34), (".5", 0.5), ("5.", 5), ("1e3", 1000), ("½", 0.5), ("1 000", 1000), ("0.123456789", 0.123456789)],
)
def test_an_editors_number_is_read_in_any_script_and_keeps_every_digit(typed: str, stored: float) -> None:
    assert number_in(typed) == stored


@pytest.mark.parametrize("typed", ["~4", "10+", "1,000", "2-4", "4 hours", "soon"])
def test_rules_accept_no_approximate_number(typed: str) -> None:
    assert number_in(typed) == typed
