"""One order on its page: choose, preview, submit; a refusal is shown where it happened."""

from ordino.orders.rows import OrderedCharge
from tests.office.conftest import SignIn
from tests.office.test_access import text_of
from tests.support.merchant import Merchant, line


def test_the_page_shows_units_money_and_what_is_still_needed(sign_in: SignIn, merchant: Merchant) -> None:
    merchant.stock("A", 3)
    order_id = merchant.place(line("A", 5, "10.00"))

    shown = text_of(sign_in("owner").get(f"/orders/{order_id}"))

    assert "5 ordered: 3 allocated, 2 backordered" in shown
    assert "5 units are not shipped" in shown
    assert "50.00 GBP are to be paid" in shown


def test_a_preview_says_what_would_be_booked_and_books_nothing(sign_in: SignIn, merchant: Merchant) -> None:
    merchant.stock("A", 5)
    order_id = merchant.place(line("A", 2, "10.00"))

    form = {"version": "1", "units-1": "1", "reason": "asked", "preview": "1"}
    shown = text_of(sign_in("owner").post(f"/orders/{order_id}/cancel", form))

    assert "20.00 → <b>10.00 GBP</b>" in shown
    assert "1 go back to stock" in shown
    assert "Cancel 10.00 GBP" in shown
    assert merchant.order_row(order_id, "version, total_minor") == (1, 2000)


def test_some_units_and_a_charge_are_canceled_with_their_reason(sign_in: SignIn, merchant: Merchant) -> None:
    merchant.stock("A", 5)
    shipping = OrderedCharge(kind="shipping", label="Parcel", amount_minor=500)
    order_id = merchant.place(line("A", 2, "10.00"), charges=(shipping,))
    browser = sign_in("service agent")

    opened = text_of(browser.get(f"/orders/{order_id}/cancel"))
    form = {"version": "1", "units-1": "1", "waive-1": "on", "reason": "one is too many"}
    browser.post(f"/orders/{order_id}/cancel", form)

    assert "Cancel the whole order" in opened
    assert merchant.order_row(order_id, "state, total_minor") == ("confirmed", 1000)
    assert merchant.lines(order_id, "canceled") == [(1,)]
    assert "one is too many" in text_of(browser.get(f"/orders/{order_id}"))


def test_every_unit_chosen_is_the_whole_order(sign_in: SignIn, merchant: Merchant) -> None:
    merchant.stock("A", 5)
    order_id = merchant.place(line("A", 2, "10.00"))

    sign_in("service agent").post(f"/orders/{order_id}/cancel", {"version": "1", "units-1": "2", "reason": "asked"})

    assert merchant.order_row(order_id, "state") == ("canceled",)


def test_a_version_conflict_explains_itself_and_keeps_what_was_typed(sign_in: SignIn, merchant: Merchant) -> None:
    merchant.stock("A", 5)
    order_id = merchant.place(line("A", 2, "10.00"))
    browser = sign_in("owner")
    browser.post(f"/orders/{order_id}/prioritize", {"priority": "7"})

    shown = text_of(browser.post(f"/orders/{order_id}/cancel", {"version": "1", "reason": "the wrong color"}))

    assert 'role="alert"' in shown
    assert "the wrong color" in shown
    assert merchant.order_row(order_id, "state, priority") == ("confirmed", 7)


def test_what_is_not_a_number_is_refused_in_place(sign_in: SignIn, merchant: Merchant) -> None:
    merchant.stock("A", 5)
    order_id = merchant.place(line("A", 2, "10.00"))

    shown = text_of(sign_in("owner").post(f"/orders/{order_id}/prioritize", {"priority": "<b>high</b>"}))

    assert "&lt;b&gt;high&lt;/b&gt;" in shown
    assert "<b>high</b>" not in shown
    assert "is not a whole number" in shown


def test_a_hold_is_opened_and_released_on_the_page(sign_in: SignIn, merchant: Merchant) -> None:
    merchant.stock("A", 5)
    order_id = merchant.place(line("A", 2, "10.00"))
    browser = sign_in("order manager")

    opened = browser.post(f"/orders/{order_id}/hold", {"reason": "fraud", "detail": "two cards"})
    ((hold_id,),) = merchant.rows("select id from orders_hold where order_id = %s", order_id)
    queue = text_of(browser.get("/holds"))
    released = browser.post(f"/orders/{order_id}/release-hold", {"hold_id": str(hold_id), "note": "known customer"})

    assert opened["HX-Redirect"] == released["HX-Redirect"] == f"/orders/{order_id}"
    assert "two cards" in queue
    assert merchant.rows("select state, closed_by, note from orders_hold") == [
        ("released", "order manager", "known customer")
    ]


def test_a_search_that_finds_one_order_opens_it(sign_in: SignIn, merchant: Merchant) -> None:
    merchant.stock("A", 9)
    order_id = merchant.place(line("A", 2, "10.00"), external_reference="WS-88213")
    merchant.place(line("A", 1, "10.00"))
    browser = sign_in("owner")

    assert browser.get("/orders", {"q": "WS-88213"})["Location"] == f"/orders/{order_id}"
    assert browser.get("/orders", {"q": str(order_id)})["Location"] == f"/orders/{order_id}"
    assert text_of(browser.get("/orders", {"q": "A"})).count('class="key n"') == 2


def test_pages_follow_one_another_without_gap_or_repeat(sign_in: SignIn, merchant: Merchant) -> None:
    merchant.stock("A", 100)
    placed = [merchant.place(line("A", 1, "1.00")) for _ in range(45)]
    browser = sign_in("owner")

    first = browser.get("/orders")
    second = browser.get("/orders" + first.context["next"])

    assert [row.id for page in (first, second) for row in page.context["rows"]] == sorted(placed, reverse=True)
    assert second.context["next"] == ""
    assert browser.get("/orders?after=tampered").status_code == 200


def test_an_order_that_does_not_exist_is_not_found(sign_in: SignIn) -> None:
    browser = sign_in("owner")

    assert browser.get("/orders/1").status_code == 404
    assert browser.post("/orders/1/cancel", {"version": "1"}).status_code == 404
    assert browser.get("/orders/1/explode").status_code == 404
