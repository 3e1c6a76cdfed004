"""axe finds nothing on any kind of page, and a first visit transfers little."""

import gzip
from datetime import date
from pathlib import Path
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, Response, ViewportSize, expect

from assessments.access import COOKIE, key_digest
from assessments.demo import make_demo_cases
from assessments.models import Assessment, AssessmentKey
from assessments.sharing import links, second_opinions
from tests.journeys.conftest import NewPage
from tests.journeys.visitor import follow

LONG = "PhD_position_AI_safety_Example_University_Zurich_starting_autumn_2027"
PERSONAL = [
    "q/goal_role/",
    "q/tai_p5/",
    "q/opt_peers/",
    "q/opt_mentor_hours/",
    "q/criteria_ranking/",
    "q/initial_leaning/",
    "q/mental_health_risk/",
    "options/",
    "tasks/",
    "check/",
    "result/",
    "what-if/",
    "plan/",
    "link/",
    "delete/",
    "opinions/",
    "journal/",
    "share/",
    "comments/",
    "advisors/",
    "keep/",
    "rename/",
    "other-role/",
]
PUBLIC = [
    "/",
    "/mine/",
    "/mine/transfer/",
    "/mine/delete/",
    "/import/",
    "/account/",
    "/account/new/",
    "/example/",
    "/method/",
    "/method/changelog/",
    "/privacy/",
    "/accessibility/",
    "/api/docs",
    "/nowhere/",
]


def owned(page: Page) -> str:
    """A demo case that the page's browser may open. Returns the start of its addresses."""
    make_demo_cases()
    demo = Assessment.objects.order_by("pk")[0]
    demo.keys.create(kind=AssessmentKey.Kind.BROWSER, digest=key_digest("mine"))
    page.goto("/")
    page.context.add_cookies([{"name": COOKIE, "value": "mine", "url": page.url}])
    return f"/a/{demo.uid}/"


def name_everything(name: str) -> None:
    """Give this name to everything that people can name in this comparison and in all that belongs to it."""
    demo = Assessment.objects.order_by("pk")[0]
    demo.options.update(name=name)
    demo.title, demo.leaning = name, demo.options.first()
    demo.save()
    link, _ = links.make(demo, label=name, days=30, may_answer=True, shows_sensitive=True)
    second_opinions.begin_opinion(link)
    demo.comments.create(name=name, text=name, reply=name, option=demo.leaning)
    demo.decisions.create(choice=name, why=name, outcome=name, look_again_on=date(2026, 1, 1))


LOOK = """async ([options, thinned]) => {
  document.querySelectorAll('details').forEach(details => { details.open = true; });
  const isWide = document.documentElement.scrollWidth > document.documentElement.clientWidth;
  const named = element => element ? `${named(element.parentElement)} ${element.tagName}.${element.className}` : '';
  const kept = new Set();
  for (const alike of Map.groupBy(document.querySelectorAll('body *'), named).values()) {
    for (let element of [...alike.slice(0, 2), alike.at(-1)]) {
      for (; element; element = element.parentElement) kept.add(element);
    }
  }
  for (const element of document.querySelectorAll('li, tr, div, section, article, details, fieldset')) {
    if (thinned && !kept.has(element)) element.remove();
  }
  const { violations } = await axe.run({ resultTypes: ['violations'], preload: false, ...options });
  return [isWide, violations.flatMap(({ id, nodes }) => nodes.map(node => `${id} ${node.target}`))];
}"""
"""Opens what is folded, runs axe, and if asked keeps only the first two and the last of similar elements.

A hundred of them would take ten times as long."""
SETTLED = """async ([scheme, width]) => {
  const isSo = () => matchMedia(`(prefers-color-scheme: ${scheme})`).matches && innerWidth === width;
  while (!isSo()) await new Promise(requestAnimationFrame);
  document.getAnimations().forEach(animation => animation.finish());
}"""
OF_WIDTH_AND_COLOUR = ["color-contrast", "scrollable-region-focusable", "link-in-text-block", "target-size"]
NARROW, WIDE = ViewportSize(width=320, height=900), ViewportSize(width=1200, height=900)
AXE = Axe().axe_script


def faults(page: Page, rules: list[str] | None = None, *, thinned: bool = False) -> list[str]:
    """What axe finds on the page as it is, and whether it scrolls sideways."""
    if not page.evaluate("'axe' in window"):
        page.context.add_init_script(AXE)  # sent once; later pages have it from the start
        page.evaluate(AXE)
    wide, found = page.evaluate(LOOK, [{"runOnly": rules} if rules else {}, thinned])
    return [f"{page.url}: {fault}" for fault in found] + [f"{page.url} scrolls sideways"] * wide


def seen(page: Page, scheme: Literal["dark", "light"], size: ViewportSize) -> None:
    """Show the page in this colour scheme and size."""
    page.set_viewport_size(size)
    page.emulate_media(color_scheme=scheme)
    page.evaluate(SETTLED, [scheme, size["width"]])


def faults_both_ways(page: Page) -> list[str]:
    """What axe finds on a narrow dark page and on a wide light one. The page cannot be used afterwards.

    It starts with the look that the previous page had last, because switching takes time.
    """
    found = faults(page, thinned=True)
    if page.viewport_size == NARROW:
        seen(page, "light", WIDE)
    else:
        seen(page, "dark", NARROW)
    return found + faults(page, OF_WIDTH_AND_COLOUR)


def test_axe_finds_nothing_on_any_kind_of_page(new_page: NewPage) -> None:
    page = new_page()
    start = owned(page)
    name_everything(LONG)
    found: list[str] = []
    for address in [*PUBLIC, *(start + place for place in PERSONAL)]:
        answer = page.goto(address)
        assert answer
        assert answer.status == (404 if address == "/nowhere/" else 200), address
        found += faults_both_ways(page)
    assert found == []


def test_axe_finds_an_error_in_the_first_second_or_last_of_many(new_page: NewPage) -> None:
    def field(place: str, faulty: bool) -> str:
        label, colour = ("div", "#999") if faulty else ("label", "#333")
        return f'<li><{label} for="{place}">In</{label}><input id="{place}"><p style="color: {colour}">Said</p></li>'

    page = new_page()
    lists = ["".join(field(f"{which}-{n}", n == which) for n in range(9)) for which in (0, 1, 8)]
    page.set_content("".join(f'<ul class="list-{n}">{items}</ul>' for n, items in enumerate(lists)))
    found = [fault.split(": ")[1].split()[0] for fault in faults(page, ["label", "color-contrast"], thinned=True)]
    assert sorted(found) == ["color-contrast"] * 3 + ["label"] * 3
    assert page.locator("input").count() < 3 * 9


def test_axe_finds_nothing_on_a_page_with_errors(new_page: NewPage) -> None:
    page = new_page()
    start = owned(page)
    page.goto(f"{start}q/tai_p10/")
    page.locator("#answer").fill("many")
    follow(page.get_by_role("button", name="Continue"))
    expect(page.get_by_role("alert")).to_be_visible()
    found = faults(page)
    page.goto(f"{start}options/")
    follow(page.get_by_role("button", name="Add this option"))
    expect(page.get_by_role("alert")).to_be_visible()
    assert found + faults(page) == []


@pytest.mark.parametrize(("place", "budget"), [("q/opt_peers/", 45_000), ("result/", 70_000), ("what-if/", 70_000)])
def test_a_first_visit_transfers_little(new_page: NewPage, place: str, budget: int) -> None:
    page = new_page()
    start = owned(page)
    bodies: dict[str, int] = {}

    def weigh(response: Response) -> None:
        bodies[response.url] = len(gzip.compress(response.body(), 6))

    page.on("response", weigh)
    answer = page.goto(start + place, wait_until="networkidle")
    assert answer
    assert answer.ok
    assert any(Path(url).suffix == ".css" for url in bodies)
    assert sum(bodies.values()) <= budget, bodies
