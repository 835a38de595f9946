"""A merchant whose customers give goods back: orders are delivered, returns go through the engine."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import msgspec

from ordino.billing.commands import IssueInvoice
from ordino.billing.rows import InvoicedUnits
from ordino.engine import SYSTEM
from ordino.engine.unit import Unit
from ordino.inventory.accounts import CUSTOMER, location_account
from ordino.inventory.allocations import allocations_of_orders, deallocate
from ordino.inventory.rows import AllocationRow, Pair
from ordino.inventory.work import StockWork
from ordino.orders.buckets import AfterShipping, BucketMove, count_after_shipping, move
from ordino.returns.commands import (
    ApproveReturn,
    InspectReturn,
    ReceiveReturn,
    RefundReturn,
    RequestReturn,
    ReturnRefund,
    ReturnResult,
    SetReturnPolicy,
)
from ordino.returns.rows import InspectedUnits, LineUnits, ReceivedUnits, ReturnReason, UnitsToReturn
from tests.support.merchant import Merchant

RETURN_TABLES = (
    "returns_policy",
    "returns_return",
    "returns_line",
    "returns_receipt",
    "returns_refund",
    "returns_refund_line",
    "returns_refund_charge",
    "returns_exchange",
)


class Returns(Merchant):
    """`deliver` ships and delivers; the other words are commands with short arguments."""

    def contents(self) -> dict[str, list[tuple[Any, ...]]]:
        returns = {table: self.rows(f"select t::text from {table} t order by 1") for table in RETURN_TABLES}
        return super().contents() | returns

    def policy(self, **terms: Any) -> None:
        self.completed(SetReturnPolicy(**terms))

    def deliver(self, order_id: int, *lines: tuple[int, int], delivered: bool = True) -> None:
        """Ship and deliver units of lines (all that is allocated without any): goods leave, the line's buckets move."""
        with self._raw() as connection:
            unit = Unit(connection, now=self.engine.clock(), actor=SYSTEM)
            held = allocations_of_orders(unit, [order_id])
            wanted = dict(lines) or {row.line_number: row.quantity for row in held}
            leaving = [
                AllocationRow(row.order_id, row.line_number, row.location_id, row.sku_id, wanted[row.line_number])
                for row in held
                if row.line_number in wanted
            ]
            work = StockWork(unit, [Pair(row.sku_id, row.location_id) for row in leaving])
            deallocate(unit, leaving)
            for row in leaving:
                source = location_account(row.location_id)
                work.move(
                    Pair(row.sku_id, row.location_id), row.quantity, source=source, target=CUSTOMER, reason="sale"
                )
            work.write()
            move(unit, [BucketMove(order_id, number, "allocated", "shipped", n) for number, n in wanted.items()])
            if delivered:
                count_after_shipping(unit, [AfterShipping(order_id, number, n) for number, n in wanted.items()])
                self._tell_delivery(unit, order_id, list(wanted))
        invoiced = tuple(InvoicedUnits(number, quantity) for number, quantity in wanted.items())
        self.completed(IssueInvoice(order_id=order_id, lines=invoiced, fulfilled=True))

    def _tell_delivery(self, unit: Unit, order_id: int, numbers: Sequence[int]) -> None:
        self.run(
            "insert into engine_event (command_id, stream, sequence, kind, data, recorded_at) "
            "select 1, %(stream)s, max(sequence) + 1, 'ShipmentDelivered', %(data)s, %(now)s "
            "from engine_event where stream = %(stream)s",
            {  # type: ignore[arg-type]
                "stream": f"order/{order_id}",
                "data": msgspec.json.encode(
                    {"delivered_at": unit.now, "lines": [{"line_number": number} for number in numbers]}
                ).decode(),
                "now": unit.now,
            },
        )

    def request(
        self, order_id: int, *lines: tuple[int, int], reason: ReturnReason = "changed_mind", **more: Any
    ) -> int:
        """Ask for (line, quantity) to be given back; answers the return's number."""
        units = tuple(UnitsToReturn(line_number=n, quantity=q, reason=reason) for n, q in lines)
        return self.result(RequestReturn(order_id=order_id, lines=units, **more)).return_id

    def approve(self, order_id: int, *lines: tuple[int, int], reason: ReturnReason = "changed_mind") -> int:
        """A return that is approved."""
        return_id = self.request(order_id, *lines, reason=reason)
        self.completed(ApproveReturn(return_id=return_id))
        return return_id

    def receive(self, return_id: int, *lines: tuple[int, int], location: str = "LON") -> ReturnResult:
        units = tuple(ReceivedUnits(line_number=n, quantity=q) for n, q in lines)
        return self.result(ReceiveReturn(return_id=return_id, location=location, lines=units))

    def inspect(
        self, return_id: int, *found: tuple[int, int, str], accepted: bool = True, location: str = ""
    ) -> ReturnResult:
        """(line, quantity, disposition); what is sent back is never accepted."""
        units = tuple(
            InspectedUnits(
                line_number=number,
                quantity=quantity,
                disposition=disposition,  # type: ignore[arg-type]
                accepted=accepted and disposition != "send_back",
            )
            for number, quantity, disposition in found
        )
        return self.result(InspectReturn(return_id=return_id, lines=units, location=location))

    def accepted_return(self, order_id: int, *lines: tuple[int, int], reason: ReturnReason = "changed_mind") -> int:
        """A return of which everything has come and was accepted."""
        return_id = self.approve(order_id, *lines, reason=reason)
        self.receive(return_id, *lines)
        self.inspect(return_id, *[(number, quantity, "restock") for number, quantity in lines])
        return return_id

    def refund(self, return_id: int, *lines: tuple[int, int], **terms: Any) -> ReturnRefund:
        command = RefundReturn(return_id=return_id, lines=tuple(LineUnits(*line) for line in lines), **terms)
        result = self.result(command)
        assert isinstance(result, ReturnRefund)
        return result

    def result(self, command: Any) -> ReturnResult:
        result = self.completed(command).result
        assert isinstance(result, ReturnResult)
        return result

    def state(self, return_id: int) -> str:
        ((state,),) = self.rows("select state from returns_return where id = %s", return_id)
        return str(state)

    def units(self, return_id: int, columns: str) -> list[tuple[Any, ...]]:
        return self.rows(f"select {columns} from returns_line where return_id = %s order by line_number", return_id)

    def later(self, **time: int) -> datetime:
        moment = self.engine.clock() + timedelta(**time)
        self.engine.clock.set(moment)
        return moment

    def level(self, sku: str) -> tuple[int, int, int]:
        """On hand, available, unavailable at LON."""
        (row,) = self.rows(
            "select on_hand, on_hand - reserved - allocated - unavailable, unavailable from inventory_level "
            "join catalog_sku sku on sku.id = sku_id where sku.code = %s",
            sku,
        )
        return (int(row[0]), int(row[1]), int(row[2]))

    def bucket(self, sku: str, bucket: str) -> int:
        rows = self.rows(
            "select quantity from inventory_bucket join catalog_sku sku on sku.id = sku_id "
            "where sku.code = %s and bucket = %s",
            sku,
            bucket,
        )
        return int(rows[0][0]) if rows else 0
