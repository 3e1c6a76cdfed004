"""A number as people type it: 2,5 and ½, ~4 and 10+, 1 000, 4 hours, 1h/week, 50 of 100, in the digits of any script.

Unambiguous input is read. If there are two readings, as for 1,000, the site asks which one. Plain Python: what to say
about it is decided where the number is asked for.
"""

import re
import unicodedata
from dataclasses import dataclass

_LONGEST = 60  # characters; anything longer is not a number
DECIMALS = 6

POINT = {"٫": ".", "．": ".", "，": ",", "、": ","}
SIGNS = {**dict.fromkeys("−–—‐‑－", "-"), "＋": "+", "～": "~", "≈": "~", "％": "%", "٪": "%"}

ABOUT = re.compile(r"(?:~|about|around|approximately|approx\.?|roughly|circa|ca?\.)\s*")
_MORE = re.compile(r"\s*(?:\+|or more|plus)$")
TO = re.compile(r"(?<=[\d.,%])\s*(?:-|to|until|\.{2,}|…)\s*(?=[\d.,])")
OF = re.compile(r"\s*(?:of|out of|in|/)\s*")
_UNIT = re.compile(r"[^\d\s.,+/-].*$|(?<=\d)\s*/\s*(?=[a-z]).*$")
GROUPED = re.compile(r"\d{1,3}(?:[.,]\d{3})+")
PLAIN = re.compile(r"[+-]?(?:\d+[.,]?\d*|[.,]\d+)")


class Unreadable(ValueError):
    """What was typed is not a number."""


class OtherUnit(Unreadable):
    """A number, but in another unit."""

    def __init__(self, unit: str) -> None:
        self.unit = unit
        super().__init__(unit)


class Range(Unreadable):
    """Two numbers and what is between them."""

    def __init__(self, low: float, high: float) -> None:
        self.low, self.high = min(low, high), max(low, high)
        super().__init__(f"{low:g} to {high:g}")


class TwoWays(Unreadable):
    """It can be read in two ways."""

    def __init__(self, *readings: float) -> None:
        self.readings = readings
        super().__init__(" or ".join(f"{reading:g}" for reading in readings))


@dataclass(frozen=True, kw_only=True, slots=True)
class Number:
    """What was read."""

    value: float
    otherwise: bool = False  # whether it means something other than its digits: ~4, 10+, 1h/week


HOURS = {"h", "hr", "hrs", "hour", "hours"}
_PERCENT = {"%", "percent", "per cent", "pct"}
SPELLINGS = {
    "hours": HOURS,
    "years": {"y", "yr", "yrs", "year", "years"},
    "months": {"m", "mo", "mos", "month", "months"},
    "days": {"d", "day", "days"},
    "weeks": {"w", "wk", "wks", "week", "weeks"},
    "minutes": {"min", "mins", "minute", "minutes"},
    "%": _PERCENT,
}
TIMES = {  # how many of the second unit make one of the first
    ("years", "months"): 12.0,
    ("months", "years"): 1 / 12,
    ("weeks", "days"): 7.0,
    ("minutes", "hours"): 1 / 60,
}
A_MONTH = {"months": 1.0, "weeks": 52 / 12, "years": 1 / 12}  # how often each occurs per month
PER = re.compile(r"\s*(?:/|\bper\b|\beach\b|\bevery\b|\ban?\b)\s*")
SHORT_RATES = {"monthly": " per month", "weekly": " per week", "yearly": " per year"}


def read_number(typed: str, unit: str = "") -> Number:
    """The typed number, in the requested unit. Raises `Unreadable` or a more specific error."""
    if len(typed) > _LONGEST:
        raise Unreadable(typed)
    text = in_plain_signs(typed)
    text, about = ABOUT.subn("", text, count=1) if ABOUT.match(text) else (text, 0)
    if len(ends := TO.split(text)) == 2 and not text.startswith("-"):
        raise Range(*(read_number(end, unit).value for end in ends))
    if unit == "%" and len(parts := OF.split(text)) == 2 and all(map(_is_digits, parts)):
        return _share(*map(float, parts))
    text, named = _without_unit(text)
    text, more = _MORE.subn("", text)
    times = _times(named, unit) if named else 1.0
    value = _value(text)
    if unit == "%" and not named and 0 < value < 1:
        raise TwoWays(round(value * 100, DECIMALS), value)
    return Number(value=value if times == 1 else round(value * times, 2), otherwise=bool(about or more or times != 1))


def in_plain_signs(typed: str) -> str:
    """The same text with ASCII digits, points and spaces; ½ becomes 1/2."""
    plain = []
    for sign in unicodedata.normalize("NFC", typed):
        match unicodedata.category(sign):
            case "Nd":
                plain.append(str(unicodedata.digit(sign)))
            case "Zs":
                plain.append(" ")
            case "Cf":  # invisible marks: directions and joiners
                continue
            case "No" if "⁄" in (fraction := unicodedata.normalize("NFKC", sign)):
                plain.append(f" {fraction.replace('⁄', '/')}")
            case _:
                plain.append({**POINT, **SIGNS}.get(sign, sign))
    text = "".join(plain)
    text = re.sub(r"(?<=\d)['’`´_٬](?=\d{3})", "", text)
    return " ".join(text.split()).lower()


def _without_unit(text: str) -> tuple[str, str]:
    found = _UNIT.search(text)
    if not found:
        return text, ""
    named = found[0].strip()
    if not re.search(r"\d", text[: found.start()]):
        raise Unreadable(text)
    if named in {"or more", "plus"}:
        return text, ""
    return text[: found.start()].strip(), named


def _times(named: str, unit: str) -> float:
    """The factor for a number in the named unit. Raises `OtherUnit`."""
    for short, long in SHORT_RATES.items():
        named = re.sub(rf"\s*\b{short}\b", long, named)
    asked, asked_per = _parts_of(unit)
    given, given_per = _parts_of(named)
    if given == asked or (given and given.rstrip("s") == asked.rstrip("s")):
        times = 1.0
    elif (given, asked) in TIMES:
        times = TIMES[given, asked]
    else:
        raise OtherUnit(named)
    if not given_per or given_per == asked_per:
        return times
    if asked_per == "months" and given_per in A_MONTH:
        return times * A_MONTH[given_per]
    raise OtherUnit(named)


def _parts_of(unit: str) -> tuple[str, str]:
    """`h/week` as a unit and a period, each in its standard spelling."""
    if unit in _PERCENT:
        return "%", ""
    what, *per = PER.split(unit, maxsplit=1)
    return _spelled(what), _spelled(per[0]) if per else ""


def _spelled(word: str) -> str:
    word = word.strip(" .")
    return next((unit for unit, spellings in SPELLINGS.items() if word in spellings), word)


def _is_digits(text: str) -> bool:
    return PLAIN.fullmatch(text) is not None


def _share(part: float, whole: float) -> Number:
    if not whole:
        raise Unreadable(f"{part:g} of 0")
    return Number(value=round(100 * part / whole, DECIMALS), otherwise=whole != 100)


def _value(text: str) -> float:
    """A number without a unit. Raises `Unreadable` or `TwoWays`."""
    whole, _, rest = text.rpartition(" ")
    if fraction := re.fullmatch(r"(\d{1,9})/(\d{1,9})", rest):
        part, of = map(float, fraction.groups())
        if not of or (whole and not re.fullmatch(r"[+-]?\d{1,9}", whole)):
            raise Unreadable(text)
        return round(float(whole or 0) + part / of, DECIMALS)
    text = _ungrouped(text)
    if GROUPED.fullmatch(text.lstrip("+")) and not text.lstrip("+").startswith("0"):
        return _grouped(text.lstrip("+"))
    if not PLAIN.fullmatch(text):
        raise Unreadable(text)
    return float(text.replace(",", "."))


def _ungrouped(text: str) -> str:
    """Without spaces between groups of three; without the first of two kinds of separator: 1,234.5 and 1.234,5."""
    if re.fullmatch(r"[+-]?\d{1,3}(?: \d{3})+(?:[.,]\d+)?", text):
        text = text.replace(" ", "")
    text = re.sub(r"^([+-]) ", r"\1", text)
    for group, point in ((",", "."), (".", ",")):
        if re.fullmatch(rf"\d{{1,3}}(?:[{group}]\d{{3}})+[{point}]\d+", text):
            return text.replace(group, "").replace(point, ".")
    return text


def _grouped(text: str) -> float:
    """1,000,000 has two groups, so it has groups; 1,000 and 1.000 may have three decimals."""
    if len(separators := re.findall(r"[.,]", text)) > 1:
        if len(set(separators)) > 1:
            raise Unreadable(text)
        return float(re.sub(r"[.,]", "", text))
    raise TwoWays(float(text.replace(",", ".")), float(re.sub(r"[.,]", "", text)))
