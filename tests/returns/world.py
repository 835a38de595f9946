"""A merchant whose customers give goods back: orders are delivered, returns go through the engine."""

from datetime import datetime, timedelta
from typing import Any

from ordino.billing.commands import IssueInvoice
from ordino.billing.rows import InvoicedUnits
from ordino.delivery.commands import ConfirmDelivery, PerformServices, ServiceUnits, ShipmentResult, ShipPackages
from ordino.fulfillment.commands import PackageAccepted, PackPackage, PickUnits, PlanFulfillment
from ordino.fulfillment.rows import PackedUnits
from ordino.network.commands import RateEntry, RegisterCarrier, ServiceEntry
from ordino.payments.commands import RecordPayment
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

GOODS = "select number from orders_line where order_id = %s and shippable"
SERVICES = "select number, allocated from orders_line where order_id = %s and not shippable and allocated > 0"
PICKED = """
select distinct part.fulfillment_order_id from fulfillment_line part
join fulfillment_order fulfillment on fulfillment.id = part.fulfillment_order_id
where fulfillment.order_id = %s and part.picked > 0 order by 1
"""
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

    def carrier(self) -> None:
        rate = RateEntry(
            from_country="GB",
            to_country="GB",
            max_weight_grams=30_000,
            amount_minor=300,
            currency="GBP",
            transit_days=2,
        )
        self.completed(RegisterCarrier(code="POST", services=(ServiceEntry(code="PARCEL", rates=(rate,)),)))

    def deliver(self, order_id: int, *lines: tuple[int, int], delivered: bool = True) -> None:
        """Pay the order, then fulfill, ship and deliver units of lines (all that can be without any); services are performed."""
        self._pay(order_id)
        goods = {number for (number,) in self.rows(GOODS, order_id)}
        services = self.rows(SERVICES, order_id)
        units = lines or tuple(
            self.rows("select number, ordered - canceled from orders_line where order_id = %s", order_id)
        )
        performed = [ServiceUnits(*row) for row in services if not lines or row[0] in dict(lines)]
        if performed:
            self.completed(PerformServices(order_id=order_id, lines=tuple(performed)))
            self._invoice(order_id, *[(one.line_number, one.quantity) for one in performed])
        packed = tuple(PackedUnits(number, quantity) for number, quantity in lines if number in goods)
        if not goods or (lines and not packed):
            return
        self._plan(order_id)
        for (key,) in self.rows(PICKED, order_id):
            package = self.completed(PackPackage(fulfillment_order_id=key, lines=packed, weight_grams=500)).result
            assert isinstance(package, PackageAccepted)
            shipment = self.completed(ShipPackages(package_ids=(package.package_id,))).result
            assert isinstance(shipment, ShipmentResult)
            self._invoice(order_id, *[(number, quantity) for number, quantity in units if number in goods])
            if delivered:
                self.completed(ConfirmDelivery(shipment_id=shipment.shipment_id))

    def _invoice(self, order_id: int, *units: tuple[int, int]) -> None:
        invoiced = tuple(InvoicedUnits(number, quantity) for number, quantity in units)
        self.completed(IssueInvoice(order_id=order_id, lines=invoiced, fulfilled=True))

    def _pay(self, order_id: int) -> None:
        terms, missing = self.order_row(order_id, "payment_terms, total_minor - captured_minor")
        if terms == "prepaid" and missing > 0:
            self.completed(RecordPayment(order_id=order_id, amount_minor=missing, method="transfer"))

    def _plan(self, order_id: int) -> None:
        """Everything that is allocated is picked."""
        if any(allocated for (allocated,) in self.lines(order_id, "allocated")):
            self.completed(PlanFulfillment(order_id=order_id, release=True))
        for (key,) in self.rows(
            "select id from fulfillment_order where order_id = %s and state = 'released'", order_id
        ):
            self.completed(PickUnits(fulfillment_order_id=key))

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
