"""Holds: several may be open at once, each covers what it names, and the last one that goes lets the order go on."""

from datetime import timedelta

from ordino.kernel.problems import InvalidInput, NotFound
from ordino.orders.commands import AssignHold, ConfirmOrder, HoldOrder, ReleaseHold
from ordino.orders.problems import StillHeld
from tests.support.merchant import Merchant, line, result_of


def held_order(merchant: Merchant, *reasons: str) -> int:
    merchant.stock("A", 5)
    merchant.run("update network_channel set payment_minutes = 30")
    order_id = merchant.place(line("A", 2, "10.00"))
    for reason in reasons:
        merchant.accepted(HoldOrder(order_id=order_id, reason=reason))
    return order_id


def release(merchant: Merchant, order_id: int, reason: str) -> ReleaseHold:
    return ReleaseHold(order_id=order_id, hold_id=merchant.hold_id(order_id, reason))


def test_scenario_27_an_order_is_confirmed_when_its_last_hold_is_released(merchant: Merchant) -> None:
    order_id = held_order(merchant, "fraud")
    assert merchant.holds(order_id) == ["payment", "fraud"]

    first = merchant.accepted(release(merchant, order_id, "fraud"))
    assert first.state == "placed"
    assert merchant.refused(ConfirmOrder(order_id=order_id)) == StillHeld(order_id=order_id, reasons=("payment",))
    second = merchant.accepted(release(merchant, order_id, "payment"))

    assert second.state == "confirmed"
    assert merchant.events(order_id).count("OrderConfirmed") == 1


def test_a_hold_on_a_confirmed_order_does_not_rewrite_its_state(merchant: Merchant) -> None:
    merchant.sku("A")
    order_id = merchant.place(line("A", 1, "1.00"))

    held = merchant.accepted(HoldOrder(order_id=order_id, reason="fraud", detail="Three cards", owner="Grace"))

    assert (held.state, held.version) == ("confirmed", 2)
    assert merchant.rows("select reason, detail, owner, opened_by, state from orders_hold") == [
        ("fraud", "Three cards", "Grace", "system", "open")
    ]
    merchant.accepted(release(merchant, order_id, "fraud"))
    assert merchant.events(order_id).count("OrderConfirmed") == 1


def test_a_hold_on_a_return_does_not_keep_an_order_from_being_confirmed(merchant: Merchant) -> None:
    order_id = held_order(merchant)
    merchant.accepted(HoldOrder(order_id=order_id, reason="damage", scope="return"))

    assert merchant.accepted(release(merchant, order_id, "payment")).state == "confirmed"
    assert merchant.holds(order_id) == ["damage"]


def test_a_hold_is_assigned_to_an_owner_with_a_due_time(merchant: Merchant) -> None:
    order_id = held_order(merchant)
    due_at = merchant.engine.clock() + timedelta(hours=4)
    hold_id = merchant.hold_id(order_id, "payment")

    merchant.accepted(AssignHold(order_id=order_id, hold_id=hold_id, owner="Grace", due_at=due_at))

    assert merchant.rows("select owner, due_at from orders_hold") == [("Grace", due_at)]


def test_a_hold_is_released_once(merchant: Merchant) -> None:
    order_id = held_order(merchant, "fraud")
    command = release(merchant, order_id, "fraud")

    first, second = merchant.ask(command, command)

    assert result_of(first).version == 3
    missing = NotFound(what=f"open hold of order {order_id}", reference=str(command.hold_id))
    assert merchant.refused(command) == missing
    assert not hasattr(second, "result")


def test_a_hold_of_another_order_is_not_found(merchant: Merchant) -> None:
    order_id = held_order(merchant)
    merchant.sku("B")
    other = merchant.place(line("B", 1, "1.00"))

    wrong = ReleaseHold(order_id=other, hold_id=merchant.hold_id(order_id, "payment"))

    assert merchant.refused(wrong).code() == "NotFound"


def test_all_holds_of_an_order_may_be_released_in_one_batch(merchant: Merchant) -> None:
    order_id = held_order(merchant, "fraud", "approval")

    outcomes = merchant.ask(*[release(merchant, order_id, reason) for reason in merchant.holds(order_id)])

    assert [result_of(outcome).state for outcome in outcomes] == ["placed", "placed", "confirmed"]
    assert merchant.order_row(order_id, "state, version") == ("confirmed", result_of(outcomes[-1]).version)


def test_a_hold_says_what_it_covers(merchant: Merchant) -> None:
    order_id = held_order(merchant)

    def problem(**terms: object) -> object:
        return merchant.refused(HoldOrder(order_id=order_id, **{"reason": "fraud", **terms}))  # type: ignore[arg-type]

    assert isinstance(problem(reason=" "), InvalidInput)
    assert isinstance(problem(scope="line"), InvalidInput)
    assert isinstance(problem(line_number=1), InvalidInput)
    assert problem(scope="line", line_number=9) == NotFound(what="line", reference=f"{order_id}-9")
    merchant.accepted(HoldOrder(order_id=order_id, reason="fraud", scope="line", line_number=1))
