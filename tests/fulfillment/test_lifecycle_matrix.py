"""Every state × every command: what the table permits changes as it says, what it does not permit changes nothing."""

from collections.abc import Callable

import pytest

from ordino.fulfillment.commands import (
    CloseFulfillment,
    PackPackage,
    PickUnits,
    PlanFulfillment,
    RecallFulfillment,
    RejectFulfillment,
    ReleaseFulfillment,
    UnpackPackage,
    WithdrawCanceledUnits,
)
from ordino.fulfillment.lifecycle import FULFILLMENT_ORDER
from ordino.kernel.messages import Command
from ordino.kernel.problems import NotFound, StateRefuses
from tests.fulfillment.house import House

BUILDERS: dict[str, Callable[[House, int], Command]] = {
    "ReleaseFulfillment": lambda house, key: ReleaseFulfillment(fulfillment_order_id=key),
    "RejectFulfillment": lambda house, key: RejectFulfillment(fulfillment_order_id=key),
    "RecallFulfillment": lambda house, key: RecallFulfillment(fulfillment_order_id=key),
    "PickUnits": lambda house, key: PickUnits(fulfillment_order_id=key),
    "PackPackage": lambda house, key: PackPackage(fulfillment_order_id=key),
    "UnpackPackage": lambda house, key: UnpackPackage(package_id=package_of(house, key)),
}
FOLLOWING = {"WithdrawCanceledUnits", "CloseFulfillment", "HandOverShipment"}
STATES = ("planned", "released", "picking", "packed", "canceled", "rejected")


def package_of(house: House, key: int) -> int:
    rows = house.rows("select coalesce(max(id), 0) from fulfillment_package where fulfillment_order_id = %s", key)
    return int(rows[0][0])


def in_state(house: House, state: str) -> tuple[int, int]:
    """An order and its fulfillment order in the state."""
    order_id = house.order(("A", 2))
    (key,) = house.plan(order_id, release=state != "planned").fulfillment_order_ids
    way: dict[str, tuple[Callable[[], Command], ...]] = {
        "picking": (lambda: PickUnits(fulfillment_order_id=key),),
        "packed": (lambda: PickUnits(fulfillment_order_id=key), lambda: PackPackage(fulfillment_order_id=key)),
        "canceled": (lambda: RecallFulfillment(fulfillment_order_id=key),),
        "rejected": (lambda: RejectFulfillment(fulfillment_order_id=key),),
    }
    for step in way.get(state, ()):
        house.completed(step())
    return order_id, key


@pytest.mark.parametrize("command", BUILDERS)
@pytest.mark.parametrize("state", STATES)
def test_each_state_permits_what_the_table_says(house: House, state: str, command: str) -> None:
    house.stock("A", 2)
    house.stock("A", 2, "MAN")
    _, key = in_state(house, state)
    asked = BUILDERS[command](house, key)
    target = FULFILLMENT_ORDER.target(state, command)

    if command == "UnpackPackage" and state != "packed":
        assert isinstance(house.refused(asked), NotFound)
    elif command == "PickUnits" and state == "picking":
        assert house.state_after(asked).state == "picking"
    elif target is None:
        problem = house.refused(asked)
        assert isinstance(problem, StateRefuses)
        assert (problem.state, problem.permitted) == (state, FULFILLMENT_ORDER.permitted(state))
    else:
        house.completed(asked)
        ((found,),) = house.rows("select state from fulfillment_order where id = %s", key)
        assert found == target


def test_every_command_of_the_table_is_tried() -> None:
    assert set(FULFILLMENT_ORDER.commands()) == set(BUILDERS) | FOLLOWING


@pytest.mark.parametrize("state", STATES)
def test_what_follows_other_commands_changes_nothing_where_there_is_nothing_to_do(house: House, state: str) -> None:
    house.stock("A", 2)
    house.stock("A", 2, "MAN")
    order_id, _ = in_state(house, state)
    before = house.fulfillment_orders(order_id)
    for command in (WithdrawCanceledUnits(order_id=order_id), CloseFulfillment(order_id=order_id)):
        assert house.completed(command).events == ()
    assert house.fulfillment_orders(order_id) == before


def test_a_shipped_fulfillment_order_is_closed_once(house: House) -> None:
    house.stock("A", 2)
    order_id, key = house.packed(("A", 2))
    house.run("update fulfillment_order set state = 'shipped' where id = %s", (key,))
    assert house.done_events(CloseFulfillment(order_id=order_id)) == ["FulfillmentClosed"]
    assert house.completed(CloseFulfillment(order_id=order_id)).events == ()
    house.run("update fulfillment_order set state = 'packed' where id = %s", (key,))


def test_a_preview_changes_nothing(house: House) -> None:
    house.stock("A", 2)
    order_id = house.order(("A", 2))
    before = house.contents()
    house.preview(PlanFulfillment(order_id=order_id, release=True))
    assert house.contents() == before
