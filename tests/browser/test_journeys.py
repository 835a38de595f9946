"""Journeys of people through the screens, each in the role whose work it is."""

import re

from playwright.sync_api import Page, expect

from ordino.orders.commands import CancelUnits, HoldOrder
from tests.browser.conftest import Person
from tests.returns.world import Returns
from tests.support.merchant import line


def test_a_held_order_is_found_by_its_customer_and_goes_on(shop: Returns, person: Person) -> None:
    shop.stock("GRINDER", 5)
    order_id = shop.place(line("GRINDER", 2, "10.00"), customer_id=shop.customer("Analytical Engines Ltd"))
    shop.completed(HoldOrder(order_id=order_id, reason="address", detail="The street has no number."))
    browser = person("service agent", at="/")

    browser.get_by_role("link", name="1 hold", exact=True).click()
    expect(browser.get_by_role("link", name=str(order_id))).to_be_visible()
    search(browser, "Analytical Engines")
    expect(browser.get_by_text("Nothing goes on until the hold address is released.")).to_be_visible()
    browser.get_by_role("button", name="Release…").click()
    browser.get_by_label("Note: why it may go on").fill("The customer called: number 12.")
    expect(browser.get_by_text("What will be booked")).to_be_visible()
    assert shop.holds(order_id) == ["address"]
    submit(browser, "Release hold")

    expect(browser.get_by_text("Nothing goes on")).to_have_count(0)
    expect(browser.get_by_text("“The customer called: number 12.”")).to_be_visible()
    assert shop.holds(order_id) == []
    assert shop.order_row(order_id, "state") == ("confirmed",)


def test_a_part_comes_back_is_inspected_and_refunded_to_the_cent(shop: Returns, person: Person) -> None:
    shop.stock("GRINDER", 5)
    order_id = shop.place(line("GRINDER", 3, "3.33"))
    shop.deliver(order_id)

    agent = person("service agent", at=f"/orders/{order_id}")
    agent.get_by_role("button", name="Return…").click()
    for _ in range(3):
        agent.get_by_role("button", name="One more: Units back, Article GRINDER").click()
    agent.get_by_role("button", name="One less: Units back, Article GRINDER").click()
    agent.get_by_label("Reason, Article GRINDER").select_option("size")
    expect(agent.get_by_role("row", name="Refund, if all of it is accepted")).to_contain_text("6.66")
    submit(agent, "Return")
    expect(agent.get_by_role("heading", name="Returns")).to_be_visible()
    ((return_id,),) = shop.rows("select id from returns_return")
    agent.goto("/returns")
    agent.get_by_role("link", name=str(return_id), exact=True).click()
    agent.get_by_role("button", name="Approve…").click()
    submit(agent, "Approve")
    expect(agent.get_by_role("button", name="Receive…")).to_be_visible()

    warehouse = person("warehouse", at=f"/returns/{return_id}")
    expect(warehouse.get_by_role("button", name="Refund…")).to_have_count(0)
    warehouse.get_by_role("button", name="Receive…").click()
    expect(warehouse.get_by_label("Location")).to_have_value("LON")
    submit(warehouse, "Receive")
    warehouse.get_by_role("button", name="Inspect…").click()
    warehouse.get_by_label("They go to, Article GRINDER").select_option("refurbish")
    warehouse.get_by_role("spinbutton", name="Units, Article GRINDER").fill("1")
    submit(warehouse, "Inspect")
    warehouse.get_by_role("button", name="Inspect…").click()
    submit(warehouse, "Inspect")
    expect(warehouse.get_by_text("1 restocked")).to_be_visible()
    expect(warehouse.get_by_text("1 to refurbish")).to_be_visible()

    agent.reload()
    agent.get_by_role("button", name="Refund…").click()
    expect(agent.get_by_role("button", name="Refund 6.66 GBP")).to_be_visible()
    agent.get_by_role("button", name="One less: Units, Article GRINDER").click()
    submit(agent, "Refund 3.33 GBP")
    expect(agent.get_by_text("Refund to original")).to_be_visible()
    assert shop.state(return_id) == "inspected"
    assert shop.rows("select goods_minor, fee_minor, refund_minor from returns_refund") == [(333, 0, 333)]


def test_an_order_by_telephone_is_promised_priced_and_placed_once(shop: Returns, person: Person) -> None:
    shop.stock("GRINDER", 5)
    customer_id = shop.customer("Analytical Engines Ltd")
    browser = person("service agent", at="/orders")

    browser.get_by_role("link", name="New order N", exact=True).click()
    browser.get_by_label("Find a customer").press_sequentially("Analytical")
    browser.get_by_role("list", name="Customers found").get_by_role("button").click()
    expect(browser.get_by_role("link", name=f"customer {customer_id}")).to_be_visible()
    for label, value in (("Street and number", "1 High Street"), ("Postal code", "NW1 6XE"), ("City", "London")):
        browser.get_by_label(label).fill(value)
    browser.get_by_label("Country").fill("GB")
    article = browser.get_by_label("Add an article")
    article.fill("GRINDER")
    article.press("Enter")
    quantity = browser.get_by_label("Quantity of GRINDER")
    browser.get_by_label("Price of GRINDER").fill("149.00")
    quantity.fill("7")
    quantity.press("Tab")
    expect(browser.get_by_text("2 units must be waited for.")).to_be_visible()
    quantity.fill("3")
    quantity.press("Tab")
    expect(browser.get_by_text(re.compile("All of it arrives by"))).to_be_visible()
    browser.get_by_role("radio", name=re.compile("POST PARCEL")).check()
    expect(browser.get_by_role("button", name=re.compile("Place order 450.00 GBP"))).to_be_visible()
    assert shop.rows("select count(*) from orders_order") == [(0,)]
    browser.get_by_role("button", name=re.compile("Place order")).dblclick()

    browser.wait_for_url(re.compile(r"/orders/\d+$"))
    ((order_id, *placed),) = shop.rows("select id, customer_id, total_minor from orders_order")
    assert placed == [customer_id, 45_000]
    assert shop.lines(order_id, "allocated") == [(3,)]
    expect(browser.get_by_role("heading", name=str(order_id))).to_be_visible()


def test_a_wave_is_picked_with_a_short_packed_labeled_and_handed_over(shop: Returns, person: Person) -> None:
    shop.stock("GRINDER", 5)
    whole, short = (shop.place(line("GRINDER", 2, "10.00"), payment_terms="paid_elsewhere") for _ in range(2))

    manager = person("order manager", at="/fulfillment?step=ready")
    manager.get_by_label("Select all").check()
    manager.get_by_role("button", name="Release…", exact=True).click()
    submit(manager, "Release 2")
    expect(manager.get_by_role("dialog").get_by_text("2 done")).to_be_visible()

    warehouse = person("warehouse", at="/pick")
    warehouse.get_by_role("button", name="Begin a walk").click()
    for taken in (1, 2, 3):
        scan(warehouse, "GRINDER")
        expect(warehouse.get_by_text(f"{taken} of 4")).to_be_visible()
    warehouse.get_by_role("button", name="Not there…").click()
    expect(warehouse.get_by_text("They leave the stock of this location and are sourced elsewhere.")).to_be_visible()
    assert shop.lines(short, "backordered") == [(0,)]
    warehouse.get_by_role("button", name="1 not there").click()
    warehouse.get_by_role("link", name="To the packing bench").click()

    for order_id, units in ((whole, 2), (short, 1)):
        warehouse.get_by_role("link", name=re.compile(f"Order {order_id}")).click()
        for inside in range(1, units + 1):
            scan(warehouse, "GRINDER")
            expect(warehouse.get_by_text(f"{inside} of {units}", exact=True)).to_be_visible()
        warehouse.get_by_label("Weight in grams").fill("700")
        warehouse.get_by_label("Label when the last box is closed").check()
        warehouse.get_by_role("button", name=f"Close box with {units}").click()
        expect(warehouse.get_by_role("link", name="Label POST PARCEL")).to_be_visible()
        warehouse.get_by_role("link", name="Next one").click()

    warehouse.get_by_role("link", name="Hand over").click()
    warehouse.get_by_role("button", name="All 2").click()
    expect(warehouse.get_by_text("0 to hand over, 2 on no manifest yet")).to_be_visible()
    warehouse.get_by_role("button", name="Close manifest of 2").click()
    expect(warehouse.get_by_role("link", name=re.compile("Print manifest"))).to_be_visible()
    assert shop.lines(whole, "shipped") == [(2,)]
    assert shop.lines(short, "shipped, backordered") == [(1, 1)]


def test_an_edit_that_somebody_overtook_says_so_and_keeps_what_was_typed(shop: Returns, person: Person) -> None:
    shop.stock("GRINDER", 5)
    order_id = shop.place(line("GRINDER", 4, "10.00"))
    browser = person("order manager", at=f"/orders/{order_id}")

    browser.get_by_role("button", name="Cancel…").click()
    expect(browser.get_by_role("button", name="Cancel the whole order")).to_be_visible()
    units = browser.get_by_role("spinbutton", name="Units to cancel, Article GRINDER")
    units.fill("2")
    browser.get_by_label("Reason").fill("too many")
    expect(browser.get_by_role("dialog").get_by_text("40.00 → 20.00 GBP")).to_be_visible()
    shop.change(order_id, CancelUnits(line_number=1, quantity=1))
    submit(browser, "Cancel 20.00 GBP")

    form = browser.get_by_role("dialog")
    expect(form.get_by_role("alert")).to_contain_text("version 2")
    expect(form.get_by_text("What happened meanwhile")).to_be_visible()
    expect(form.get_by_role("listitem").first).to_contain_text("by system")
    expect(units).to_have_value("2")
    assert shop.lines(order_id, "canceled") == [(1,)]

    form.get_by_role("button", name="Keep my changes, go on from version 2").click()
    expect(form.get_by_text("30.00 → 10.00 GBP")).to_be_visible()
    expect(units).to_have_value("2")
    units.fill("1")
    submit(browser, "Cancel 10.00 GBP")
    expect(form).to_have_count(0)
    expect(browser.get_by_text("version 3")).to_be_visible()
    assert shop.lines(order_id, "canceled") == [(2,)]


def test_many_orders_are_released_piece_by_piece_with_an_answer_for_each(shop: Returns, person: Person) -> None:
    shop.stock("GRINDER", 50)
    placed = [shop.place(line("GRINDER", 1, "10.00"), payment_terms="paid_elsewhere") for _ in range(22)]
    shop.completed(HoldOrder(order_id=placed[7], reason="address"))
    browser = person("order manager", at="/orders?stage=release")

    browser.get_by_label("Select all").check()
    browser.get_by_role("button", name="Release…", exact=True).click()
    expect(browser.get_by_role("dialog").get_by_text("Release these holds first.")).to_be_visible()
    submit(browser, "Release 21")

    drawer = browser.get_by_role("dialog")
    expect(drawer.get_by_text("21 done, 1 refused.")).to_be_visible()
    expect(drawer.get_by_role("row").filter(has_text=str(placed[7]))).to_contain_text("Release these holds first.")
    drawer.get_by_role("link", name="Back to the list").click()
    expect(browser).to_have_url(re.compile("/orders\\?stage=release$"))
    expect(browser.get_by_role("link", name=str(placed[7]), exact=True)).to_be_visible()
    assert shop.rows("select count(*) from fulfillment_order") == [(21,)]


def test_a_channel_and_a_key_for_it_are_set_up(shop: Returns, person: Person) -> None:
    browser = person("owner", at="/")

    browser.get_by_role("link", name="Settings").click()
    browser.get_by_role("link", name="Channels").click()
    browser.get_by_role("button", name="Add…").click()
    form = browser.get_by_role("dialog")
    form.get_by_label("Code").fill("market")
    form.get_by_label("Currency").fill("EURO")
    submit(browser, "Keep channel")
    expect(form.get_by_role("alert")).to_be_visible()
    form.get_by_label("Currency").fill("EUR")
    expect(form.get_by_text("What will be booked")).to_be_visible()
    submit(browser, "Keep channel")
    expect(browser.get_by_role("cell", name="market", exact=True)).to_be_visible()

    browser.goto("/settings/keys")
    browser.get_by_label("Name: what it is for").fill("market place")
    browser.get_by_label("Only for the channel").select_option("market")
    browser.get_by_label("orders:write").check()
    browser.get_by_role("button", name="Issue key").click()
    secret = browser.get_by_label("Secret").input_value()
    answer = browser.request.get("/api/v1/orders", headers={"Authorization": f"Bearer {secret}"})
    assert answer.status == 200
    browser.goto("/settings/keys")
    expect(browser.get_by_role("cell", name="market place", exact=True)).to_be_visible()
    assert secret not in browser.content()
    browser.get_by_role("button", name="Revoke market place").click()
    expect(browser.get_by_role("cell", name="revoked")).to_be_visible()
    assert shop.rows("select name, revoked_by from access_api_key") == [("market place", "owner")]


def search(browser: Page, text: str) -> None:
    browser.get_by_role("searchbox", name="Search or scan").fill(text)
    browser.keyboard.press("Enter")


def scan(browser: Page, code: str) -> None:
    browser.get_by_role("textbox", name="Scan").fill(code)
    browser.keyboard.press("Enter")


def submit(browser: Page, word: str) -> None:
    """Press the button of the open drawer that books."""
    browser.get_by_role("dialog").get_by_role("button", name=word, exact=True).click()
