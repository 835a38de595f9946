"""Somebody changes a rule on its screen, and the next order or return follows it."""

from playwright.sync_api import expect

from tests.browser.conftest import Person
from tests.browser.test_journeys import submit
from tests.returns.world import Returns
from tests.support.merchant import line


def test_a_dearer_location_is_set_with_a_sample_and_the_next_order_comes_from_the_other(
    shop: Returns, person: Person
) -> None:
    shop.stock("GRINDER", 9)
    shop.stock("GRINDER", 9, location="BER")
    sample = shop.place(line("GRINDER", 1, "10.00"))
    browser = person("order manager", at="/settings/sourcing")

    browser.get_by_role("button", name="Add…").click()
    browser.get_by_label("A parcel from LON costs").fill("300")
    browser.get_by_label("Show how this order would be sourced, by its number").fill(str(sample))
    expect(browser.get_by_role("row", name="BER chosen, clear winner: 0")).to_be_visible()
    submit(browser, "Keep rules")
    expect(browser.get_by_role("cell", name="LON 300")).to_be_visible()
    following = shop.place(line("GRINDER", 1, "10.00"))

    query = (
        "select l.code from inventory_allocation a join network_location l on l.id = a.location_id where order_id = %s"
    )
    assert shop.rows(query, sample) == [("LON",)]
    assert shop.rows(query, following) == [("BER",)]


def test_a_fee_for_returns_is_set_and_the_next_return_shows_it(shop: Returns, person: Person) -> None:
    shop.stock("GRINDER", 5)
    order_id = shop.place(line("GRINDER", 2, "10.00"))
    shop.deliver(order_id)
    browser = person("order manager", at="/settings/returns")

    browser.get_by_role("button", name="Change all others…").click()
    browser.get_by_label("Fee in percent").fill("25")
    submit(browser, "Keep policy")
    expect(browser.get_by_role("cell", name="25 %")).to_be_visible()

    return_id = shop.accepted_return(order_id, (1, 1))
    assert shop.refund(return_id, (1, 1)).fee_minor == 250


def test_points_for_a_sign_are_set_and_the_next_order_is_held(shop: Returns, person: Person) -> None:
    shop.stock("GRINDER", 50)
    before = shop.place(line("GRINDER", 7, "10.00"))
    browser = person("order manager", at="/settings/fraud")

    browser.get_by_role("button", name="Add…").click()
    browser.get_by_label("Many units of one SKU: points, 0 for none").fill("100")
    browser.get_by_label("Many units of one SKU: units").fill("5")
    submit(browser, "Keep rules")
    expect(browser.get_by_role("cell", name="all others", exact=True)).to_be_visible()
    following = shop.place(line("GRINDER", 7, "10.00"))

    assert (shop.holds(before), shop.holds(following)) == ([], ["fraud"])


def test_own_words_are_read_while_they_are_written(shop: Returns, person: Person) -> None:
    shop.stock("GRINDER", 5)
    order_id = shop.place(line("GRINDER", 2, "10.00"))
    browser = person("order manager", at="/settings/messages")

    browser.get_by_role("button", name="Change confirmation, English…").click()
    browser.get_by_label("Subject, empty for the one that is built in").fill("Thanks for {order}")
    browser.get_by_label("Text, empty").fill("Here you are: {item}")
    expect(browser.get_by_text("there is no placeholder 'item' here")).to_be_visible()
    browser.get_by_label("Text, empty").fill("Here you are:\n{items}")
    expect(browser.get_by_text(f"Thanks for {order_id}")).to_be_visible()
    submit(browser, "Keep words")

    expect(browser.get_by_role("cell", name="Thanks for {order}")).to_be_visible()
