"""Cases, and the text of their result pages as a visitor reads it."""

import random
import re
from html.parser import HTMLParser
from typing import Any

from assessments.demo import demo_cases
from careerpaths.models import RulesetVersion
from careerpaths.rulesets import shipped
from careerpaths.scoring.schema import PATHS
from harness.stored import address, browser_of, store

SHARE = re.compile(r"(\d+) of 100")
SEED = 20261123
Document = dict[str, Any]
QUESTIONS = [q for q in shipped()["questions"] if q["tier"] != "setup" and q["id"] != "initial_leaning"]

# Reading a page as a visitor does
BREAKS = re.compile("p|li|strong|h[1-4]|t[dh]|d[td]|figcaption|caption|summary|a|div|section|button|label|option")
SKIPPED = re.compile("script|style|svg|head|header|footer|nav")


class Reader(HTMLParser):
    """Collects each paragraph, list item, heading and cell as its own text, and skips what nobody reads."""

    def __init__(self) -> None:
        super().__init__()
        self.blocks: list[str] = [""]
        self.skipping = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.skipping += SKIPPED.fullmatch(tag) is not None
        if BREAKS.fullmatch(tag):
            self.blocks.append("")

    def handle_endtag(self, tag: str) -> None:
        self.skipping -= SKIPPED.fullmatch(tag) is not None
        if BREAKS.fullmatch(tag):
            self.blocks.append("")

    def handle_data(self, data: str) -> None:
        if not self.skipping:
            self.blocks[-1] += data


def blocks(page: str) -> list[str]:
    reader = Reader()
    reader.feed(page)
    return [text for block in reader.blocks if (text := " ".join(block.split()))]


# Cases


def random_case(seed: int) -> Document:
    """Two to five options of any kind, each answer given, not sure or left out."""
    chance = random.Random(seed)
    chances = sorted(chance.sample(range(0, 101, 5), 3))
    person = answers(chance, "person", "") | dict(zip(("tai_p5", "tai_p10", "tai_p20"), chances, strict=True))
    person["goal_role"] = chance.choice(["research_lead", "unsure", "research_contributor"])
    options = []
    for n in range(chance.randint(2, 5)):
        path = chance.choice(PATHS)
        named = chance.choice(["", f"Place number {n}"])
        options.append({"id": f"o{n}", "path": path, "name": named, "answers": answers(chance, "option", path)})
    return {"person": person, "options": options}


def answers(chance: random.Random, scope: str, path: str) -> Document:
    given: Document = {}
    known_share = chance.random()
    for question in QUESTIONS:
        applies = question["scope"] == scope and (not path or path in (question.get("paths") or PATHS))
        if not applies or question["type"] == "ranking" or chance.random() > known_share:
            continue
        if question.get("not_sure") and chance.random() < 0.2:
            given[question["id"]] = "not_sure"
        elif question.get("choices"):
            given[question["id"]] = chance.choice(question["choices"])["id"]
        else:
            given[question["id"]] = chance.choice([0, 0.5, 1, 2.5, 4])
    return given


ALL = {f"demo {n}": demo["case"] for n, demo in enumerate(demo_cases())} | {
    f"random {seed}": random_case(seed) for seed in range(SEED, SEED + 9)
}


def result_of(version: RulesetVersion, document: Document) -> str:
    assessment = store(version, document)
    answer = browser_of(assessment).get(address(assessment, "result"))
    assert answer.status_code == 200
    text: str = answer.content.decode()
    return text


# Bad input
BARRED = {"opt_dealbreaker": "yes"}
