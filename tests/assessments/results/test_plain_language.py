"""Every sentence of every result is in plain language."""

import re
from collections.abc import Iterator

import pytest

from careerpaths.models import RulesetVersion
from harness.stored import address, browser_of, store
from tests.assessments.results.reading import ALL, SHARE, blocks

MOST_WORDS = 25
FORBIDDEN = re.compile(r"\b(invalid|please|oops|sorry|nan|inf|null)\b|you should|[{}]|%\(", re.I)


def sentences(page: str) -> Iterator[str]:
    for block in blocks(page):
        yield from re.split(r"(?<=[.!?:;])\s+", block)


def without(page: str, section: str) -> str:
    """The page with one section removed."""
    shorter, count = re.subn(rf'<section id="{section}".*?</section>', "", page, flags=re.S)
    assert count == 1
    return shorter


def test_every_sentence_follows_the_rules_of_plain_language(page: str) -> None:
    """Product: sentences of at most 25 words, no "invalid", no "please", never "you should"."""
    said = list(sentences(page))
    assert len(said) > 50
    assert [sentence for sentence in said if len(sentence.split()) > MOST_WORDS] == []
    own = without(page, "answers")
    assert FORBIDDEN.findall(" ".join(sentences(own))) == []


def test_shares_have_one_denominator_and_are_never_all_or_none(page: str) -> None:
    """ "62 of 100" is the only form, except for people's own chances and the weights of the rules."""
    said = list(sentences(without(without(page, "time"), "answers")))
    shares = SHARE.findall(re.sub(r"weighed \d+ of 100 instead of \d+", "", " ".join(said)))
    assert shares
    assert {"0", "100"}.isdisjoint(shares)
    other = re.compile(r"\d%|\d % of|\d out of \d|\bchance of \d", re.I)
    assert [sentence for sentence in said if other.search(sentence)] == []


def test_no_number_looks_more_exact_than_it_is(page: str) -> None:
    """Whole points. Only answers in hours and years, the version of the rules and the technical view have decimals."""
    plain = re.sub(r"<table>\s*<caption id=.worth-caption.*?</table>", "", without(page, "answers"), flags=re.S)
    text = re.sub(r"\d+\.\d+ (?:hours|years|months)|version [\d.]+", "", " ".join(sentences(plain)))
    assert re.findall(r"\S*\d\.\d\S*", text) == []


@pytest.mark.parametrize("name", [name for name in ALL if name.startswith("demo")])
def test_what_if_pages_follow_the_same_rules(live_ruleset: RulesetVersion, name: str) -> None:
    assessment = store(live_ruleset, ALL[name])
    answer = browser_of(assessment).post(address(assessment, "what-if-ranking"), {"weight-safety": "10"})
    said = list(sentences(answer.content.decode()))
    assert [sentence for sentence in said if len(sentence.split()) > MOST_WORDS or FORBIDDEN.search(sentence)] == []
    assert {"0", "100"}.isdisjoint(SHARE.findall(" ".join(said)))
