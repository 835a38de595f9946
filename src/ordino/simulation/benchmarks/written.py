"""The very rows that the engine wrote for given orders, read back so that bare SQL can write them, too."""

from collections.abc import Sequence
from typing import Any, cast

import psycopg

from ordino.engine.reader import Reader
from ordino.kernel.messages import Record
from ordino.simulation.benchmarks.world import SQL

_OF_ORDERS = "order_id = any(%s::bigint[])"
_OF_STREAMS = "stream in (select 'order/' || id from unnest(%s::bigint[]) as id)"
_OF_EVENTS = f"id in (select command_id from engine_event where {_OF_STREAMS})"  # noqa: S608 - names from the code, not from outside
CONDITIONS = {  # in the order in which foreign keys let them be written
    "orders_order": "id = any(%s::bigint[])",
    "orders_line": _OF_ORDERS,
    "orders_discount": _OF_ORDERS,
    "orders_discount_share": _OF_ORDERS,
    "orders_charge": _OF_ORDERS,
    "orders_hold": _OF_ORDERS,
    "inventory_allocation": _OF_ORDERS,
    "sourcing_promise": _OF_ORDERS,
    "engine_command": _OF_EVENTS,
    "engine_event": _OF_STREAMS,
}
FILLED_BY_DATABASE = ["transaction_id", "position"]


class Column(Record, frozen=True):
    name: str
    type: str


class Table(Record, frozen=True):
    name: str
    columns: tuple[Column, ...]

    @property
    def names(self) -> str:
        return ", ".join(column.name for column in self.columns)


class TableRows(Record, frozen=True):
    """Rows of one table, as one JSON array and as the texts of their values."""

    table: Table
    count: int
    json: str
    values: tuple[tuple[str | None, ...], ...]


class WrittenBatch(Record, frozen=True):
    """What one batch of orders put into the database: new rows, and what was added to levels."""

    orders: int
    tables: tuple[TableRows, ...]
    levels: TableRows

    @property
    def rows(self) -> int:
        return sum(part.count for part in self.tables)


LEVELS = Table(
    "inventory_level", (Column("sku_id", "bigint"), Column("location_id", "bigint"), Column("quantity", "bigint"))
)


class WrittenRows:
    """Reads what was written. Prepare once, then ask batch by batch."""

    def __init__(self, connection: "psycopg.Connection[tuple[Any, ...]]") -> None:
        self._connection = connection
        reader = Reader(connection)
        self._tables = [
            Table(name, tuple(reader.fetch(SQL.select_columns, Column, table=name, left_out=FILLED_BY_DATABASE)))
            for name in CONDITIONS
        ]

    def of(self, order_ids: Sequence[int]) -> WrittenBatch:
        """The rows of the given orders; tables without any are left out."""
        parts = [self._read(table, list(order_ids)) for table in self._tables]
        changes = SQL.select_level_changes.text.decode()
        levels = self._fetch(LEVELS, changes, {"order_ids": list(order_ids)})
        return WrittenBatch(len(order_ids), tuple(part for part in parts if part.count), levels)

    def _read(self, table: Table, order_ids: list[int]) -> TableRows:
        key = table.columns[0].name
        select = f"select {table.names} from {table.name} where {CONDITIONS[table.name]} order by {key}"  # noqa: S608 - names from the code, not from outside
        return self._fetch(table, select, [order_ids])

    def _fetch(self, table: Table, select: str, parameters: Any) -> TableRows:
        texts = ", ".join(f"{column.name}::text" for column in table.columns)
        rows = self._connection.execute(
            cast(Any, f"select {texts} from ({select}) as r"),  # noqa: S608 - names from the code, not from outside
            parameters,
        ).fetchall()
        ((array,),) = self._connection.execute(
            cast(Any, f"select coalesce(json_agg(r), '[]')::text from ({select}) as r"),  # noqa: S608 - names from the code, not from outside
            parameters,
        ).fetchall()
        return TableRows(table, len(rows), array, tuple(rows))
