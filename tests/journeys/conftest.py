"""A browser, a running site, and an accessibility check, for journeys.

    def test_an_officer_opens_a_child(site, page, axe):
        with site.data():
            officer, child = make_person(), make_child()
            allocate(child, officer)
        site.sign_in(page, officer)
        page.goto(f"/children/{child.pk}/")
        axe(page)

A site belongs to a module of tests: what one test enters, the next finds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from running_site import Site, make_site

FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 320, "height": 640}


expect.set_options(timeout=20_000)  # a busy machine is slow, not wrong


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, as Debian has it."""
    import os

    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright keeps a loop in this thread; nothing here awaits
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=list(FLAGS))
        yield chromium
        chromium.close()


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, site_template: Path, django_db_blocker: Any) -> Iterator[Site]:
    """A running site for the tests of this module."""
    made = make_site(tmp_path_factory.mktemp("site"), site_template, django_db_blocker)
    made.start()
    yield made
    made.stop()


@pytest.fixture
def new_page(browser: Browser, site: Site) -> Iterator[Callable[..., Page]]:
    """A function that opens another browser, cookies apart; takes Playwright's options of a context."""
    contexts: list[BrowserContext] = []

    def opened(**options: Any) -> Page:
        told = {"base_url": site.url, "viewport": WIDE, "locale": "en-GB", **options}
        contexts.append(browser.new_context(**told))
        contexts[-1].set_default_timeout(15_000)
        return contexts[-1].new_page()

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture
def page(new_page: Callable[..., Page]) -> Page:
    """A browser 1280 pixels wide."""
    return new_page()


@pytest.fixture
def narrow_page(new_page: Callable[..., Page]) -> Page:
    """A browser 320 pixels wide."""
    return new_page(viewport=NARROW)


@pytest.fixture
def plain_page(new_page: Callable[..., Page]) -> Page:
    """A browser with JavaScript off."""
    return new_page(java_script_enabled=False)


@pytest.fixture(scope="session")
def axe() -> Callable[[Page], None]:
    """A function that fails unless the page breaks no rule of WCAG 2.2 A and AA, at 1280 and at 320 pixels."""
    checker = Axe()

    def check(page: Page) -> None:
        size = page.viewport_size
        for width in (WIDE, NARROW):
            page.set_viewport_size(width)  # type: ignore[arg-type]
            found = checker.run(page, options={"runOnly": RULES, "resultTypes": ["violations"]})
            assert found.violations_count == 0, f"{page.url} at {width['width']}: {found.generate_report()}"
        if size is not None:
            page.set_viewport_size(size)

    return check
