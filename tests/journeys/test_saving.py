"""The network is cut before each answer: the page says what is stored, and nothing that was chosen is lost."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

import pytest
from playwright.sync_api import Error, Page, Route, expect

from assessments.models import Answer
from tests.journeys.conftest import NewPage
from tests.journeys.visitor import Visitor

ANSWERS = 20
SENT = "**/q/**"


def stored() -> dict[tuple[str, str | None], Any]:
    rows = Answer.objects.values_list("question", "option__uid", "state", "value")
    return {(question, option): value if state == "given" else state for question, option, state, value in rows}


@contextmanager
def offline(page: Page) -> Iterator[None]:
    page.context.set_offline(True)
    yield
    page.context.set_offline(False)


def refused(status: int) -> Callable[[Page], Any]:
    @contextmanager
    def cut(page: Page) -> Iterator[None]:
        def answer(route: Route) -> None:
            route.fulfill(status=status, body="cut") if route.request.method == "POST" else route.continue_()

        page.route(SENT, answer)
        yield
        page.unroute(SENT)

    return cut


@contextmanager
def without_cookies(page: Page) -> Iterator[None]:
    cookies = page.context.cookies()
    page.context.clear_cookies()
    yield
    for known in cookies:
        if known["name"].endswith("browser_key"):
            page.context.add_cookies([{"name": known["name"], "value": known["value"], "url": page.url}])


CUTS = [offline, refused(403), refused(429), refused(500), refused(503), without_cookies]


@pytest.fixture
def visitor(new_page: NewPage, scripts: bool) -> Visitor:
    visitor = Visitor(new_page(scripts=scripts, may_fail=True))
    visitor.begin()
    visitor.choose("Setting my own research direction")
    visitor.go_on()
    visitor.page.get_by_role("button", name="Typical: PhD").click()
    visitor.page.get_by_role("button", name="Typical: Non-profit").click()
    visitor.page.get_by_role("link", name="Continue").click()
    visitor.page.get_by_role("link", name="Timelines").click()
    return visitor


@pytest.mark.parametrize("scripts", [True])
def test_with_scripts_each_answer_is_kept_and_sent_again(visitor: Visitor) -> None:
    page = visitor.page
    for n in range(ANSWERS):
        address, before = page.url, stored()
        with CUTS[n % len(CUTS)](page):
            visitor.answer()
            expect(page.get_by_text("Not saved", exact=True).first).to_be_visible()
            expect(page.locator("#not-saved")).to_contain_text("Not saved: ")
            visitor.press_continue()
            expect(page.get_by_text("Saving", exact=True)).to_have_count(0)
            assert (page.url, stored()) == (address, before)
        if n % 2:
            page.get_by_role("button", name="Try again").click()
            visitor.sees_saved()
            assert stored() != before
        visitor.go_on()
        assert page.url != address
        assert stored() != before


@pytest.mark.parametrize("scripts", [False])
def test_without_scripts_each_answer_can_be_sent_again(visitor: Visitor) -> None:
    page = visitor.page
    for n in range(ANSWERS):
        address, before = page.url, stored()
        with CUTS[n % len(CUTS)](page):
            visitor.answer()
            with suppress(Error):  # offline, the browser itself says so
                visitor.press_continue()
            assert stored() == before
        again = page.get_by_role("button", name="Send it again")
        if again.count():
            again.click()
        else:
            page.reload()  # a browser sends a form again
        assert page.url != address
        assert stored() != before
