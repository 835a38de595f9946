"""The product as people meet it: the whole site served on loopback, in the distribution's own Chromium."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

import ordino.office
from ordino.engine.clock import system_clock
from tests.browser.serving import Served, served
from tests.conftest import TestEngine
from tests.office.conftest import SignIn
from tests.office.conftest import sign_in as sign_in  # noqa: PLC0414 - a fixture
from tests.office.conftest import site as site  # noqa: PLC0414 - a fixture
from tests.returns.world import Returns
from tests.support.database import TestDatabase

Person = Callable[..., Page]
PATIENCE_MILLISECONDS = 10_000
_BUILT = Path(ordino.office.__file__).parent / "static" / "office" / "vendor" / "htmx.min.js"


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium; the tests are skipped where it, or what its pages load, is missing."""
    path = shutil.which("chromium")
    if path is None:
        pytest.skip("chromium is missing; .ci/install-chromium installs it")
    if not _BUILT.exists():
        pytest.skip("the files for the browser are missing; python -m ordino.office.assets.build makes them")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # the browser's driver keeps an event loop in this thread
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=path)
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture(scope="package")
def server(database: TestDatabase, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The back office and the API on one port, as `ordino up` serves them, on the test database."""
    with served(database, tmp_path_factory.mktemp("served")) as running:
        yield running


@pytest.fixture
def shop(engine: TestEngine, site: None) -> Returns:
    """A merchant with VAT of 20 %, a location, a carrier and a return policy; its clock shows the time of the server."""
    engine.clock.set(system_clock())
    shop = Returns(engine)
    shop.channel()
    shop.tax("GB", "20")
    shop.location("LON")
    shop.carrier()
    shop.policy(window_days=None)
    return shop


@pytest.fixture
def person(chromium: Browser, server: Served, sign_in: SignIn) -> Iterator[Person]:
    """A page of the browser in which somebody with these roles is signed in; `at` opens an address, `theme` is light or dark.

    At the end no page may have written an error to its console: a script that failed, or something the policy refused.
    """
    opened: list[BrowserContext] = []
    errors: list[str] = []

    def page(*roles: str, at: str = "", theme: str = "light", width: int = 1440, height: int = 900) -> Page:
        context = chromium.new_context(
            base_url=server.address,
            color_scheme="dark" if theme == "dark" else "light",
            reduced_motion="reduce",
            viewport={"width": width, "height": height},
        )
        opened.append(context)
        context.set_default_timeout(PATIENCE_MILLISECONDS)
        if roles:
            session = sign_in(*roles).cookies["sessionid"].value
            context.add_cookies([{"name": "sessionid", "value": session, "url": server.address}])
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(f"{page.url}: {error}"))
        page.on("console", lambda said: errors.append(f"{page.url}: {said.text}") if said.type == "error" else None)
        if at:
            page.goto(at)
        return page

    yield page
    for context in opened:
        context.close()
    assert errors == []
