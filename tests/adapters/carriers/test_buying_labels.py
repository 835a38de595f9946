"""Labels bought of a carrier outside: once, whatever is lost on the way; given back when nobody needs them."""

from datetime import timedelta

import pytest
from msgspec.structs import replace

from ordino.delivery.commands import (
    AskRates,
    CreateShipment,
    HandOverShipment,
    LabelShipment,
    RecordLabel,
    ShipPackages,
    VoidShipment,
)
from ordino.delivery.events import ShipmentCreated
from ordino.delivery.problems import LabelBeingBought, NoLabelToBuy
from ordino.engine import Completed, Replayed
from ordino.engine.effects import MAXIMUM_ATTEMPTS, run_due_effects
from ordino.kernel.problems import NotFound, StateRefuses
from ordino.workers.giving_up import let_somebody_ask
from ordino.workers.performers import performers
from tests.adapters.carriers.easypost_server import DOCUMENT, EasyPostServer
from tests.delivery.world import DeliveryWorld

GROUND = "USPS/GroundAdvantage"


def work(world: DeliveryWorld, *, after: timedelta = timedelta(0)) -> int:
    """What a worker does that looks so much later."""
    world.engine.clock.set(world.engine.clock() + after)
    return run_due_effects(world.engine, performers(world.engine), give_up=let_somebody_ask(world.engine))


def asked_for(world: DeliveryWorld, service: str = GROUND, **packed: int) -> tuple[int, int]:
    """An order and its shipment whose label is asked for."""
    order_id, packages = world.packed_order(*packed.items())
    shipment_id = world.create(packages, carrier="easypost", service=service)
    world.completed(LabelShipment(shipment_id=shipment_id))
    return order_id, shipment_id


def label(world: DeliveryWorld, columns: str = "state") -> tuple[object, ...]:
    (row,) = world.rows(f"select {columns} from delivery_label order by id desc limit 1")
    return row


def exceptions(world: DeliveryWorld) -> list[str]:
    return [kind for (kind,) in world.rows("select kind from exceptions_exception order by id")]


def test_a_label_is_asked_for_bought_and_put_on_its_shipment(world: DeliveryWorld, easypost: EasyPostServer) -> None:
    order_id, shipment_id = asked_for(world)
    assert (world.state(shipment_id), easypost.bought) == ("created", [])

    assert work(world) == 1

    assert world.state(shipment_id) == "labeled"
    assert label(world, "state, tracking_number, cost_minor, currency, document, media_type") == (
        "bought", "940000000001", 420, "GBP", DOCUMENT, "application/pdf",
    )  # fmt: skip
    assert world.rows("select tracking_number, cost_minor from delivery_shipment") == [("940000000001", 420)]
    assert world.events(order_id)[-3:] == ["LabelRequested", "LabelBought", "ShipmentLabeled"]
    world.completed(HandOverShipment(shipment_id=shipment_id))
    assert work(world, after=timedelta(hours=2)) == 0
    assert len(easypost.bought) == 1


def test_the_carrier_is_told_addresses_weight_and_what_stands_on_its_invoice(
    world: DeliveryWorld, easypost: EasyPostServer
) -> None:
    _, shipment_id = asked_for(world)
    work(world)
    (shipment,) = easypost.shipments.values()
    told = shipment["asked"]
    assert told["parcel"] == {"weight": "44.1"}  # 1,250 g
    assert told["to_address"]["zip"] == "SW1Y 4JH"
    assert told["from_address"]["country"] == "GB"
    assert told["options"]["print_custom_1"] == f"shipment/{shipment_id}"
    assert told["is_return"] is False


def test_asked_for_twice_it_is_bought_once(world: DeliveryWorld, easypost: EasyPostServer) -> None:
    _, shipment_id = asked_for(world)
    (again,) = world.ask(LabelShipment(shipment_id=shipment_id))
    assert isinstance(again, Replayed)
    problem = world.refused(LabelShipment(shipment_id=shipment_id, tracking_number="T1"))
    assert problem == LabelBeingBought(shipment_id=shipment_id, carrier="easypost")
    work(world)
    assert len(easypost.bought) == 1


@pytest.mark.parametrize("fault", ["answer_lost", "slow"])
def test_the_answer_is_lost_after_the_purchase_the_label_is_asked_about_and_not_bought_again(
    world: DeliveryWorld, easypost: EasyPostServer, fault: str
) -> None:
    _, shipment_id = asked_for(world)
    easypost.next_calls("", fault)
    assert work(world) == 1
    assert (world.state(shipment_id), len(easypost.bought)) == ("created", 1)

    assert work(world, after=timedelta(minutes=5)) == 1

    assert (world.state(shipment_id), len(easypost.bought)) == ("labeled", 1)


@pytest.mark.parametrize(
    "faults", [("lost",), ("answer_lost",), ("limited",), ("broken",), ("", "lost"), ("", "broken")]
)
def test_what_did_not_happen_is_tried_again_and_paid_once(
    world: DeliveryWorld, easypost: EasyPostServer, faults: tuple[str, ...]
) -> None:
    _, shipment_id = asked_for(world)
    easypost.next_calls(*faults)
    work(world)
    assert (world.state(shipment_id), easypost.bought) == ("created", [])

    work(world, after=timedelta(minutes=5))

    assert (world.state(shipment_id), len(easypost.bought), len(easypost.shipments)) == ("labeled", 1, 1)


def test_a_worker_that_dies_after_the_purchase_leaves_it_to_the_next(
    world: DeliveryWorld, easypost: EasyPostServer
) -> None:
    _, shipment_id = asked_for(world)
    easypost.next_calls("", "answer_lost")
    work(world)
    world.run("update engine_effect set state = 'calling', due_at = %s", [world.engine.clock()])

    assert work(world, after=timedelta(minutes=3)) == 1

    assert (world.state(shipment_id), len(easypost.bought)) == ("labeled", 1)


def test_a_purchase_that_nobody_answers_to_the_last_is_somebodys_work(
    world: DeliveryWorld, easypost: EasyPostServer
) -> None:
    order_id, shipment_id = asked_for(world)
    easypost.next_calls(*["broken"] * (MAXIMUM_ATTEMPTS + 1))
    for _ in range(MAXIMUM_ATTEMPTS - 1):
        work(world, after=timedelta(hours=2))
    assert (exceptions(world), world.state(shipment_id)) == ([], "created")

    work(world, after=timedelta(hours=2))

    assert world.rows("select kind, subject, order_id, owner, state from exceptions_exception") == [
        ("label_unanswered", f"shipment/{shipment_id}", order_id, "warehouse", "open")
    ]
    assert work(world, after=timedelta(hours=2)) == 0


def test_a_refused_purchase_is_somebodys_work_and_may_be_tried_again(
    world: DeliveryWorld, easypost: EasyPostServer
) -> None:
    order_id, shipment_id = asked_for(world)
    easypost.declines = "Insufficient funds"
    work(world)

    assert (world.state(shipment_id), label(world)) == ("created", ("refused",))
    assert label(world, "reason") == ("Insufficient funds (PAYMENT_REQUIRED)",)
    assert "LabelRefused" in world.events(order_id)
    assert exceptions(world) == ["label_refused"]
    easypost.declines = ""
    world.completed(LabelShipment(shipment_id=shipment_id))
    work(world)
    assert (world.state(shipment_id), len(easypost.bought)) == ("labeled", 1)


def test_a_service_that_does_not_carry_it_is_refused_with_what_does(
    world: DeliveryWorld, easypost: EasyPostServer
) -> None:
    asked_for(world, "USPS/Teleport")
    work(world)
    assert label(world, "reason") == (
        "USPS/Teleport does not carry it; EasyPost offers USPS/Express, USPS/GroundAdvantage",
    )


def test_two_parcels_are_refused_where_a_label_carries_one(world: DeliveryWorld, easypost: EasyPostServer) -> None:
    order_id = world.order(("A", 2))
    packages = world.pack(order_id, {1: 1}, {1: 1})
    shipment_id = world.create(packages, carrier="easypost", service=GROUND)
    world.completed(LabelShipment(shipment_id=shipment_id))
    work(world)
    assert (world.state(shipment_id), label(world), easypost.shipments) == ("created", ("refused",), {})


def test_a_voided_shipment_gives_its_label_back(world: DeliveryWorld, easypost: EasyPostServer) -> None:
    order_id, shipment_id = asked_for(world)
    work(world)
    world.completed(VoidShipment(shipment_id=shipment_id))
    assert label(world) == ("void_requested",)
    easypost.next_calls("answer_lost")
    work(world)
    assert label(world) == ("void_requested",)

    work(world, after=timedelta(minutes=5))

    assert label(world) == ("voided",)
    assert len(easypost.refunded) == 1
    assert world.events(order_id)[-1] == "LabelVoided"


def test_a_carrier_that_does_not_take_it_back_is_somebodys_work(world: DeliveryWorld, easypost: EasyPostServer) -> None:
    _, shipment_id = asked_for(world)
    work(world)
    easypost.refuses_refunds = True
    world.completed(VoidShipment(shipment_id=shipment_id))
    work(world)
    assert label(world, "state, reason") == ("void_refused", "the refund is rejected")
    assert exceptions(world) == ["label_not_refunded"]


def test_called_off_before_the_answer_what_was_bought_is_given_back(
    world: DeliveryWorld, easypost: EasyPostServer
) -> None:
    _, shipment_id = asked_for(world)
    easypost.next_calls("", "answer_lost")
    work(world)
    world.completed(VoidShipment(shipment_id=shipment_id))
    assert label(world) == ("unwanted",)

    work(world, after=timedelta(minutes=5))
    work(world)

    assert label(world) == ("voided",)
    assert (len(easypost.bought), len(easypost.refunded)) == (1, 1)
    assert world.state(shipment_id) == "voided"


def test_packages_shipped_in_one_step_wait_for_the_label_of_a_carrier_outside(
    world: DeliveryWorld, easypost: EasyPostServer
) -> None:
    order_id, packages = world.packed_order()
    shipment_id = world.ship(packages, carrier="easypost", service=GROUND)
    assert world.state(shipment_id) == "created"
    assert isinstance(world.refused(HandOverShipment(shipment_id=shipment_id)), StateRefuses)
    assert world.after_shipping(order_id) == [(3, 0, 0, 0)]
    work(world)
    world.completed(HandOverShipment(shipment_id=shipment_id))
    assert world.after_shipping(order_id) == [(0, 3, 0, 0)]


def test_a_preview_asks_nobody(world: DeliveryWorld, easypost: EasyPostServer) -> None:
    _, packages = world.packed_order()
    assert isinstance(world.preview(ShipPackages(package_ids=packages, carrier="easypost", service=GROUND)), Completed)
    assert work(world) == 0
    assert easypost.shipments == {}


def test_the_best_of_tables_and_offers_by_cost_and_promise(world: DeliveryWorld, easypost: EasyPostServer) -> None:
    _, packages = world.packed_order()
    world.completed(AskRates(package_ids=packages))
    assert work(world) == 1
    assert easypost.bought == []

    outcome = world.completed(CreateShipment(package_ids=packages))

    (created,) = [happened.event for happened in outcome.events]
    assert isinstance(created, ShipmentCreated)
    weighed = [(one.carrier, one.service, one.cost_minor, one.chosen) for one in created.candidates]
    assert weighed == [
        ("POST", "ECONOMY", 300, created.carrier == "POST"),
        ("easypost", GROUND, 420, created.carrier == "easypost"),
        ("PARCEL", "STANDARD", 450, False),
        ("PARCEL", "EXPRESS", 900, False),
        ("easypost", "USPS/Express", 1251, False),
    ]
    assert (created.carrier, created.service) == ("POST", "ECONOMY")


def test_where_the_promise_is_near_an_offer_wins(world: DeliveryWorld, easypost: EasyPostServer) -> None:
    _, packages = world.packed_order()
    world.run("update sourcing_promise set deliver_by = %s", ["2026-03-05"])
    world.completed(AskRates(package_ids=packages))
    work(world)
    created = world.shipment(CreateShipment(package_ids=packages))
    assert (created.carrier, created.service, created.cost_minor) == ("easypost", GROUND, 420)


def test_an_offer_stands_for_half_a_day(world: DeliveryWorld, easypost: EasyPostServer) -> None:
    _, packages = world.packed_order()
    world.run("update sourcing_promise set deliver_by = %s", ["2026-03-05"])
    world.completed(AskRates(package_ids=packages))
    work(world)
    world.engine.clock.set(world.engine.clock() + timedelta(hours=12))
    assert world.shipment(CreateShipment(package_ids=packages)).carrier == "PARCEL"


def test_an_answer_that_does_not_fit_is_refused(world: DeliveryWorld, easypost: EasyPostServer) -> None:
    asked_for(world)
    ((key,),) = world.rows("select id from delivery_label")
    voided = RecordLabel(label_id=key, outcome="voided")
    assert world.refused(voided) == NoLabelToBuy(label_id=key, state="requested", outcome="voided")
    assert world.refused(replace(voided, label_id=999)) == NotFound(what="label", reference="999")
    bought = RecordLabel(label_id=key, outcome="bought", tracking_number="T1", cost_minor=1, currency="GBP")
    world.completed(bought)
    (again,) = world.ask(bought)
    assert isinstance(again, Replayed)
    assert world.refused(replace(bought, tracking_number="T2")) == NoLabelToBuy(
        label_id=key, state="bought", outcome="bought"
    )
