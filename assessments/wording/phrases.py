"""How figures and answers are worded: whole numbers, one denominator, plain words."""

from collections.abc import Sequence

from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from careerpaths.scoring.answers import Answer, State
from careerpaths.scoring.parts.questions import Question
from careerpaths.wording import hundredths


def of_100(share: float) -> str:
    """A single share of the ways in which things could turn out: "85 of 100"."""
    return hundredths(round(100 * share))


def points(value: float) -> str:
    """A difference in points, never less than one."""
    count = max(round(abs(value)), 1)
    return ngettext("%(count)d point", "%(count)d points", count) % {"count": count}


def signed_points(value: float) -> str:
    """A change in whole points with its sign, kept on one line: "+4 points", "\N{MINUS SIGN}1 point"."""
    return f"{'+' if value > 0 else '\N{MINUS SIGN}'}{points(value)}".replace(" ", "\N{NO-BREAK SPACE}")


def tenths(value: float) -> str:
    """Points with one decimal, only for the technical view."""
    return _("below 0.1") if value < 0.1 else f"{value:.1f}"


def about_years(years: float) -> str:
    """Expected years, rounded as the method asks: "about 10 years", "hardly any"."""
    if years < 1:
        return _("hardly any years")
    count = round(years)
    return ngettext("about %(count)d year", "about %(count)d years", count) % {"count": count}


def minutes(count: int) -> str:
    return ngettext("about %(count)d minute", "about %(count)d minutes", count) % {"count": count}


def plain_number(value: float) -> str:
    """A number as a person would write it: 4, 2.5."""
    return f"{value:g}"


def answer_text(question: Question, answer: Answer | None) -> str:
    """An answer as the reader knows it."""
    if answer is None:
        return _("Not answered")
    if isinstance(answer, State):
        return _("Not sure") if answer is State.NOT_SURE else _("You prefer not to say")
    if isinstance(answer, tuple):
        return ", ".join(question.label_of(choice) for choice in answer)
    if isinstance(answer, float):
        return quantity(question, answer)
    return question.label_of(answer)


def quantity(question: Question, value: float) -> str:
    """A number with its unit: "4 hours per month", "20 %"."""
    return str(format_lazy("{} {}", plain_number(value), question.unit)) if question.unit else plain_number(value)


def in_a_list(names: Sequence[str]) -> str:
    """ "A", "A and B", "A, B and C"."""
    if len(names) < 2:
        return "".join(names)
    return _("%(some)s and %(last)s") % {"some": ", ".join(names[:-1]), "last": names[-1]}
