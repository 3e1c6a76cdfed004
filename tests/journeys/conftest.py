"""A real browser against a real server: the system's Chromium, driven by Playwright."""

import os
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Request,
    Response,
    expect,
    sync_playwright,
)
from pytest_django.live_server_helper import LiveServer

from assessments.exports.glyphs import CONFIG
from careerpaths.models import RulesetVersion
from harness.chromium import chromium_program
from harness.factories import RulesetVersionFactory

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
ARGUMENTS += ["--js-flags=--always-sparkplug"]  # each page runs axe once, so a quick compiler beats a slow interpreter
PATIENCE = 20_000  # milliseconds; a machine may be busy, and what is already there is found at once
REFUSED_FORM = "status of 422"  # the browser reports a form that comes back with errors

NewPage = Callable[..., Page]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.parent.name == "journeys":
            item.add_marker("browser")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    # Playwright's sync interface runs an event loop in this thread, which Django would mistake for async code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        expect.set_options(timeout=PATIENCE)
        # Only the project's fonts, so that pages are as wide as on any other machine.
        fonts: dict[str, str | float | bool] = {**os.environ, "FONTCONFIG_FILE": str(CONFIG)}
        browser = playwright.chromium.launch(executable_path=chromium_program(), args=ARGUMENTS, env=fonts)
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def site(transactional_db: None, live_server: LiveServer) -> str:
    """The address of a site with the shipped ruleset live."""
    version: RulesetVersion = RulesetVersionFactory.create(live=True, version="1.0")
    assert version.pk
    return str(live_server.url)


@pytest.fixture
def new_page(chromium: Browser, site: str) -> Iterator[NewPage]:
    """Opens a page in its own browser; an error that a visitor would meet fails the test."""
    contexts: list[BrowserContext] = []
    faults: list[str] = []

    def heard(message: ConsoleMessage) -> None:
        if message.type == "error" and REFUSED_FORM not in message.text and "404" not in message.text:
            faults.append(f"console: {message.text}")

    def answered(response: Response) -> None:
        if response.status >= 500:
            faults.append(f"{response.status} {response.url}")

    def asked(request: Request) -> None:
        if urlsplit(request.url).netloc not in {urlsplit(site).netloc, ""}:
            faults.append(f"request to another host: {request.url}")

    def open_page(*, width: int = 1200, scripts: bool = True, dark: bool = False, may_fail: bool = False) -> Page:
        context = chromium.new_context(
            base_url=site,
            viewport={"width": width, "height": 900},
            java_script_enabled=scripts,
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",  # nothing moves during a check, and no time is spent on animation frames
        )
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(f"script: {error}"))
        if not may_fail:  # for tests that break the browser's requests on purpose
            page.on("console", heard)
            page.on("response", answered)
        page.on("request", asked)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert faults == []
