"""A browser for the tests of the desk: headless Chromium, and a page that tells when it asks anybody else for anything."""

import os
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
PATIENCE = 30_000  # milliseconds: two cores are shared with the other tests
expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        told = "no chromium on this machine: the desk is not tried in a browser (apt-get install chromium)"
        if os.environ.get("ZHIBI_REQUIRE_BROWSER") == "1":
            pytest.fail(told)
        pytest.skip(told)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser, desk: str) -> Iterator[Page]:
    """A page that fails the test if it asks anybody else for anything, or if a script of ours throws."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="zh-CN", accept_downloads=True)
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    asked_outside: list[str] = []
    thrown: list[str] = []
    ours = (desk, "data:", "blob:")
    page.on("request", lambda request: None if request.url.startswith(ours) else asked_outside.append(request.url))
    page.on("pageerror", lambda error: thrown.append(str(error)))
    yield page
    context.close()
    assert asked_outside == []
    assert thrown == []
