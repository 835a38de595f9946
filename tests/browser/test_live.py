"""Pages follow what happens elsewhere, without a reload and without taking anything out of anybody's hands."""

import re

from playwright.sync_api import Page, expect

from ordino.billing.commands import IssueInvoice
from ordino.orders.commands import HoldOrder, ReleaseHolds
from ordino.parties.commands import RegisterCustomer
from tests.browser.conftest import Person
from tests.returns.world import Returns
from tests.support.merchant import line


def test_an_open_order_follows_what_others_do_with_it(shop: Returns, person: Person) -> None:
    shop.stock("GRINDER", 5)
    order_id = shop.place(line("GRINDER", 2, "10.00"))
    browser = listening(person("service agent", at=f"/orders/{order_id}"))

    shop.completed(HoldOrder(order_id=order_id, reason="address", detail="The street has no number."))

    expect(browser.get_by_text("Nothing goes on until the hold address is released.")).to_be_visible()
    expect(browser.get_by_role("button", name="Release…")).to_be_visible()
    shop.completed(ReleaseHolds(order_id=order_id, reason="address", note="Number 12."))
    expect(browser.get_by_text("Nothing goes on")).to_have_count(0)


def test_home_counts_what_happens_while_it_is_looked_at(shop: Returns, person: Person) -> None:
    shop.stock("GRINDER", 5)
    browser = listening(person("analyst", at="/"))
    expect(browser.get_by_text("Nothing is held.").first).to_be_visible()

    shop.completed(HoldOrder(order_id=shop.place(line("GRINDER", 2, "10.00")), reason="address"))

    expect(browser.get_by_role("link", name="1 hold", exact=True)).to_be_visible()


def test_rows_of_a_list_are_told_anew_and_new_ones_wait_until_they_are_asked_for(shop: Returns, person: Person) -> None:
    shop.stock("GRINDER", 9)
    known = shop.place(line("GRINDER", 1, "10.00"))
    browser = listening(person("order manager", at="/orders?stage=all"))
    browser.get_by_label(f"Select order {known}").check()

    new = shop.place(line("GRINDER", 1, "10.00"))
    shop.completed(HoldOrder(order_id=known, reason="address"))

    row = browser.get_by_role("row").filter(has=browser.get_by_role("link", name=str(known)))
    expect(row.get_by_text("hold: address")).to_be_visible()
    expect(browser.get_by_label(f"Select order {known}")).to_be_checked()
    expect(browser.get_by_role("link", name=str(new))).to_have_count(0)
    browser.get_by_role("button", name=re.compile("^1 new")).click()
    expect(browser.get_by_role("link", name=str(new))).to_be_visible()
    expect(browser.get_by_role("button", name=re.compile("new"))).to_have_count(0)


def test_two_people_on_one_order_see_each_other(shop: Returns, person: Person) -> None:
    shop.stock("GRINDER", 5)
    order_id = shop.place(line("GRINDER", 2, "10.00"))

    person("order manager", at=f"/orders/{order_id}/edit").wait_for_load_state("networkidle")
    second = person("service agent", at=f"/orders/{order_id}")

    expect(second.get_by_text("is changing this order now")).to_be_visible()


def test_the_menu_counts_what_waits_as_it_happens(shop: Returns, person: Person) -> None:
    shop.stock("GRINDER", 5)
    order_id = shop.place(line("GRINDER", 2, "10.00"))
    browser = listening(person("read-only", at="/stock"))
    expect(browser.get_by_role("link", name="Orders 1", exact=True)).to_be_visible()
    expect(browser.get_by_role("link", name="Holds", exact=True)).to_be_visible()

    shop.completed(HoldOrder(order_id=order_id, reason="address"))

    expect(browser.get_by_role("link", name="Holds 1", exact=True)).to_be_visible()


def test_a_customer_and_a_list_of_invoices_follow_what_is_sold(shop: Returns, person: Person) -> None:
    shop.stock("GRINDER", 5)
    result = shop.completed(RegisterCustomer(name="Café Kranich", customer_kind="company")).result
    customer_id = getattr(result, "customer_id", 0)
    finance = person("finance", at=f"/customers/{customer_id}")
    listening(finance)
    expect(finance.get_by_text("Nothing was ordered yet.")).to_be_visible()
    money = listening(person("owner", at="/money?tab=invoices"))

    order_id = shop.place(line("GRINDER", 2, "10.00"), customer_id=customer_id)
    shop.completed(IssueInvoice(order_id=order_id))

    expect(finance.get_by_role("link", name=str(order_id))).to_be_visible()
    expect(money.get_by_role("link", name=str(order_id))).to_be_visible()


def test_tabs_of_one_browser_share_one_stream(shop: Returns, person: Person) -> None:
    shop.stock("GRINDER", 5)
    order_id = shop.place(line("GRINDER", 2, "10.00"))
    first = listening(person("read-only", at="/"))
    streams: list[str] = []
    first.context.on("request", lambda asked: streams.append(asked.url) if asked.url.endswith("/changes") else None)
    second = first.context.new_page()
    second.goto(f"/orders/{order_id}")
    listening(second)

    shop.completed(HoldOrder(order_id=order_id, reason="address"))

    expect(second.get_by_text("Nothing goes on until the hold address is released.")).to_be_visible()
    expect(first.get_by_role("link", name="1 hold", exact=True)).to_be_visible()
    assert streams == []
    first.close()
    shop.completed(ReleaseHolds(order_id=order_id, reason="address", note="Number 12."))
    expect(second.get_by_text("Nothing goes on")).to_have_count(0)
    assert len(streams) == 1


def listening(page: Page) -> Page:
    """The page, once it is told of what happens."""
    expect(page.locator("body[data-listening]")).to_be_attached()
    return page
