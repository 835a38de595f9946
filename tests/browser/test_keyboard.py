"""A journey without a mouse: everything that a person needs is reached by keys alone."""

import re

from playwright.sync_api import Page, expect

from ordino.insight.sales import count_sales
from tests.browser.conftest import Person
from tests.returns.world import Returns
from tests.support.merchant import line


def test_a_plot_is_read_and_followed_by_keys_alone(shop: Returns, person: Person) -> None:
    shop.stock("GRINDER", 9)
    placed = [shop.place(line("GRINDER", 1, "10.00")) for _ in range(3)]
    count_sales(shop.engine)
    browser = person("analyst", at="/insight")
    plot = browser.get_by_role("application", name="Orders a day")
    expect(plot.locator("canvas")).to_be_visible()

    plot.focus()
    press(browser, "ArrowLeft")
    expect(browser.get_by_text(re.compile(r": 3$"))).to_be_visible()
    press(browser, "Enter")

    expect(browser.get_by_role("heading", name="Orders")).to_be_visible()
    for order_id in placed:
        expect(browser.get_by_role("link", name=str(order_id), exact=True)).to_be_visible()


def test_a_hold_is_placed_on_an_order_by_keys_alone(shop: Returns, person: Person) -> None:
    shop.stock("GRINDER", 9)
    older, newer = (shop.place(line("GRINDER", quantity, "10.00")) for quantity in (1, 2))
    browser = person("order manager", at="/")

    press(browser, "g", "o")
    browser.wait_for_url("**/orders")  # keys are heard when the page is whole
    press(browser, "j", "j")
    expect(browser.locator("tr.cur-row")).to_contain_text(str(older))
    press(browser, "k")
    expect(browser.locator("tr.cur-row")).to_contain_text(str(newer))
    press(browser, "Enter")
    expect(browser.get_by_role("heading", name=str(newer))).to_be_visible()

    tab_to(browser, "Hold…")
    press(browser, "Enter")
    expect(browser.get_by_label("Reason")).to_be_focused()
    browser.keyboard.type("address")
    press(browser, "Escape")
    expect(browser.get_by_role("dialog")).to_have_count(0)
    expect(browser.get_by_role("button", name="Hold…")).to_be_focused()

    press(browser, "Enter")
    expect(browser.get_by_label("Reason")).to_be_focused()
    browser.keyboard.type("address")
    tab_to(browser, "Hold")
    press(browser, "Enter")

    expect(browser.get_by_text("Nothing goes on until the hold address is released.")).to_be_visible()
    assert shop.holds(newer) == ["address"]


def test_a_scan_or_a_search_is_one_key_away(shop: Returns, person: Person) -> None:
    shop.stock("GRINDER", 9)
    order_id = shop.place(line("GRINDER", 1, "10.00"))
    browser = person("read-only", at="/stock")

    press(browser, "/")
    expect(browser.get_by_role("searchbox", name="Search or scan")).to_be_focused()
    browser.keyboard.type(str(order_id))
    press(browser, "Enter")

    expect(browser.get_by_role("heading", name=str(order_id))).to_be_visible()


def press(browser: Page, *keys: str) -> None:
    for key in keys:
        browser.keyboard.press(key)


def tab_to(browser: Page, word: str, most: int = 60) -> None:
    """Tab until the button with this word has the focus."""
    button = browser.get_by_role("button", name=word, exact=True)
    for _ in range(most):
        browser.keyboard.press("Tab")
        if button.evaluate("button => button === document.activeElement"):
            return
    raise AssertionError(f"{word} was not reached with {most} tabs")
