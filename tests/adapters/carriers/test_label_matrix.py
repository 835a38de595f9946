"""Every state of a label × every answer of its carrier, and calling its shipment off."""

from typing import get_args

import pytest

from ordino.delivery.commands import HandOverShipment, LabelOutcome, LabelShipment, RecordLabel, VoidShipment
from ordino.delivery.lifecycle import LABEL
from ordino.delivery.problems import NoLabelToBuy
from ordino.engine import Completed, Replayed
from ordino.kernel.messages import Refused
from tests.adapters.carriers.easypost_server import EasyPostServer
from tests.delivery.world import DeliveryWorld


def answered(label_id: int, outcome: LabelOutcome) -> RecordLabel:
    if outcome != "bought":
        return RecordLabel(label_id=label_id, outcome=outcome, reason="so it is")
    return RecordLabel(
        label_id=label_id, outcome=outcome, tracking_number=f"T{label_id}", cost_minor=420, currency="GBP"
    )


def label_in(world: DeliveryWorld, state: str) -> tuple[int, int]:
    """A label brought to the state by commands, and its shipment."""
    _, packages = world.packed_order(("A", 1))
    shipment_id = world.create(packages, carrier="easypost", service="USPS/Express")
    world.completed(LabelShipment(shipment_id=shipment_id))
    ((label_id,),) = world.rows("select max(id) from delivery_label")
    void = VoidShipment(shipment_id=shipment_id)
    steps = {
        "requested": [],
        "bought": [answered(label_id, "bought")],
        "refused": [answered(label_id, "refused")],
        "unwanted": [void],
        "void_requested": [answered(label_id, "bought"), void],
        "voided": [answered(label_id, "bought"), void, answered(label_id, "voided")],
        "void_refused": [answered(label_id, "bought"), void, answered(label_id, "void_refused")],
    }
    for step in steps[state]:
        world.completed(step)
    assert state_of(world, label_id) == state
    return label_id, shipment_id


def state_of(world: DeliveryWorld, label_id: int) -> str:
    ((state,),) = world.rows("select state from delivery_label where id = %s", label_id)
    return str(state)


@pytest.mark.parametrize("outcome", get_args(LabelOutcome))
def test_each_answer_does_in_each_state_what_the_table_says(
    world: DeliveryWorld, easypost: EasyPostServer, outcome: LabelOutcome
) -> None:
    for state in LABEL.states:
        label_id, _ = label_in(world, state)
        target = LABEL.target(state, "RecordLabel", outcome)
        (done,) = world.ask(answered(label_id, outcome))
        if target is not None:
            assert isinstance(done, Completed), (state, done)
        elif not isinstance(done, Replayed):
            assert done == Refused(NoLabelToBuy(label_id=label_id, state=state, outcome=outcome))
        assert state_of(world, label_id) == (target or state)


def test_calling_the_shipment_off_does_in_each_state_what_the_table_says(
    world: DeliveryWorld, easypost: EasyPostServer
) -> None:
    for state in ("requested", "bought", "refused"):
        label_id, shipment_id = label_in(world, state)
        world.completed(VoidShipment(shipment_id=shipment_id))
        assert state_of(world, label_id) == (LABEL.target(state, "VoidShipment") or state)


def test_a_label_of_a_shipment_that_has_left_stays_bought(world: DeliveryWorld, easypost: EasyPostServer) -> None:
    label_id, shipment_id = label_in(world, "bought")
    world.completed(HandOverShipment(shipment_id=shipment_id))
    assert isinstance(world.ask(VoidShipment(shipment_id=shipment_id))[0], Refused)
    assert state_of(world, label_id) == "bought"
