"""The network is cut before each answer: the page says what is stored, and no choice is lost."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from threading import Event
from typing import Any

import pytest
from django.db import transaction
from django.db.models.signals import post_save
from playwright.sync_api import Error, Page, Route, expect

from assessments.models import Answer
from tests.journeys.conftest import PATIENCE, NewPage
from tests.journeys.visitor import ONE_OF_EACH_KIND, TWO_OFFERS, Visitor, follow, under_way

SENT = "**/q/**"


def stored() -> dict[tuple[str, str | None], Any]:
    rows = Answer.objects.values_list("question", "option__uid", "state", "value")
    return {(question, option): value if state == "given" else state for question, option, state, value in rows}


@contextmanager
def an_answer_stored() -> Iterator[None]:
    """At the end, wait until the site, which runs in this process, has stored an answer."""
    done = Event()

    def heard(**_: object) -> None:
        transaction.on_commit(done.set)

    post_save.connect(heard, sender=Answer)
    yield
    assert done.wait(PATIENCE / 1000)


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
            name, value, domain, path = known["name"], known["value"], known["domain"], known["path"]
            page.context.add_cookies([{"name": name, "value": value, "domain": domain, "path": path}])


CUTS = [offline, refused(403), refused(429), refused(500), refused(503), without_cookies]


@pytest.fixture
def visitor(new_page: NewPage, scripts: bool) -> Visitor:
    return under_way(new_page(scripts=scripts, may_fail=True), TWO_OFFERS)


@pytest.mark.parametrize("scripts", [True])
def test_with_scripts_each_answer_is_kept_and_sent_again(visitor: Visitor) -> None:
    page = visitor.page
    for n, question in enumerate(ONE_OF_EACH_KIND):
        visitor.go(f"q/{question}/")
        address, before = page.url, stored()
        with CUTS[n](page):
            visitor.answer()
            expect(page.get_by_text("Not saved", exact=True).first).to_be_visible()
            expect(page.locator("#not-saved")).to_contain_text("Not saved: ")
            visitor.continue_button.click()
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
    for n, question in enumerate(ONE_OF_EACH_KIND):
        visitor.go(f"q/{question}/")
        address, before = page.url, stored()
        with CUTS[n](page):
            visitor.answer()
            with suppress(Error):  # offline, the browser itself says so
                visitor.go_on()
            assert stored() == before
        if CUTS[n] is without_cookies:  # the site has responded
            follow(page.get_by_role("button", name="Send it again"))
        else:
            page.reload()  # a browser resends the form
        expect(page).not_to_have_url(address)
        assert stored() != before


def test_a_half_typed_number_is_saved_when_the_page_is_left(new_page: NewPage) -> None:
    visitor = under_way(new_page(), place="q/tai_p5/")
    visitor.enter("40")  # no key that ends it, and no pause of a second
    with an_answer_stored():  # saved by a request that outlives its page
        visitor.go("tasks/")
    visitor.go("q/tai_p5/")
    expect(visitor.page.locator("#answer")).to_have_value("40")
    visitor.enter("soon")
    expect(visitor.page.get_by_text("Not saved yet")).to_be_visible()  # not an error while somebody is typing
    visitor.enter("0.2")
    visitor.page.locator("#answer").blur()
    visitor.page.get_by_role("button", name="20 of 100").click()
    visitor.sees_saved()
    assert stored()["tai_p5", None] == 20
    visitor.enter("45")
    visitor.page.locator("#answer").press("Enter")
    expect(visitor.page).not_to_have_url(re.compile("tai_p5"))
    assert stored()["tai_p5", None] == 45


def test_what_if_says_that_the_ranking_is_not_updated_and_tries_again(new_page: NewPage) -> None:
    page = under_way(new_page(may_fail=True), TWO_OFFERS, "what-if/").page
    said, before = page.locator("#not-updated"), page.locator("#tried").inner_text()
    page.locator("summary", has_text="PhD at X").click()
    page.context.set_offline(True)
    page.get_by_label("Peers").first.select_option("weak")
    expect(said).to_contain_text("Not updated: this device is offline.")
    page.get_by_role("button", name="Keep these answers").click()  # the page stays, and what was tried is not lost
    expect(page.get_by_label("Peers").first).to_have_value("weak")
    assert page.locator("#tried").inner_text() == before
    page.context.set_offline(False)
    expect(said).to_be_empty()
    expect(page.locator("#tried")).not_to_have_text(before, use_inner_text=True)
    page.route("**/ranking/", lambda route: route.fulfill(status=503))
    page.get_by_label("Peers").first.select_option("strong")
    expect(said).to_contain_text("Not updated: the site cannot do it")
    page.unroute("**/ranking/")
    page.get_by_role("button", name="Try again").click()
    expect(said).to_be_empty()
