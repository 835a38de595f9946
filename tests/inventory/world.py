"""A small world of SKUs and locations, written straight into the reference tables, and a unit of work."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg

from ordino.engine import SYSTEM, Engine, Unit
from ordino.inventory.rows import LevelRow


class World:
    """`sku("A")` and `location("L1")` answer ids; `level` sets what is there; `unit` is a transaction."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    def sku(self, code: str) -> int:
        return self._insert("insert into catalog_sku (code) values (%s) returning id", code)

    def location(self, code: str) -> int:
        return self._insert("insert into network_location (code, country) values (%s, 'GB') returning id", code)

    def channel(self, code: str, stock_buffer: int) -> int:
        return self._insert(
            "insert into network_channel (code, currency, stock_buffer) values (%s, 'GBP', %s) returning id",
            code,
            stock_buffer,
        )

    def level(self, sku_id: int, location_id: int, on_hand: int, *, reserved: int = 0, unavailable: int = 0) -> None:
        with self.raw() as connection:
            connection.execute(
                "insert into inventory_level (sku_id, location_id, on_hand, reserved, unavailable) "
                "values (%s, %s, %s, %s, %s)",
                (sku_id, location_id, on_hand, reserved, unavailable),
            )

    def levels(self) -> list[LevelRow]:
        rows = self.rows(
            "select sku_id, location_id, on_hand, reserved, allocated, unavailable, safety_stock from inventory_level "
            "order by sku_id, location_id"
        )
        return [LevelRow(*row) for row in rows]

    def one_level(self) -> LevelRow:
        (only,) = self.levels()
        return only

    def rows(self, query: str, *parameters: object) -> list[tuple[Any, ...]]:
        with self.raw() as connection:
            return connection.execute(query, parameters or None).fetchall()  # type: ignore[call-overload, no-any-return]

    @contextmanager
    def unit(self) -> Iterator[Unit]:
        """One transaction that may write; it commits at the end of the block."""
        with self.raw() as connection:
            yield Unit(connection, now=self.engine.clock(), actor=SYSTEM)

    @contextmanager
    def raw(self) -> Iterator["psycopg.Connection[tuple[Any, ...]]"]:
        with self.engine.connection() as connection, connection.transaction():
            connection.execute("select set_config('ordino.command', 'test', true)")
            yield connection

    def _insert(self, query: str, *parameters: object) -> int:
        ((new_id,),) = self.rows(query, *parameters)
        return int(new_id)
