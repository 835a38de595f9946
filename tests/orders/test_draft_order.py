"""Drafts: content only until they are placed, then an order like any other under the same number."""

from ordino.engine import Replayed
from ordino.kernel.problems import InvalidInput, NotFound, StateRefuses, VersionConflict
from ordino.orders.commands import CancelOrder, DraftOrder, PlaceDraft, ReviseDraft
from ordino.orders.rows import PostalAddress
from tests.support.merchant import Merchant, line, order, result_of


def draft(merchant: Merchant, *, reference: str | None = None) -> int:
    content = order(line("A", 2, "10.00"), external_reference=reference)
    return merchant.accepted(DraftOrder(order=content)).order_id


def test_a_draft_is_neither_priced_nor_promised(merchant: Merchant) -> None:
    merchant.stock("A", 5)

    order_id = draft(merchant)

    assert merchant.order_row(order_id, "state, version, total_minor, draft is null") == ("draft", 1, 0, False)
    assert merchant.lines(order_id, "number") == []
    assert merchant.free("A") == 5
    assert merchant.events(order_id) == ["OrderDrafted"]


def test_a_draft_may_be_incomplete_but_is_placed_only_when_it_is_not(merchant: Merchant) -> None:
    order_id = merchant.accepted(DraftOrder(order=order())).order_id

    problem = merchant.refused(PlaceDraft(order_id=order_id, expected_version=1))

    assert problem == InvalidInput(field="lines", reason="an order needs at least one line.")
    assert merchant.order_row(order_id, "state") == ("draft",)


def test_a_placed_draft_keeps_its_number_and_is_an_order_like_any_other(merchant: Merchant) -> None:
    merchant.stock("A", 5)
    order_id = draft(merchant, reference="W-1")

    placed = merchant.accepted(PlaceDraft(order_id=order_id, expected_version=1))
    other = merchant.accepted(order(line("A", 2, "10.00")))

    assert (placed.order_id, placed.state, placed.version, placed.total_minor) == (order_id, "confirmed", 2, 2000)
    columns = "number, sku, allocated, unit_price, goods_minor, amount_minor, tax_rate, tax_minor"
    assert merchant.lines(order_id, columns) == merchant.lines(other.order_id, columns)
    columns = "state, fulfillment_status, tax_minor, total_minor, placed_total_minor, ship_to, placed_at, draft"
    assert merchant.order_row(order_id, columns) == merchant.order_row(other.order_id, columns)
    assert merchant.order_row(order_id, "version, external_reference") == (2, "W-1")
    assert merchant.events(order_id) == ["OrderDrafted", "OrderPlaced", "OrderConfirmed", "OrderSourced"]
    assert merchant.free("A") == 1


def test_a_placed_draft_is_held_for_the_same_reasons(merchant: Merchant) -> None:
    content = order(line("WHAT", 1, "1.00"), ship_to=PostalAddress(country="GB"), stated_total_minor=5)
    order_id = merchant.accepted(DraftOrder(order=content)).order_id

    assert merchant.accepted(PlaceDraft(order_id=order_id, expected_version=1)).state == "placed"
    assert merchant.holds(order_id) == ["unknown_sku", "totals", "address"]


def test_a_revised_draft_is_placed_as_it_stands_last(merchant: Merchant) -> None:
    merchant.sku("A")
    order_id = draft(merchant)
    content = order(line("A", 3, "7.00"), note="by hand")

    revised = merchant.accepted(ReviseDraft(order_id=order_id, expected_version=1, order=content))
    assert (revised.state, revised.version) == ("draft", 2)
    late = ReviseDraft(order_id=order_id, expected_version=1, order=order())
    assert merchant.refused(late) == VersionConflict(subject=f"Order {order_id}", expected_version=1, found_version=2)
    assert merchant.accepted(PlaceDraft(order_id=order_id, expected_version=2)).total_minor == 2100
    assert merchant.order_row(order_id, "note") == ("by hand",)


def test_a_draft_revised_twice_in_a_batch_counts_two_changes(merchant: Merchant) -> None:
    merchant.sku("A")
    order_id = draft(merchant)

    merchant.ask(
        ReviseDraft(order_id=order_id, expected_version=1, order=order(line("A", 1, "1"))),
        ReviseDraft(order_id=order_id, expected_version=2, order=order(line("A", 9, "1"))),
    )

    assert merchant.accepted(PlaceDraft(order_id=order_id, expected_version=3)).total_minor == 900


def test_a_draft_is_placed_once(merchant: Merchant) -> None:
    merchant.stock("A", 9)
    order_id = draft(merchant)
    command = PlaceDraft(order_id=order_id, expected_version=1)

    merchant.ask(command, command)

    assert merchant.free("A") == 7
    assert isinstance(merchant.refused(PlaceDraft(order_id=order_id, expected_version=2)), StateRefuses)


def test_a_reference_is_kept_for_the_draft_that_has_it(merchant: Merchant) -> None:
    merchant.sku("A")
    order_id = draft(merchant, reference="W-1")

    (again,) = merchant.ask(DraftOrder(order=order(external_reference="W-1")))
    (placed,) = merchant.ask(order(line("A", 1, "1"), external_reference="W-1"))
    other = draft(merchant)

    assert isinstance(again, Replayed)
    assert isinstance(placed, Replayed)
    assert result_of(again).order_id == result_of(placed).order_id == order_id
    taken = ReviseDraft(order_id=other, expected_version=1, order=order(external_reference="W-1"))
    assert merchant.refused(taken) == InvalidInput(
        field="order.external_reference", reason=f"it belongs to order {order_id}."
    )


def test_a_draft_names_a_channel_that_is_known(merchant: Merchant) -> None:
    merchant.sku("A")
    order_id = draft(merchant)

    missing = NotFound(what="channel", reference="nowhere")
    assert merchant.refused(DraftOrder(order=order(channel="nowhere"))) == missing
    assert (
        merchant.refused(ReviseDraft(order_id=order_id, expected_version=1, order=order(channel="nowhere"))) == missing
    )


def test_a_draft_names_a_currency_that_exists(merchant: Merchant) -> None:
    merchant.sku("A")
    order_id = draft(merchant)

    unknown = InvalidInput(field="order.currency", reason="'<b>' is not an ISO 4217 currency such as EUR.")
    assert merchant.refused(DraftOrder(order=order(currency="<b>"))) == unknown
    assert merchant.refused(ReviseDraft(order_id=order_id, expected_version=1, order=order(currency="<b>"))) == unknown


def test_a_draft_is_thrown_away_by_canceling_it(merchant: Merchant) -> None:
    order_id = draft(merchant)

    assert merchant.accepted(CancelOrder(order_id=order_id, reason="entered by mistake")).state == "canceled"
