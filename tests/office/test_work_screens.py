"""A journey on each screen of warehouse, returns, money and exceptions, with exact figures."""

import re
from decimal import Decimal

import pytest

from ordino.delivery.commands import ConfirmDelivery, ShipPackages
from ordino.exceptions.commands import RaiseException
from ordino.fulfillment.commands import PackPackage, PickUnits, PlanFulfillment
from ordino.fulfillment.rows import PackedUnits
from ordino.inventory.commands import ReceiveStock
from ordino.office.roles import ROLES
from ordino.payments.commands import RecordPayment, RefundOrder, SetPaymentPolicy
from tests.conftest import TestEngine
from tests.office.conftest import SignIn
from tests.office.test_access import text_of
from tests.returns.world import Returns
from tests.support.merchant import line

AUDITORS = ("owner", "order manager", "finance", "analyst")


@pytest.fixture
def shop(engine: TestEngine) -> Returns:
    """A merchant with VAT of 20 %, a location, a carrier, five units in stock and returns without a limit of time."""
    shop = Returns(engine)
    shop.channel()
    shop.tax("GB", "20")
    shop.location("LON")
    shop.carrier()
    shop.policy(window_days=None)
    shop.stock("A", 5)
    return shop


def test_a_picker_picks_packs_and_ships(sign_in: SignIn, shop: Returns) -> None:
    order_id = shop.place(line("A", 2, "10.00"))
    shop.completed(RecordPayment(order_id=order_id, amount_minor=2000, method="cash"))
    browser = sign_in("warehouse")
    browser.post(f"/orders/{order_id}/release", {})
    ((key,),) = shop.rows("select id from fulfillment_order")

    board = text_of(browser.get("/fulfillment?location=LON"))
    pick = text_of(browser.post(f"/fulfillment/{key}/pick", {"picked-1": "2", "short-1": "0", "preview": "1"}))
    browser.post(f"/fulfillment/{key}/pick", {"picked-1": "2", "short-1": "0"})
    browser.post(f"/fulfillment/{key}/pack", {"units-1": "2", "weight_grams": "750"})
    ship = text_of(browser.post(f"/fulfillment/{key}/ship", {"preview": "1"}))
    browser.post(f"/fulfillment/{key}/ship", {})
    page = text_of(browser.get(f"/fulfillment/{key}"))

    assert f'href="/fulfillment/{key}"' in board
    assert "released → <b>picking</b>" in pick
    assert "none → <b>3.00 GBP</b>" in ship
    assert "750 g" in page
    assert shop.lines(order_id, "shipped") == [(2,)]


def test_more_than_was_released_is_refused_where_it_was_typed(sign_in: SignIn, shop: Returns) -> None:
    order_id = shop.place(line("A", 2, "10.00"))
    shop.completed(RecordPayment(order_id=order_id, amount_minor=2000, method="cash"))
    browser = sign_in("warehouse")
    browser.post(f"/orders/{order_id}/release", {})
    ((key,),) = shop.rows("select id from fulfillment_order")

    shown = text_of(browser.post(f"/fulfillment/{key}/pick", {"picked-1": "3", "short-1": "0"}))

    assert 'role="alert"' in shown
    assert 'value="3"' in shown
    assert shop.rows("select picked from fulfillment_line") == [(0,)]


def test_a_shipment_shows_its_proof_and_is_found_by_its_tracking_number(sign_in: SignIn, shop: Returns) -> None:
    order_id = shop.place(line("A", 2, "10.00"))
    shop.deliver(order_id, delivered=False)
    ((key, number),) = shop.rows("select id, tracking_number from delivery_shipment")
    browser = sign_in("warehouse")

    found = browser.get("/shipments", {"q": number})
    browser.post(f"/shipments/{key}/deliver", {"how": "signature", "signed_by": "A. Lovelace"})
    page = text_of(browser.get(f"/shipments/{key}"))

    assert found["Location"] == f"/shipments/{key}"
    assert "signature, signed by A. Lovelace" in page
    assert shop.lines(order_id, "delivered") == [(2,)]
    assert browser.get(f"/shipments/{key}/label.pdf").content.startswith(b"%PDF")
    assert browser.get(f"/shipments/{key}/packing-slip.pdf").content.startswith(b"%PDF")


def test_a_return_is_received_inspected_and_refunded_to_the_penny(sign_in: SignIn, shop: Returns) -> None:
    order_id = shop.place(line("A", 3, "10.00"))
    shop.deliver(order_id)
    return_id = shop.approve(order_id, (1, 2))
    browser = sign_in("order manager")

    browser.post(f"/returns/{return_id}/receive", {"location": "LON", "units-1": "2"})
    browser.post(f"/returns/{return_id}/inspect", {"units-1": "2", "disposition": "restock", "accepted": "yes"})
    preview = text_of(browser.post(f"/returns/{return_id}/refund", {"to": "original", "preview": "1"}))
    browser.post(f"/returns/{return_id}/refund", {"to": "original"})
    page = text_of(browser.get(f"/returns/{return_id}"))

    assert "0.00 → <b>20.00 GBP</b>" in preview
    assert "20.00" in page
    assert shop.rows("select refund_minor from returns_refund") == [(2000,)]


def test_numbered_units_of_a_return_are_scanned_in_and_each_is_inspected(sign_in: SignIn, shop: Returns) -> None:
    shop.sku("C")
    shop.completed(ReceiveStock(sku="C", location="LON", quantity=4, serials=("N-1", "N-2", "N-3", "N-4")))
    order_id = shop.place(line("C", 3, "10.00"))
    shop.completed(RecordPayment(order_id=order_id, amount_minor=3000, method="cash"))
    shop.completed(PlanFulfillment(order_id=order_id, release=True))
    ((key,),) = shop.rows("select id from fulfillment_order")
    shop.completed(PickUnits(fulfillment_order_id=key))
    shop.completed(PackPackage(fulfillment_order_id=key, lines=(PackedUnits(1, 3, ("N-1", "N-2", "N-3")),)))
    shop.completed(ShipPackages(fulfillment_order_id=key))
    shop.completed(ConfirmDelivery(shipment_id=shop.rows("select id from delivery_shipment")[0][0]))
    return_id = shop.approve(order_id, (1, 2))
    browser, receive, inspect = sign_in("warehouse"), f"/returns/{return_id}/receive", f"/returns/{return_id}/inspect"

    opened = text_of(browser.get(receive))
    wrong = text_of(browser.post(receive, {"location": "LON", "scan": "N-4", "preview": "1"}))
    taken = text_of(browser.post(receive, {"location": "LON", "scan": "N-2", "serials-1": "N-3", "preview": "1"}))
    browser.post(receive, {"location": "LON", "serials-1": "N-3\nN-2"})
    stranger = text_of(browser.post(inspect, {"scan": "N-1", "preview": "1"}))
    waiting = text_of(browser.post(inspect, {"scan": "N-3", "disposition": "restock", "preview": "1"}))
    found = {"units-1/N-3": "1", "disposition-1/N-3": "scrap", "accepted-1/N-3": "no"}
    browser.post(inspect, found | {"units-1/N-2": "1", "disposition-1/N-2": "restock", "accepted-1/N-2": "yes"})

    assert 'name="scan"' in opened
    assert "C N-4 is not of line 1" in wrong
    assert "these left with it: N-1, N-2, N-3" in wrong
    assert "N-3\nN-2</textarea>" in taken
    assert "approved → <b>received</b>" in taken
    assert "C N-1 is not of line 1" in stranger
    assert re.search(r'name="units-1/N-3"[^>]*value="1"', waiting)
    assert shop.rows("select code, regexp_replace(account, '.*/', '') from inventory_serial order by 1") == [
        ("N-1", "customer"),
        ("N-2", "available"),
        ("N-3", "scrap"),
        ("N-4", "available"),
    ]
    assert shop.units(return_id, "accepted, scrapped, restocked") == [(1, 1, 1)]


def test_part_of_a_return_is_refunded_with_its_fee_or_without(sign_in: SignIn, shop: Returns) -> None:
    shop.policy(window_days=None, restocking_fee_percent=Decimal(10))
    order_id = shop.place(line("A", 3, "10.00"))
    shop.deliver(order_id)
    return_id = shop.accepted_return(order_id, (1, 2))
    browser = sign_in("service agent")
    form = {"units-1": "1", "to": "store_credit", "shipping": "as_agreed"}

    whole = text_of(browser.get(f"/returns/{return_id}/refund"))
    waived = text_of(browser.post(f"/returns/{return_id}/refund", {**form, "preview": "1", "live": "1"}))
    browser.post(f"/returns/{return_id}/refund", {**form, "fee": "on"})

    assert "Refund 18.00 GBP" in whole
    assert "Refund 10.00 GBP" in waived
    assert shop.rows("select refund_minor, fee_minor, refund_to from returns_refund") == [(900, 100, "store_credit")]


def test_an_exchange_says_what_is_owed_for_the_other_goods(sign_in: SignIn, shop: Returns) -> None:
    order_id = shop.place(line("A", 3, "10.00"))
    shop.deliver(order_id)
    return_id = shop.accepted_return(order_id, (1, 1))
    browser = sign_in("service agent")
    form = {"sku-1": "A", "price-1": "12.50", "quantity-1": "1"}

    preview = text_of(browser.post(f"/returns/{return_id}/exchange", {**form, "preview": "1"}))
    browser.post(f"/returns/{return_id}/exchange", form)

    assert re.search(r"The customer still owes</td><td[^>]*></td><td>2.50<", preview)
    assert shop.rows("select total_minor from orders_order order by id desc limit 1") == [(1250,)]


def test_the_warehouse_receives_a_return_but_gives_no_money(sign_in: SignIn, shop: Returns) -> None:
    order_id = shop.place(line("A", 3, "10.00"))
    shop.deliver(order_id)
    return_id = shop.approve(order_id, (1, 1))
    browser = sign_in("warehouse")

    browser.post(f"/returns/{return_id}/receive", {"location": "LON", "units-1": "1"})
    browser.post(f"/returns/{return_id}/inspect", {"units-1": "1", "disposition": "restock", "accepted": "yes"})
    refused = text_of(browser.post(f"/returns/{return_id}/refund", {"to": "original"}))

    assert "returns.refund_return" in refused
    assert shop.rows("select count(*) from returns_refund") == [(0,)]


def test_an_exception_is_assigned_and_resolved(sign_in: SignIn, shop: Returns) -> None:
    shop.completed(RaiseException(exception_kind="shipment_lost", subject="shipment/12", detail="no scan"))
    ((key,),) = shop.rows("select id from exceptions_exception")
    browser = sign_in("service agent")

    queue = text_of(browser.get("/exceptions?kind=shipment_lost"))
    browser.post(f"/exceptions/{key}/assign", {"owner": "Marta"})
    done = browser.post(f"/exceptions/{key}/resolve", {"note": "claimed"})

    assert "no scan" in queue
    assert done["HX-Redirect"] == "/exceptions"
    assert shop.rows("select state, owner, note from exceptions_exception") == [("resolved", "Marta", "claimed")]


def test_a_refund_above_the_limit_is_approved_on_the_money_screen(sign_in: SignIn, shop: Returns) -> None:
    order_id = shop.place(line("A", 3, "10.00"))
    shop.completed(SetPaymentPolicy(approve_refunds_above_minor=500))
    shop.completed(RecordPayment(order_id=order_id, amount_minor=3000, method="cash"))
    shop.completed(RefundOrder(order_id=order_id, amount_minor=1250, reason="goodwill", reference="g/1"))
    ((key,),) = shop.rows("select id from payments_refund")
    browser = sign_in("finance")

    waiting = text_of(browser.get("/money?tab=refunds"))
    browser.post(f"/refunds/{key}/approve", {"note": "agreed"})

    assert "12.50" in waiting
    assert "To approve" in waiting
    assert shop.rows("select state from payments_refund") == [("approved",)]


def test_invoices_stand_on_the_money_screen(sign_in: SignIn, shop: Returns) -> None:
    shop.deliver(shop.place(line("A", 3, "10.00")))
    ((number,),) = shop.rows("select number from billing_invoice")

    shown = text_of(sign_in("finance").get("/money"))

    assert f'/invoices/{number}"' in shown
    assert "30.00" in shown


def test_a_customer_is_found_by_a_part_of_the_name_and_shows_orders_and_documents(
    sign_in: SignIn, shop: Returns
) -> None:
    customer_id = shop.customer("Analytical Engines Ltd")
    order_id = shop.place(line("A", 3, "10.00"), customer_id=customer_id)
    shop.deliver(order_id)
    browser = sign_in("service agent")

    found = text_of(browser.get("/customers", {"name": "engines"}))
    nobody = text_of(browser.get("/customers", {"name": "difference"}))
    page = text_of(browser.get(f"/customers/{customer_id}"))

    assert f'href="/customers/{customer_id}"' in found
    assert f'href="/customers/{customer_id}"' not in nobody
    assert f'href="/orders/{order_id}"' in page
    assert "30.00" in page


@pytest.mark.parametrize("role", ROLES)
def test_only_some_roles_audit(sign_in: SignIn, shop: Returns, role: str) -> None:
    shop.place(line("A", 1, "10.00"))
    browser = sign_in(role)

    answer = browser.post("/audit")

    assert answer.status_code == (200 if role in AUDITORS else 403)
    assert ("The books agree" in text_of(answer)) is (role in AUDITORS)
    assert ('href="/audit"' in text_of(browser.get("/"))) is (role in AUDITORS)


def test_a_package_is_taken_apart_before_it_is_in_a_shipment(sign_in: SignIn, shop: Returns) -> None:
    order_id = shop.place(line("A", 2, "10.00"), payment_terms="paid_elsewhere")
    shop.completed(PlanFulfillment(order_id=order_id, release=True))
    ((key,),) = shop.rows("select id from fulfillment_order")
    shop.completed(PickUnits(fulfillment_order_id=key))
    shop.completed(PackPackage(fulfillment_order_id=key))
    ((package_id,),) = shop.rows("select id from fulfillment_package")
    browser = sign_in("warehouse")

    page = text_of(browser.get(f"/fulfillment/{key}"))
    preview = text_of(browser.get(f"/fulfillment/{key}/unpack?package_id={package_id}"))
    browser.post(f"/fulfillment/{key}/unpack", {"package_id": str(package_id)})

    assert f"/unpack?package_id={package_id}" in page
    assert "packed → <b>picking</b>" in preview
    assert shop.rows("select picked, packed from fulfillment_line") == [(2, 0)]


def test_a_return_that_has_set_out_says_so_with_its_tracking_number(sign_in: SignIn, shop: Returns) -> None:
    order_id = shop.place(line("A", 1, "10.00"))
    shop.deliver(order_id)
    return_id = shop.approve(order_id, (1, 1))
    browser = sign_in("service agent")

    browser.post(f"/returns/{return_id}/in-transit", {"tracking_number": "RR123"})

    assert "RR123" in text_of(browser.get(f"/returns/{return_id}"))
    assert shop.state(return_id) == "in_transit"


def test_goods_are_sent_again_for_nothing_and_who_comes_second_is_told_why_not(sign_in: SignIn, shop: Returns) -> None:
    order_id = shop.place(line("A", 3, "10.00"))
    shop.deliver(order_id)
    return_id = shop.approve(order_id, (1, 2), reason="damaged")
    browser, here = sign_in("service agent"), f"/returns/{return_id}/replace"

    opened = text_of(browser.get(here))
    (seen,) = re.findall(r'name="seen" value="([0-9]+)"', opened)
    fewer = text_of(browser.post(here, {"units-1": "1", "preview": "1", "live": "1"}))
    booked = browser.post(here, {"units-1": "1"})
    late = text_of(browser.post(here, {"units-1": "2", "seen": seen}))

    assert "2 from LON" in opened
    assert "1 from LON" in fewer
    assert booked["HX-Redirect"] == f"/returns/{return_id}"
    assert "1 accepted units of line 1 are open, not 2" in late
    assert "What happened meanwhile" in late
    assert "replacement ordered" in late
    assert shop.rows("select external_reference, total_minor from orders_order where id > %s", order_id) == [
        (f"replacement/{return_id}", 0)
    ]


@pytest.mark.parametrize("address", ["/fulfillment/1", "/shipments/1", "/returns/1", "/customers/1"])
def test_what_does_not_exist_is_not_found(sign_in: SignIn, address: str) -> None:
    assert sign_in("owner").get(address).status_code == 404
