"""Bare SQL: the same rows into the same tables, with nothing decided, in the fastest of two ways."""

from collections.abc import Callable
from itertools import chain
from typing import Any, Literal, cast

import psycopg

from ordino.simulation.benchmarks.figures import Stopwatch
from ordino.simulation.benchmarks.world import SQL
from ordino.simulation.benchmarks.written import CONDITIONS, TableRows, WrittenBatch

Way = Literal["json_to_recordset", "multi-row values"]
WAYS: tuple[Way, ...] = ("json_to_recordset", "multi-row values")
Connection = psycopg.Connection[tuple[Any, ...]]
_MAXIMUM_PARAMETERS = 65_535


class BareWriter:
    """Writes batches on one connection, one transaction each: prepared statements, sent as a pipeline, committed durably."""

    def __init__(self, url: str, way: Way) -> None:
        self.way = way
        self.connection: Connection = psycopg.connect(
            url, prepare_threshold=0, options="-c timezone=UTC -c jit=off -c synchronous_commit=on"
        )
        self.connection.prepared_max = None
        self._write: Callable[[TableRows], None] = self._as_json if way == "json_to_recordset" else self._as_values

    @property
    def process_id(self) -> int:
        return self.connection.info.backend_pid

    def write(self, batch: WrittenBatch, watch: Stopwatch) -> None:
        """One batch, measured from before its first statement until its commit was answered."""
        with watch.running(), self.connection.transaction(), self.connection.pipeline():
            for part in batch.tables:
                self._write(part)
            self.connection.execute(cast(Any, SQL.add_to_levels_from_json.text), [batch.levels.json])

    def close(self) -> None:
        self.connection.close()

    def _as_json(self, part: TableRows) -> None:
        table = part.table
        types = ", ".join(f"{column.name} {column.type}" for column in table.columns)
        self.connection.execute(
            cast(
                Any,
                f"insert into {table.name} ({table.names}) "  # noqa: S608 - names from the code, not from outside
                f"select {table.names} from json_to_recordset(%s::json) as r({types})",
            ),
            [part.json],
        )

    def _as_values(self, part: TableRows) -> None:
        table = part.table
        one = "(" + ", ".join(f"%s::{column.type}" for column in table.columns) + ")"
        at_once = _MAXIMUM_PARAMETERS // len(table.columns)
        for start in range(0, part.count, at_once):
            rows = part.values[start : start + at_once]
            many = ", ".join([one] * len(rows))
            self.connection.execute(
                cast(Any, f"insert into {table.name} ({table.names}) values {many}"),  # noqa: S608 - names from the code, not from outside
                list(chain.from_iterable(rows)),
            )


def unguard(url: str) -> None:
    """Drop the triggers that refuse changes outside of commands: bare SQL knows none. Constraints and indexes stay."""
    with psycopg.connect(url) as connection:
        for table in (*CONDITIONS, "inventory_level"):
            for trigger in ("refuse_change_outside_command", "append_only"):
                connection.execute(cast(Any, f"drop trigger if exists {trigger} on {table}"))


def faster_way(url: str, batch: WrittenBatch) -> Way:
    """The way that writes this batch faster, each tried twice after a first time; everything is rolled back."""
    seconds = {way: _try_out(url, way, batch) for way in WAYS}
    return min(WAYS, key=seconds.__getitem__)


def _try_out(url: str, way: Way, batch: WrittenBatch) -> int:
    writer, watch = BareWriter(url, way), Stopwatch()
    try:
        for _ in range(3):
            with writer.connection.transaction(force_rollback=True):
                writer.write(batch, watch)
        return min(watch.laps_ns[1:])
    finally:
        writer.close()
