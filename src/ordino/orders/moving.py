"""What splitting and merging have in common: people of an order, moved units as rows, copies of holds."""

from collections.abc import Iterable, Sequence
from datetime import datetime

import msgspec
from msgspec import structs

from ordino.engine import Reader
from ordino.kernel.messages import Record
from ordino.orders import buckets
from ordino.orders.decide.moving_units import MovedLine
from ordino.orders.facts import SQL
from ordino.orders.ids import Ids
from ordino.orders.reading import OpenHold
from ordino.orders.rows import OpenedHold, PostalAddress
from ordino.orders.write_placement import line_row
from ordino.orders.write_rows import HoldRow, LineRow


class People(Record, frozen=True):
    """Who an order is for, and what else a part of it takes along."""

    order_id: int
    customer_name: str
    email: str
    payment_due_at: datetime | None
    bill_to: str | None
    note: str

    def billing_address(self) -> PostalAddress | None:
        return None if self.bill_to is None else msgspec.json.decode(self.bill_to, type=PostalAddress)


class CopiedHold(Record, frozen=True):
    """An open hold that covers units in another order, too, under its number there."""

    id: int
    hold: OpenHold
    line_number: int | None

    def row(self, order_id: int) -> HoldRow:
        hold = self.hold
        return HoldRow(
            self.id, order_id, self.line_number, hold.scope, hold.reason, hold.detail, hold.owner, hold.due_at
        )

    def opened(self) -> OpenedHold:
        hold = self.hold
        return OpenedHold(
            hold_id=self.id, reason=hold.reason, scope=hold.scope, line_number=self.line_number, detail=hold.detail
        )


def people_of(reader: Reader, order_ids: Sequence[int]) -> dict[int, People]:
    return {row.order_id: row for row in reader.fetch(SQL.select_people, People, order_ids=list(order_ids))}


def copy_holds(hold_ids: Ids, holds: Sequence[tuple[OpenHold, int | None]]) -> tuple[CopiedHold, ...]:
    """The holds with the lines they cover there, under new numbers."""
    return tuple(
        CopiedHold(hold_id, hold, line_number)
        for hold_id, (hold, line_number) in zip(hold_ids.take(len(holds)), holds, strict=True)
    )


def moved_line_row(order_id: int, line: MovedLine) -> LineRow:
    """The line in the other order, its units in the buckets they were in."""
    units = line.units
    return structs.replace(
        line_row(order_id, line.placed),
        unsourced=units.unsourced,
        backordered=units.backordered,
        allocated=units.allocated,
    )


def leaving_moves(order_id: int, lines: Iterable[MovedLine]) -> list[buckets.BucketMove]:
    """In the order they leave, the units count as canceled."""
    return [
        buckets.BucketMove(order_id, units.line_number, units.bucket, "canceled", units.quantity)
        for line in lines
        for units in line.leaving
    ]
