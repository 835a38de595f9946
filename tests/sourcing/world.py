"""Channels, locations, SKUs, stock and placed orders for sourcing, and what became of them."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from msgspec.structs import replace

from ordino.engine import SYSTEM, Completed, Outcome
from ordino.flows.wiring import load_handlers
from ordino.kernel.messages import Command, Result
from ordino.sourcing.commands import LineToSource, SourceOrder
from tests.conftest import TestEngine
from tests.inventory.world import World


class SourcingWorld(World):
    """Lines are given as (SKU code, quantity); what they answer is told in codes, too."""

    engine: TestEngine

    def __init__(self, engine: TestEngine) -> None:
        super().__init__(engine)
        load_handlers()
        self.skus: dict[str, int] = {}
        self.places: dict[str, int] = {}
        self.shop = self.channel("shop", 0)

    def stock(self, sku: str, location: str, quantity: int) -> None:
        """So many units on hand; the SKU and the location come to be where they are new."""
        sku_id = self.skus.get(sku) or self.skus.setdefault(sku, self.sku(sku))
        location_id = self.places.get(location) or self.places.setdefault(location, self.location(location))
        self.level(sku_id, location_id, quantity)

    def put(self, sku: str, location: str, quantity: int) -> None:
        """More units on hand, without a receipt."""
        self.run(
            "update inventory_level set on_hand = on_hand + %s where sku_id = %s and location_id = %s",
            (quantity, self.skus[sku], self.places[location]),
        )

    def order(self, *lines: tuple[str, int], placed_at: datetime | None = None, **terms: Any) -> SourceOrder:
        """A confirmed order whose units are unsourced, and the command that sources it."""
        placed = placed_at or self.engine.clock()
        ((order_id,),) = self.rows(
            "insert into orders_order (channel_id, state, version, currency, prices_include_tax, payment_terms, priority, "
            "ship_complete, maximum_parcels, out_of_stock, ship_to, goods_minor, discount_minor, shipping_minor, fee_minor, "
            "tax_minor, placed_total_minor, total_minor, placed_at, recorded_at) values (%s, 'confirmed', 1, 'GBP', true, "
            "'prepaid', %s, %s, %s, %s, '{\"country\": \"GB\"}', 0, 0, 0, 0, 0, 0, 0, %s, %s) returning id",
            self.shop,
            terms.pop("priority", 0),
            terms.get("ship_complete", False),
            terms.get("maximum_parcels"),
            terms.get("out_of_stock", "backorder"),
            placed,
            placed,
        )
        demand = []
        for number, (sku, quantity) in enumerate(lines, 1):
            sku_id = self.skus.get(sku) or self.skus.setdefault(sku, self.sku(sku))
            self.run(
                "insert into orders_line (order_id, number, sku_id, sku, ordered, unsourced, unit_price, goods_minor, "
                "discount_minor, amount_minor, tax_category, tax_rate, tax_minor) "
                "values (%s, %s, %s, %s, %s, %s, 0, 0, 0, 0, 'standard', 0, 0)",
                (order_id, number, sku_id, sku, quantity, quantity),
            )
            demand.append(LineToSource(number, sku_id, sku, quantity))
        return SourceOrder(
            order_id=order_id, channel_id=self.shop, placed_at=placed, lines=tuple(demand), country="GB", **terms
        )

    def order_of_two_steps(
        self, first: tuple[str, int], added: tuple[str, int], **terms: Any
    ) -> tuple[SourceOrder, SourceOrder]:
        """The commands that source an order's first line, then the second."""
        whole = self.order(first, added, **terms)
        return replace(whole, lines=whole.lines[:1]), replace(whole, lines=whole.lines[1:])

    def source(self, *lines: tuple[str, int], **terms: Any) -> int:
        """Place and source an order; answers its number."""
        command = self.order(*lines, **terms)
        self.do(command)
        return command.order_id

    def do(self, command: Command) -> Result:
        """Carry the command out; it must not be refused."""
        (outcome,) = self.engine.execute([command], actor=SYSTEM)
        assert isinstance(outcome, Completed), outcome
        return outcome.result

    def ask(self, *commands: Command) -> Sequence[Outcome]:
        return self.engine.execute(commands, actor=SYSTEM)

    def buckets(self, order_id: int) -> list[tuple[int, int, int, int]]:
        """Unsourced, backordered, allocated, canceled of each line."""
        return self.rows(  # type: ignore[return-value]
            "select unsourced, backordered, allocated, canceled from orders_line where order_id = %s order by number",
            order_id,
        )

    def allocations(self, order_id: int) -> list[tuple[int, str, int]]:
        """Line, location and quantity."""
        return self.rows(  # type: ignore[return-value]
            "select line_number, code, quantity from inventory_allocation join network_location on id = location_id "
            "where order_id = %s order by line_number, quantity desc, code",
            order_id,
        )

    def promises(self, order_id: int) -> list[tuple[int, int, int, str, date | None]]:
        """Line, part, quantity, source, delivery day."""
        return self.rows(  # type: ignore[return-value]
            "select line_number, part, quantity, source, deliver_by from sourcing_promise where order_id = %s "
            "order by line_number, part",
            order_id,
        )

    def events(self, order_id: int) -> list[str]:
        rows = self.rows("select kind from engine_event where stream = %s order by sequence", f"order/{order_id}")
        return [kind for (kind,) in rows]

    def stock_of(self, sku: str, location: str) -> tuple[int, int, int]:
        """On hand, allocated, available."""
        (level,) = [
            row for row in self.levels() if (row.sku_id, row.location_id) == (self.skus[sku], self.places[location])
        ]
        return level.on_hand, level.allocated, level.available

    def incoming(self, sku: str, location: str, quantity: int, expected_at: datetime) -> int:
        ((incoming_id,),) = self.rows(
            "insert into inventory_incoming (sku_id, location_id, quantity, expected_at) values (%s, %s, %s, %s) returning id",
            self.skus[sku],
            self.places[location],
            quantity,
            expected_at,
        )
        return int(incoming_id)

    def transit(self, days: int, to_country: str = "GB") -> None:
        """A carrier from here to the country that takes so many days."""
        ((carrier_id,),) = self.rows("insert into network_carrier (code) values (%s) returning id", f"to-{to_country}")
        ((service_id,),) = self.rows(
            "insert into network_service (carrier_id, code) values (%s, 'parcel') returning id", carrier_id
        )
        self.run(
            "insert into network_rate (service_id, from_country, to_country, max_weight_grams, amount_minor, currency, "
            "transit_days) values (%s, 'GB', %s, 30000, 500, 'GBP', %s)",
            (service_id, to_country, days),
        )

    def run(self, statement: str, parameters: Sequence[object] = ()) -> None:
        with self.raw() as connection:
            connection.execute(statement, parameters)  # type: ignore[call-overload]
