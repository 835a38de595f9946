"""WCAG 2.2 AA as far as axe-core can tell, on every page and in each drawer, in both themes; and nothing the page's policy refuses.

The same walk holds that no page is wider than a phone, a tablet or a desk, and what it weighs on the wire.
"""

import pytest
from playwright.sync_api import ViewportSize

from ordino.insight.sales import count_sales
from tests.browser.accessibility import findings_in_both_themes
from tests.browser.conftest import Person
from tests.browser.drawers import unseen_drawers
from tests.browser.pages import all_pages
from tests.browser.weights import Wire
from tests.browser.world import a_day
from tests.returns.world import Returns
from tests.support.merchant import line

DESK: ViewportSize = {"width": 1440, "height": 900}
OTHER_SIZES: tuple[ViewportSize, ...] = ({"width": 820, "height": 1180}, {"width": 390, "height": 844})
FIRST_LOAD_BYTES = 300_000
LATER_LOAD_BYTES = 60_000
HEAVIEST = ("/", "/orders", "/insight", "/stock?sku=GRINDER")


def test_every_page_passes_axe_in_both_themes_fits_every_width_and_weighs_little(shop: Returns, person: Person) -> None:
    pages = all_pages(a_day(shop))
    assert pages.unknown == [], "name an example in tests/browser/world.py, Day"
    browser = person("owner")
    wire = Wire(browser)
    browser.goto("/insight", wait_until="networkidle")  # which fetches what pages share, and what draws plots

    found, too_wide, too_heavy = [], [], []
    drawers: set[str] = set()
    for address in pages.addresses:
        wire.take_bytes()
        answer = browser.goto(address)
        assert answer is not None
        assert answer.status == 200, address
        weight = wire.take_bytes()
        if weight > LATER_LOAD_BYTES:
            too_heavy.append((address, weight))
        found += findings_in_both_themes(browser)
        for size in OTHER_SIZES:
            browser.set_viewport_size(size)
            if browser.evaluate("document.documentElement.scrollWidth") > size["width"]:
                too_wide.append((address, size["width"]))
        browser.set_viewport_size(DESK)
        for kind in unseen_drawers(browser, drawers):
            found += [f"{kind} of {finding}" for finding in findings_in_both_themes(browser, "#drawer")]

    assert {"/orders/N/refund", "/returns/N/refund", "/purchasing/N/receive", "/stock/do/count?location&sku"} <= drawers
    assert "\n".join(found) == ""
    assert too_wide == []
    assert too_heavy == []


@pytest.mark.parametrize("address", HEAVIEST)
def test_somebody_who_has_seen_nothing_yet_loads_little(shop: Returns, person: Person, address: str) -> None:
    shop.stock("GRINDER", 9)
    shop.place(line("GRINDER", 1, "149.00"))
    count_sales(shop.engine)
    browser = person("owner")
    wire = Wire(browser)

    browser.goto(address, wait_until="networkidle")

    assert 20_000 < wire.take_bytes() <= FIRST_LOAD_BYTES


def test_axe_finds_nothing_on_the_form_of_an_action(shop: Returns, person: Person) -> None:
    day = a_day(shop)
    browser = person("owner", at=f"/returns/{day.return_id}")

    browser.get_by_role("button", name="Refund…").click()
    browser.get_by_text("What will be booked").wait_for()

    assert "\n".join(findings_in_both_themes(browser)) == ""


def test_axe_finds_nothing_where_somebody_signs_in(person: Person) -> None:
    assert "\n".join(findings_in_both_themes(person(at="/login"))) == ""
