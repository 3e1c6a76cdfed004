"""What the method page says about a ruleset. No HTML, no ORM."""

from dataclasses import dataclass

from careerpaths.scoring.ruleset import Ruleset


@dataclass(frozen=True, kw_only=True, slots=True)
class Method:
    ruleset: Ruleset


def method_of(ruleset: Ruleset) -> Method:
    return Method(ruleset=ruleset)
