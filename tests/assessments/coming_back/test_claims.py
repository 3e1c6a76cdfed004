"""The engine does what the pages and documents claim about the method."""

from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from careerpaths.models import RulesetVersion
from careerpaths.scoring.findings.analysis import analyse
from harness.cases import PERSON, case, compiled, known, only, option

USERS = Path(__file__).parents[3] / "docs" / "users.md"


def told(address: str) -> str:
    return " ".join(Client().get(reverse(address)).text.split())


def test_a_stated_risk_can_lower_an_option_with_little_support_as_the_pages_say(
    live_ruleset: RulesetVersion,
) -> None:
    little, at_risk = known("phd", opt_structure="hands_off"), PERSON | {"mental_health_risk": "high"}
    assert only(little, at_risk).value < only(little).value
    for text in (told("assessments:privacy"), " ".join(USERS.read_text().split())):
        assert "may come out a bit lower" in text
        assert "never lowers" not in text
    assert "a stated health risk makes support weigh more" in told("careerpaths:method")


@pytest.mark.parametrize("third", ["independent", "rc_ra"])
def test_the_plan_is_for_the_two_options_that_come_first_as_the_method_page_says(
    live_ruleset: RulesetVersion, third: str
) -> None:
    leading = [known("phd", "a", opt_mentor_hours=8), known("rc_nonprofit", "b", opt_mentor_hours=8)]
    poor = {"opt_mentor_hours": 0, "opt_peers": "weak", "opt_idea_freedom": "assigned"}
    last = option(third, "c", **poor)
    with_it, without = (analyse(compiled(), case(items), 200) for items in ([*leading, last], leading))
    assert with_it.order[-1] == 2
    offered = {item.id for item in with_it.plan} - {"PL03"}
    assert offered == {item.id for item in without.plan} - {"PL03"}
    assert "for one of the two options that come first" in told("careerpaths:method")
