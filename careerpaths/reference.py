"""Reference cases: what must come out of a ruleset before it is published."""

from careerpaths.scoring.ruleset import Ruleset


def failures(ruleset: Ruleset) -> list[str]:
    """One sentence for each case that does not come out as it must."""
    return []
