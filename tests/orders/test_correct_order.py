"""Correcting what held an order: the SKU a line means, the address it goes to. The hold closes with its reason."""

from ordino.kernel.messages import Refused
from ordino.kernel.problems import InvalidInput, NotFound
from ordino.orders.commands import CancelUnits, ChangeAddress, ChangeOrder, ChooseSku, HoldOrder
from ordino.orders.rows import PostalAddress
from tests.support.merchant import LONDON, Merchant, line

NOWHERE = PostalAddress(recipient="Ada Byron", street="12 St James's Square", postal_code="12345", country="GB")


def choose(order_id: int, sku: str, line_number: int = 1) -> ChangeOrder:
    return ChangeOrder(order_id=order_id, expected_version=1, actions=(ChooseSku(line_number=line_number, sku=sku),))


def test_the_sku_of_an_unknown_line_is_chosen_and_the_order_goes_on(merchant: Merchant) -> None:
    merchant.stock("85123A", 5)
    order_id = merchant.place(line("85123a (white)", 2, "10.00"))

    done = merchant.change(order_id, ChooseSku(line_number=1, sku="85123A"))

    assert (done.state, done.total_minor, done.version) == ("confirmed", 2000, 2)
    assert merchant.lines(order_id, "sku, allocated, amount_minor") == [("85123A", 2, 2000)]
    assert merchant.free("85123A") == 3
    assert merchant.holds(order_id) == []
    assert merchant.rows("select state, note from orders_hold") == [("released", "it is 85123A")]
    assert merchant.events(order_id)[1:] == ["OrderChanged", "HoldReleased", "OrderConfirmed", "OrderSourced"]


def test_another_hold_still_holds_the_order_after_its_sku_is_chosen(merchant: Merchant) -> None:
    merchant.stock("A", 5)
    order_id = merchant.place(line("WHAT", 2, "10.00"), line("WHO", 1, "1.00"))

    done = merchant.change(order_id, ChooseSku(line_number=1, sku="A"))

    assert (done.state, merchant.holds(order_id)) == ("placed", ["unknown_sku"])


def test_a_service_that_is_chosen_needs_no_source(merchant: Merchant) -> None:
    merchant.sku("WRAP", kind="service")
    order_id = merchant.place(line("WHAT", 2, "10.00"))

    merchant.change(order_id, ChooseSku(line_number=1, sku="WRAP"))

    assert merchant.lines(order_id, "shippable, allocated") == [(False, 2)]
    assert merchant.order_row(order_id, "state, fulfillment_status") == ("confirmed", "allocated")


def test_only_goods_like_the_line_can_be_chosen(merchant: Merchant) -> None:
    merchant.stock("A", 5)
    merchant.bundle("SET", {"A": 1})
    merchant.sku("OLD", sellable=False)
    merchant.sku("CLOTH", quantity_scale=2)
    order_id = merchant.place(line("WHAT", 2, "10.00"), line("A", 1, "10.00"))

    assert merchant.refused(choose(order_id, "WHY")) == NotFound(what="SKU", reference="WHY")
    assert merchant.refused(choose(order_id, "A", 7)) == NotFound(what="line", reference=f"{order_id}-7")
    for command in (
        choose(order_id, "A", 2),
        choose(order_id, "SET"),
        choose(order_id, "OLD"),
        choose(order_id, "CLOTH"),
    ):
        assert isinstance(merchant.refused(command), InvalidInput)


def test_canceling_the_unknown_line_lets_the_rest_go_on(merchant: Merchant) -> None:
    merchant.stock("A", 5)
    order_id = merchant.place(line("WHAT", 1, "10.00"), line("A", 1, "10.00"))

    done = merchant.change(order_id, CancelUnits(line_number=1, quantity=1))

    assert (done.state, merchant.holds(order_id)) == ("confirmed", [])


def test_a_valid_address_closes_the_hold_and_an_invalid_one_opens_it(merchant: Merchant) -> None:
    merchant.sku("A")
    order_id = merchant.place(line("A", 1, "1.00"), ship_to=NOWHERE)
    assert merchant.holds(order_id) == ["address"]

    good = merchant.change(order_id, ChangeAddress(ship_to=LONDON))
    assert (good.state, merchant.holds(order_id)) == ("confirmed", [])
    bad = merchant.change(order_id, ChangeAddress(ship_to=NOWHERE))

    assert (bad.state, merchant.holds(order_id)) == ("confirmed", ["address"])
    assert merchant.order_row(order_id, "ship_to->>'postal_code'") == ("12345",)
    merchant.change(order_id, ChangeAddress(ship_to=NOWHERE))
    assert merchant.holds(order_id) == ["address"]


def test_a_new_address_does_not_release_a_fraud_hold(merchant: Merchant) -> None:
    merchant.sku("A")
    order_id = merchant.place(line("A", 1, "1.00"), ship_to=NOWHERE)
    merchant.accepted(HoldOrder(order_id=order_id, reason="fraud"))

    assert merchant.change(order_id, ChangeAddress(ship_to=LONDON)).state == "placed"
    assert merchant.holds(order_id) == ["fraud"]


def test_two_changes_of_a_batch_may_correct_one_order(merchant: Merchant) -> None:
    merchant.stock("A", 5)
    order_id = merchant.place(line("WHAT", 1, "1.00"), ship_to=NOWHERE)

    outcomes = merchant.ask(
        choose(order_id, "A"),
        ChangeOrder(order_id=order_id, expected_version=2, actions=(ChangeAddress(ship_to=LONDON),)),
    )

    assert not any(isinstance(outcome, Refused) for outcome in outcomes)
    assert merchant.order_row(order_id, "state, version, ship_to->>'city'") == ("confirmed", 3, "London")
