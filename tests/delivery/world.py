"""A merchant whose orders are packed, and what becomes of their shipments."""

from typing import Any

from ordino.delivery.commands import (
    CreateShipment,
    HandOverShipment,
    LabelShipment,
    RecordTracking,
    ShipmentResult,
    ShipPackages,
    Status,
)
from ordino.engine import Completed, Outcome, Replayed
from ordino.fulfillment.commands import PackPackage, PickUnits, PlanFulfillment
from ordino.fulfillment.rows import PackedUnits
from ordino.kernel.messages import Command
from ordino.network.commands import RateEntry, RegisterCarrier, ServiceEntry
from tests.support.merchant import Merchant, line

TABLES = (
    "delivery_shipment",
    "delivery_line",
    "delivery_tracking",
    "delivery_manifest",
    "fulfillment_order",
    "fulfillment_line",
    "fulfillment_package",
)


class DeliveryWorld(Merchant):
    """`pack` answers packages, `create`, `label` and `ship` answer shipments."""

    def open_shop(self) -> None:
        self.channel()
        self.tax("GB", "20")
        self.location("LON")
        self.carrier("POST", ECONOMY=(300, 5))
        self.carrier("PARCEL", STANDARD=(450, 2), EXPRESS=(900, 1))

    def carrier(self, code: str, **services: tuple[int, int]) -> None:
        """A carrier within the country; each service has a price in minor units and days in transit."""
        self.completed(
            RegisterCarrier(
                code=code,
                services=tuple(
                    ServiceEntry(
                        code=service,
                        rates=(
                            RateEntry(
                                from_country="GB",
                                to_country="GB",
                                max_weight_grams=30_000,
                                amount_minor=cost,
                                currency="GBP",
                                transit_days=days,
                            ),
                        ),
                    )
                    for service, (cost, days) in services.items()
                ),
            )
        )

    def order(self, *lines: tuple[str, int], **terms: Any) -> int:
        """An order of (SKU, quantity) at 10.00 each, with enough in stock."""
        for sku, quantity in lines:
            self.stock(sku, quantity)
        return self.place(*[line(sku, quantity, "10.00") for sku, quantity in lines], **terms)

    def plan(self, order_id: int, **terms: Any) -> int:
        """Everything that is allocated, picked; answers the fulfillment order."""
        self.completed(PlanFulfillment(order_id=order_id, release=True, **terms))
        ((key,),) = self.rows(
            "select id from fulfillment_order where order_id = %s and state = 'released' order by id", order_id
        )
        self.completed(PickUnits(fulfillment_order_id=key))
        return int(key)

    def pack(self, order_id: int, *packages: dict[int, int], **terms: Any) -> tuple[int, ...]:
        """The packages of an order: one of everything, or one for each {line: quantity}."""
        key = self.plan(order_id, **terms)
        for content in packages or ({},):
            units = tuple(PackedUnits(number, quantity) for number, quantity in content.items())
            self.completed(PackPackage(fulfillment_order_id=key, lines=units, weight_grams=1_250))
        rows = self.rows("select id from fulfillment_package where fulfillment_order_id = %s order by id", key)
        return tuple(int(package) for (package,) in rows)

    def packed_order(self, *lines: tuple[str, int], **terms: Any) -> tuple[int, tuple[int, ...]]:
        """An order and its one package."""
        order_id = self.order(*(lines or (("A", 3),)), **terms)
        return order_id, self.pack(order_id)

    def create(self, package_ids: tuple[int, ...], **terms: Any) -> int:
        return self.shipment(CreateShipment(package_ids=package_ids, **terms)).shipment_id

    def label(self, shipment_id: int, tracking_number: str = "") -> str:
        return self.shipment(LabelShipment(shipment_id=shipment_id, tracking_number=tracking_number)).tracking_number

    def labeled(self, *lines: tuple[str, int]) -> tuple[int, int]:
        """An order and its labeled shipment."""
        order_id, packages = self.packed_order(*lines)
        shipment_id = self.create(packages)
        self.label(shipment_id)
        return order_id, shipment_id

    def on_its_way(self, *lines: tuple[str, int]) -> tuple[int, int]:
        """An order and its shipment that was handed over."""
        order_id, shipment_id = self.labeled(*lines)
        self.completed(HandOverShipment(shipment_id=shipment_id))
        return order_id, shipment_id

    def for_pickup(self, *lines: tuple[str, int]) -> tuple[int, int]:
        """An order and its shipment that is ready for pickup."""
        order_id = self.order(*(lines or (("A", 3),)))
        return order_id, self.create(self.pack(order_id, method="pickup"))

    def ship(self, package_ids: tuple[int, ...], **terms: Any) -> int:
        return self.shipment(ShipPackages(package_ids=package_ids, **terms)).shipment_id

    def shipment(self, command: Command) -> ShipmentResult:
        """Carry out a command on a shipment; it must be done."""
        return shipment_of(self.completed(command))

    def said(
        self, shipment_id: int, status: Status, *, hours: int = 0, event_id: str = "", **more: Any
    ) -> RecordTracking:
        """What a carrier says, so many hours from now."""
        occurred_at = self.engine.clock().replace(hour=9 + hours)
        return RecordTracking(
            shipment_id=shipment_id, status=status, occurred_at=occurred_at, event_id=event_id, **more
        )

    def contents(self) -> dict[str, list[tuple[Any, ...]]]:
        own = {table: self.rows(f"select t::text from {table} t order by 1") for table in TABLES}
        return super().contents() | own

    def state(self, shipment_id: int) -> str:
        ((state,),) = self.rows("select state from delivery_shipment where id = %s", shipment_id)
        return str(state)

    def after_shipping(self, order_id: int) -> list[tuple[Any, ...]]:
        """Packed, shipped, delivered and written off units of each line."""
        return self.lines(order_id, "packed, shipped, delivered, written_off")

    def on_hand(self, sku: str) -> tuple[int, int]:
        """Units on hand and allocated at all locations."""
        (row,) = self.rows(
            "select sum(on_hand)::bigint, sum(allocated)::bigint from inventory_level where sku_id = %s",
            self.sku_id(sku),
        )
        return int(row[0]), int(row[1])


def shipment_of(outcome: Outcome) -> ShipmentResult:
    assert isinstance(outcome, Completed | Replayed), outcome
    assert isinstance(outcome.result, ShipmentResult)
    return outcome.result
