"""A small merchant: channels, SKUs, locations, customers and stock, and orders placed with it."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from typing import Any

import psycopg

from ordino.engine import SYSTEM, Completed, Outcome, Replayed
from ordino.flows.wiring import load_handlers
from ordino.inventory.commands import ReceiveStock
from ordino.kernel.messages import Command, Refused, StreamEvent
from ordino.kernel.problems import Problem
from ordino.orders.commands import ChangeAction, ChangeOrder, OrderAccepted, PlaceOrder
from ordino.orders.rows import OrderedLine, PostalAddress
from tests.conftest import TestEngine

LONDON = PostalAddress(
    recipient="Ada Byron", street="12 St James's Square", city="London", postal_code="SW1Y 4JH", country="GB"
)
TABLES = (
    "orders_order",
    "orders_line",
    "orders_discount",
    "orders_discount_share",
    "orders_charge",
    "orders_hold",
    "inventory_level",
    "inventory_allocation",
    "inventory_movement",
    "inventory_reservation",
    "engine_command",
    "engine_event",
)


class Merchant:
    """Reference data are written straight into their tables; orders go through the engine."""

    def __init__(self, engine: TestEngine) -> None:
        load_handlers()
        self.engine = engine

    def channel(self, code: str = "shop", **terms: Any) -> int:
        """A channel in pounds whose prices include tax, unless `terms` say otherwise."""
        return self._insert("network_channel", {"code": code, "currency": "GBP", **terms})

    def sku(self, code: str, **attributes: Any) -> int:
        return self._insert("catalog_sku", {"code": code, "name": f"Article {code}", **attributes})

    def bundle(self, code: str, components: dict[str, int]) -> int:
        bundle_id = self.sku(code, kind="bundle")
        for component, quantity in components.items():
            row = {"bundle_id": bundle_id, "sku_id": self.sku_id(component), "quantity": quantity}
            self._insert("catalog_bundle_component", row, answer="bundle_id")
        return bundle_id

    def location(self, code: str) -> int:
        return self._insert("network_location", {"code": code, "country": "GB"})

    def stock(self, sku: str, quantity: int, location: str = "LON") -> None:
        """Receive so many units; SKU and location come to be where they are new."""
        if self.sku_id(sku) is None:
            self.sku(sku)
        if self._id_of("network_location", location) is None:
            self.location(location)
        self.completed(ReceiveStock(sku=sku, location=location, quantity=quantity))

    def customer(self, name: str = "Analytical Engines Ltd", **attributes: Any) -> int:
        return self._insert("parties_customer", {"name": name, "currency": "GBP", **attributes})

    def price_list(self, code: str, prices: Sequence[tuple[str, int, str]], **attributes: Any) -> int:
        """Prices as (SKU, from which quantity on, price of one)."""
        list_id = self._insert("catalog_price_list", {"code": code, "currency": "GBP", **attributes})
        for sku, minimum, price in prices:
            row = {"price_list_id": list_id, "sku_id": self.sku_id(sku), "minimum_quantity": minimum}
            self._insert("catalog_price", {**row, "unit_price": Decimal(price)})
        return list_id

    def tax(self, country: str, rate: str, *, category: str = "standard") -> int:
        row = {"country": country, "category": category, "rate": Decimal(rate), "valid_from": date(2020, 1, 1)}
        return self._insert("network_tax_rate", row)

    def sku_id(self, code: str) -> int | None:
        return self._id_of("catalog_sku", code)

    def place(self, *lines: OrderedLine, **terms: Any) -> int:
        """Place an order; answers its number."""
        return self.accepted(order(*lines, **terms)).order_id

    def accepted(self, command: Command) -> OrderAccepted:
        """Carry out a command on an order; it must be done."""
        result = self.completed(command).result
        assert isinstance(result, OrderAccepted)
        return result

    def change(self, order_id: int, *actions: ChangeAction) -> OrderAccepted:
        """Change an order at the version it has."""
        (version,) = self.order_row(order_id, "version")
        return self.accepted(ChangeOrder(order_id=order_id, expected_version=version, actions=actions))

    def completed(self, command: Command) -> Completed:
        (outcome,) = self.ask(command)
        assert isinstance(outcome, Completed), outcome
        return outcome

    def refused(self, command: Command) -> Problem:
        """The problem a command is refused with; nothing may have changed."""
        before = self.contents()
        (outcome,) = self.ask(command)
        assert isinstance(outcome, Refused), outcome
        assert self.contents() == before
        return outcome.problem

    def ask(self, *commands: Command) -> list[Outcome]:
        return self.engine.execute(commands, actor=SYSTEM)

    def preview(self, command: Command) -> Outcome:
        (outcome,) = self.engine.preview([command], actor=SYSTEM)
        return outcome

    def contents(self) -> dict[str, list[tuple[Any, ...]]]:
        """Every row of orders, stock and journal."""
        return {table: self.rows(f"select t::text from {table} t order by 1") for table in TABLES}

    def lines(self, order_id: int, columns: str) -> list[tuple[Any, ...]]:
        return self.rows(f"select {columns} from orders_line where order_id = %s order by number", order_id)

    def order_row(self, order_id: int, columns: str) -> tuple[Any, ...]:
        (row,) = self.rows(f"select {columns} from orders_order where id = %s", order_id)
        return row

    def holds(self, order_id: int) -> list[str]:
        """The reasons of the open holds."""
        rows = self.rows("select reason from orders_hold where order_id = %s and state = 'open' order by id", order_id)
        return [reason for (reason,) in rows]

    def hold_id(self, order_id: int, reason: str) -> int:
        ((hold_id,),) = self.rows(
            "select id from orders_hold where order_id = %s and reason = %s and state = 'open'", order_id, reason
        )
        return int(hold_id)

    def events(self, order_id: int) -> list[str]:
        rows = self.rows("select kind from engine_event where stream = %s order by sequence", f"order/{order_id}")
        return [kind for (kind,) in rows]

    def free(self, sku: str) -> int:
        """Units of the SKU that are available, at all locations."""
        ((units,),) = self.rows(
            "select coalesce(sum(on_hand - reserved - allocated - unavailable), 0)::bigint from inventory_level "
            "where sku_id = %s",
            self.sku_id(sku),
        )
        return int(units)

    def move(self, order_id: int, line_number: int, source: str, target: str, quantity: int) -> None:
        """Let units come further, as fulfillment would."""
        self.run(
            f"update orders_line set {source} = {source} - %s, {target} = {target} + %s where order_id = %s and number = %s",
            (quantity, quantity, order_id, line_number),
        )

    def rows(self, query: str, *parameters: object) -> list[tuple[Any, ...]]:
        with self._raw() as connection:
            return connection.execute(query, parameters or None).fetchall()

    def run(self, statement: str, parameters: Sequence[object] = ()) -> None:
        with self._raw() as connection:
            connection.execute(statement, parameters)

    @contextmanager
    def _raw(self) -> Iterator["psycopg.Connection[tuple[Any, ...]]"]:
        with self.engine.connection() as connection, connection.transaction():
            connection.execute("select set_config('ordino.command', 'test', true)")
            yield connection

    def _insert(self, table: str, row: dict[str, Any], *, answer: str = "id") -> int:
        columns, places = ", ".join(row), ", ".join(["%s"] * len(row))
        ((key,),) = self.rows(f"insert into {table} ({columns}) values ({places}) returning {answer}", *row.values())
        return int(key)

    def _id_of(self, table: str, code: str) -> int | None:
        found = self.rows(f"select id from {table} where code = %s", code)
        return int(found[0][0]) if found else None


def line(sku: str, quantity: int, unit_price: str | None = None, **terms: Any) -> OrderedLine:
    """So many units of a SKU, at a price or at the list's."""
    price = None if unit_price is None else Decimal(unit_price)
    return OrderedLine(sku=sku, quantity=quantity, unit_price=price, **terms)


def order(*lines: OrderedLine, **terms: Any) -> PlaceOrder:
    """An order of the channel `shop` to a valid address."""
    return PlaceOrder(**{"channel": "shop", "lines": lines, "ship_to": LONDON, **terms})


def kinds(events: Sequence[StreamEvent]) -> list[str]:
    return [happened.event.kind() for happened in events]


def result_of(outcome: Outcome) -> OrderAccepted:
    """The answer of a command that was done, now or before."""
    assert isinstance(outcome, Completed | Replayed), outcome
    assert isinstance(outcome.result, OrderAccepted)
    return outcome.result
