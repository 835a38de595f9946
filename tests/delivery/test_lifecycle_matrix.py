"""Every state × every command: what the table permits changes as it says, what it does not permit changes nothing."""

from collections.abc import Callable

import pytest

from ordino.delivery.commands import (
    AskRates,
    CloseManifest,
    ConfirmDelivery,
    CreateShipment,
    DeliveryCommand,
    HandOverShipment,
    LabelShipment,
    OnShipment,
    PerformServices,
    ReceiveCarrierMessage,
    ReceiveReturnedShipment,
    RecordLabel,
    RecordRates,
    RecordTracking,
    ReportLost,
    ReturnToSender,
    SettleLostShipment,
    ShipPackages,
    VoidShipment,
)
from ordino.delivery.lifecycle import SHIPMENT, STATUSES
from ordino.engine import Actor
from ordino.engine.registry import commands
from ordino.flows.wiring import load_handlers
from ordino.kernel.messages import Refused
from ordino.kernel.problems import NotFound, NotPermitted, StateRefuses
from tests.delivery.world import DeliveryWorld

BUILDERS: dict[type[OnShipment], Callable[[DeliveryWorld, int], OnShipment]] = {
    LabelShipment: lambda w, s: LabelShipment(shipment_id=s),
    VoidShipment: lambda w, s: VoidShipment(shipment_id=s),
    HandOverShipment: lambda w, s: HandOverShipment(shipment_id=s),
    ConfirmDelivery: lambda w, s: ConfirmDelivery(
        shipment_id=s, how="collected" if w.state(s) == "ready_for_pickup" else "left"
    ),
    ReportLost: lambda w, s: ReportLost(shipment_id=s),
    ReturnToSender: lambda w, s: ReturnToSender(shipment_id=s),
    SettleLostShipment: lambda w, s: SettleLostShipment(shipment_id=s, decision="write_off"),
    ReceiveReturnedShipment: lambda w, s: ReceiveReturnedShipment(shipment_id=s),
}
WITHOUT_SHIPMENT = {
    CreateShipment, ShipPackages, PerformServices, CloseManifest, RecordTracking, RecordLabel, AskRates, RecordRates,
    ReceiveCarrierMessage,
}  # fmt: skip


def shipment_in(world: DeliveryWorld, state: str) -> int:
    """A shipment brought to the state by commands."""
    match state:
        case "created" | "labeled" | "voided":
            shipment_id = world.create(world.packed_order(("A", 1))[1])
            if state != "created":
                world.label(shipment_id)
            if state == "voided":
                world.completed(VoidShipment(shipment_id=shipment_id))
        case "ready_for_pickup" | "collected":
            shipment_id = world.for_pickup(("A", 1))[1]
            if state == "collected":
                world.completed(ConfirmDelivery(shipment_id=shipment_id, how="collected"))
        case "received_back":
            shipment_id = shipment_in(world, "returned_to_sender")
            world.completed(ReceiveReturnedShipment(shipment_id=shipment_id))
        case _:
            shipment_id = world.on_its_way(("A", 1))[1]
            if state != "handed_over":
                world.completed(world.said(shipment_id, state))  # type: ignore[arg-type]
    assert world.state(shipment_id) == state
    return shipment_id


@pytest.mark.parametrize("command", BUILDERS, ids=lambda command: command.kind())
def test_each_command_does_in_each_state_what_the_table_says(world: DeliveryWorld, command: type[OnShipment]) -> None:
    for state in SHIPMENT.states:
        shipment_id = shipment_in(world, state)
        asked = BUILDERS[command](world, shipment_id)
        target = SHIPMENT.target(state, command.kind())

        if target is None:
            problem = world.refused(asked)
            assert isinstance(problem, StateRefuses), (state, problem)
            assert (problem.state, problem.command, problem.permitted) == (
                state,
                command.kind(),
                SHIPMENT.permitted(state),
            )
        else:
            assert world.shipment(asked).state == target
            assert world.state(shipment_id) == target


@pytest.mark.parametrize("status", STATUSES)
def test_each_message_does_in_each_state_what_the_table_says(world: DeliveryWorld, status: str) -> None:
    for state in SHIPMENT.states:
        shipment_id = shipment_in(world, state)
        asked = world.said(shipment_id, status, hours=5)  # type: ignore[arg-type]
        target = SHIPMENT.target(state, "RecordTracking", status)

        if target is None:
            assert isinstance(world.refused(asked), StateRefuses), state
        else:
            assert world.shipment(asked).state == target, state
            assert world.state(shipment_id) == target


def test_every_command_on_a_shipment_is_in_the_table_and_in_the_matrix() -> None:
    load_handlers()
    handled = {command for command in commands() if issubclass(command, DeliveryCommand)}

    assert handled - WITHOUT_SHIPMENT == set(BUILDERS)
    assert {command.kind() for command in (*BUILDERS, RecordTracking, RecordLabel)} == set(SHIPMENT.commands())


@pytest.mark.parametrize("shipment_id", [0, -1, 999_999, 2**70])
def test_a_shipment_that_does_not_exist(world: DeliveryWorld, shipment_id: int) -> None:
    for command, build in BUILDERS.items():
        asked = build(world, 1) if command is not ConfirmDelivery else ConfirmDelivery(shipment_id=1)
        nowhere = type(asked)(**{**{f: getattr(asked, f) for f in asked.__struct_fields__}, "shipment_id": shipment_id})
        assert world.refused(nowhere) == NotFound(what="shipment", reference=str(shipment_id)), command
    assert world.refused(world.said(shipment_id, "lost")) == NotFound(what="shipment", reference=str(shipment_id))


def test_who_may_not_ship_cannot(world: DeliveryWorld) -> None:
    _, packages = world.packed_order()
    picker = Actor("Mallory", frozenset({"fulfillment.*"}))

    (outcome,) = world.engine.execute([ShipPackages(package_ids=packages)], actor=picker)

    assert outcome == Refused(NotPermitted(permission="delivery.ship_packages", actor="Mallory"))
