"""A small world of SKUs and locations, written straight into the reference tables, and a unit of work."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any, TypeVar

import psycopg

from ordino.engine import SYSTEM, Completed, Unit
from ordino.inventory.commands import ReceiveStock
from ordino.inventory.rows import LevelRow
from ordino.kernel.messages import Command, Event, Refused, Result
from ordino.kernel.problems import Problem
from tests.conftest import TestEngine

R = TypeVar("R", bound=Result)

TABLES = (
    "level",
    "movement",
    "bucket",
    "allocation",
    "reservation",
    "incoming",
    "transfer",
    "transfer_line",
    "lot",
    "serial",
)


class World:
    """`sku("A")` and `location("L1")` answer ids; `level` sets what is there; `unit` is a transaction."""

    def __init__(self, engine: TestEngine) -> None:
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

    def stock(self, sku: str, location: str, quantity: int) -> None:
        """Units received from a supplier, the proper way."""
        self.done(ReceiveStock(sku=sku, location=location, quantity=quantity))

    @property
    def now(self) -> datetime:
        return self.engine.clock()

    def wait(self, **duration: int) -> None:
        """Let time pass: `wait(minutes=15)`."""
        self.engine.clock.set(self.now + timedelta(**duration))

    def done(self, command: Command) -> Result:
        """Carry the command out; fails where it is refused."""
        (outcome,) = self.engine.execute([command], actor=SYSTEM)
        assert isinstance(outcome, Completed), outcome
        return outcome.result

    def answer(self, command: Command, result: type[R]) -> R:
        """Carry the command out and answer its result."""
        answer = self.done(command)
        assert isinstance(answer, result)
        return answer

    def refused(self, command: Command) -> Problem:
        """The problem of a command that must be refused and change nothing."""
        before = self.everything()
        (outcome,) = self.engine.execute([command], actor=SYSTEM)
        assert isinstance(outcome, Refused), outcome
        assert self.everything() == before
        return outcome.problem

    def events(self, command: Command) -> list[Event]:
        """Carry the command out and answer what happened."""
        (outcome,) = self.engine.execute([command], actor=SYSTEM)
        assert isinstance(outcome, Completed), outcome
        return [entry.event for entry in outcome.events]

    def everything(self) -> list[list[tuple[Any, ...]]]:
        """All facts of stock, to see that a refusal changed none."""
        return [self.rows(f"select * from inventory_{table} order by 1, 2, 3") for table in TABLES]

    def folds(self) -> dict[tuple[int, str], int]:
        """What each held account holds, from the movements alone."""
        rows = self.rows(
            "select sku_id, account, sum(quantity)::bigint from ("
            "select sku_id, to_account as account, quantity from inventory_movement union all "
            "select sku_id, from_account, -quantity from inventory_movement) as entry "
            "where account like 'location/%' or account like 'transit/%' group by 1, 2 having sum(quantity) <> 0"
        )
        return {(sku_id, account): quantity for sku_id, account, quantity in rows}

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
            return connection.execute(query, parameters or None).fetchall()

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
