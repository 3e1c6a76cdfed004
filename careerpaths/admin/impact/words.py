"""Counts and names in an impact report as the page shows them."""

import json
from collections.abc import Mapping

from django.utils.translation import gettext as _

from careerpaths.scoring.ruleset import Ruleset


def people(shown: Mapping[str, int]) -> str:
    """A count that may be shown: 1,234, about 20, fewer than 5."""
    if "under" in shown:
        return _("fewer than %(number)d") % {"number": shown["under"]}
    if "about" in shown:
        return _("about %(number)s") % {"number": f"{shown['about']:,}"}
    return f"{shown['n']:,}"


def of_hundred(shown: Mapping[str, int], whole: Mapping[str, int]) -> str:
    """A share to go with its count; empty if it would reveal more than the count does."""
    part, all_of_it = _number(shown), _number(whole)
    if not part or not all_of_it or "under" in shown:
        return ""
    share = 100 * part / all_of_it
    if share < 1:
        return _("fewer than 1 of 100")
    if share > 99 and part < all_of_it:
        return _("more than 99 of 100")
    return _("%(share)d of 100") % {"share": round(share)}


def _number(shown: Mapping[str, int]) -> int:
    return shown.get("n", shown.get("about", 0))


def points_in_words(number: float) -> str:
    """A change with its sign: +1.2, -0.4, 0."""
    return f"{number:+.1f}".replace("-", "\N{MINUS SIGN}") if round(number, 1) else "0"


def paths(ruleset: Ruleset) -> dict[str, str]:
    """What the kinds of options are called."""
    question = ruleset.questions_by_id["opt_path"]
    return {choice.id: choice.label for choice in question.choices}


def question_name(question: str, ruleset: Ruleset) -> str:
    found = ruleset.questions_by_id.get(question)
    return found.short if found else question


def answer_name(ruleset: Ruleset, question: str, text: str) -> str:
    """An answer as people saw it."""
    given, found = json.loads(text), ruleset.questions_by_id.get(question)
    names = {choice.id: choice.label for choice in found.choices} if found else {}
    names |= {"not_sure": _("Not sure"), "prefer_not_to_say": _("Prefer not to say")}
    parts = given if isinstance(given, list) else [given]
    return ", ".join(names.get(part, str(part)) if isinstance(part, str) else f"{part:g}" for part in parts)
