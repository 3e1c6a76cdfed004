"""What a visitor sends with a form."""

import random
from collections.abc import Mapping

from harness.forms import Form

NUMBERS = {"tai_p5": "20", "tai_p10": "45", "tai_p20": "70"}  # a chance may not fall with time
ANY_NUMBER = "5"


def values(form: Form) -> dict[str, str]:
    """What the form already contains and the visitor does not choose: hidden fields and sliders."""
    return {name: held[-1] for name, held in form.values("hidden", "range").items()}


def choices(form: Form) -> dict[str, list[str]]:
    """What can be chosen from buttons and lists."""
    offered = form.values("radio", "option")
    return {name: given for name, all_given in offered.items() if (given := [one for one in all_given if one])}


def filled(form: Form, chance: random.Random, question: str = "") -> Mapping[str, str]:
    """The form with everything answered: a random choice if there are choices, otherwise a number."""
    offered = choices(form)
    chosen = {name: chance.choice(given) for name, given in offered.items()}
    ranks = [str(n + 1) for n in range(len(offered))]
    if offered and all(given == ranks for given in offered.values()):  # an order: each rank once
        chosen = dict(zip(offered, chance.sample(ranks, len(ranks)), strict=True))
    return {**values(form), **chosen, **{name: NUMBERS.get(question, ANY_NUMBER) for name in form.names("text")}}
