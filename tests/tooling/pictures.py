"""Pictures of every page of a running system, to be looked at: `python -m tests.tooling.pictures ADDRESS LOGIN PASSWORD FOLDER`.

The pages are found by following links from Home, the menu and the settings, a few of each kind; buttons that open a
drawer are pressed, one of each kind. Each is taken on a phone, a tablet and a desk, in light and dark. What a person at
a desk would see first is complained of on the way: errors of the console, and pages wider than their window.
"""

import re
import shutil
import sys
from collections import Counter
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

from playwright.sync_api import Browser, Page, sync_playwright

WIDTHS = {"phone": 390, "tablet": 820, "desk": 1440}
THEMES = ("light", "dark")
OF_A_KIND = 2
BEGIN = ("/", "/more", "/settings", "/orders", "/login", "/account", "/account/preferences", "/account/password",
         "/account/sessions", "/orders?q=nobody", "/stock?sku=nothing", "/customers?name=nobody")  # fmt: skip
_LINKS = "[...document.querySelectorAll('a[href^=\"/\"]')].map(link => link.getAttribute('href'))"
OPENERS = (
    "[...document.querySelectorAll('[hx-get][hx-target=\"#drawer\"]')].map(button => button.getAttribute('hx-get'))"
)
_SETTLE_MILLISECONDS = 150


def kind_of(address: str) -> str:
    """What stays of an address when its numbers and the values of its filters are left out."""
    parts = urlsplit(address)
    path = re.sub(r"/(?=[^/]*\d)[^/]+", "/N", parts.path)
    asked = sorted(
        f"{name}={value}" if name in {"tab", "stage", "step"} else name for name, value in parse_qsl(parts.query)
    )
    return path + ("?" + "&".join(asked) if asked else "")


class Album:
    """The pictures of one run and what was seen amiss."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.taken = 0
        self.amiss: list[str] = []
        folder.mkdir(parents=True, exist_ok=True)

    def take(self, page: Page, name: str) -> None:
        """The page as it stands at each width in each theme."""
        for theme in THEMES:
            page.evaluate(f"document.documentElement.dataset.bsTheme = '{theme}'")
            for width_name, width in WIDTHS.items():
                page.set_viewport_size({"width": width, "height": 900})
                page.wait_for_timeout(_SETTLE_MILLISECONDS)
                if page.evaluate("document.documentElement.scrollWidth") > width:
                    self.amiss.append(f"{name} is wider than {width}")
                page.screenshot(path=self.folder / f"{name}.{width_name}.{theme}.png", full_page=True)
                self.taken += 1


def _name(kind: str) -> str:
    return re.sub(r"[^\w=]+", "-", kind).strip("-") or "home"


def walk(page: Page, album: Album, only: str) -> None:
    """Each kind of page once or twice, then the drawers that were met on the way."""
    waiting, seen, drawers = list(BEGIN), Counter[str](), dict[str, str]()
    while waiting:
        address = waiting.pop(0)
        kind = kind_of(address)
        if seen[kind] >= (OF_A_KIND if "N" in kind else 1) or ".pdf" in address or "export" in address:
            continue
        seen[kind] += 1
        answer = page.goto(address, wait_until="load")
        if answer is None or answer.status != 200:
            album.amiss.append(f"{address} answered {answer and answer.status}")
            continue
        if re.search(only, address):
            album.take(page, _name(kind) + (f"-{seen[kind]}" if seen[kind] > 1 else ""))
        waiting += [
            link for link in page.evaluate(_LINKS) if not link.startswith(("/static", "/api", "/logout", "/login/"))
        ]
        for opener in page.evaluate(OPENERS):
            drawers.setdefault(kind_of(opener), address + " " + opener)
    for kind, found in drawers.items():
        address, opener = found.split(" ", 1)
        if not re.search(only, opener):
            continue
        page.set_viewport_size({"width": 1440, "height": 900})
        page.goto(address, wait_until="load")
        page.evaluate('opener => document.querySelector(`[hx-get="${opener}"]`).click()', opener)
        page.wait_for_timeout(700)
        album.take(page, "drawer-" + _name(kind))


def signed_in(browser: Browser, address: str, login: str, password: str, language: str) -> Page:
    """A page in which this person is signed in; without a login nobody is."""
    page = browser.new_context(base_url=address, reduced_motion="reduce", locale=language).new_page()
    page.goto("/login")
    page.fill("[name=login]", login)
    page.fill("[name=password]", password)
    page.press("[name=password]", "Enter")
    page.wait_for_url(lambda url: "/login" not in url)
    return page


def main() -> None:
    """The pages whose address matches the fifth argument (all), in the language of the sixth (English)."""
    address, login, password, folder, only, language, *_ = [*sys.argv[1:], "", "en-US"][:6]
    album = Album(Path(folder))
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=shutil.which("chromium"))
        page = signed_in(browser, address, login, password, language)
        page.on("pageerror", lambda error: album.amiss.append(f"{page.url}: {error}"))
        page.on(
            "console", lambda said: album.amiss.append(f"{page.url}: {said.text}") if said.type == "error" else None
        )
        walk(page, album, only)
        browser.close()
    print(f"{album.taken} pictures in {folder}.", *album.amiss, sep="\n")


if __name__ == "__main__":
    main()
