"""What the demo merchant does with orders after they are placed: pick, pack, ship, deliver, take money, take goods back.

Works only from the answers of its own commands, so a run that is repeated asks for the same again.
"""

from collections.abc import Callable, Sequence

import msgspec

from ordino.billing.commands import RecordTransfer
from ordino.delivery.commands import ConfirmDelivery, ReportLost, ShipmentResult, ShipPackages
from ordino.fulfillment.commands import PackPackage, PickUnits, PlanFulfillment, Planned
from ordino.kernel.messages import Command, Result
from ordino.orders.commands import OrderAccepted, PlaceOrder
from ordino.payments.commands import RecordPayment
from ordino.returns.commands import (
    ApproveReturn,
    InspectReturn,
    ReceiveReturn,
    RefundReturn,
    RequestReturn,
    ReturnResult,
)
from ordino.returns.rows import InspectedUnits, ReceivedUnits, ReturnReason, UnitsToReturn
from ordino.simulation.demo.days import Dice

Do = Callable[[Sequence[Command]], list[Result | None]]
_SECOND_TRY_DAYS = 5
_TRANSIT_DAYS = 2
_RETURN_DAYS = 4
_DAYS_TO_PAY = 25
REASONS: tuple[ReturnReason, ...] = ("damaged", "wrong_item", "not_as_described", "changed_mind")


class Agreed(msgspec.Struct, frozen=True):
    """An order as it was placed: what its money and its parcels need."""

    order_id: int
    total_minor: int
    terms: str
    currency: str
    customer_id: int | None


class Warehouse:
    """The queues between the days, by the day on which their work is due."""

    def __init__(self, do: Do, dice: Dice) -> None:
        self._do = do
        self._dice = dice
        self._to_release: dict[int, list[int]] = {}
        self._to_pay: dict[int, list[Agreed]] = {}
        self._arriving: dict[int, list[ShipmentResult]] = {}
        self._coming_back: dict[int, list[int]] = {}

    def take_on(self, day: int, wanted: Sequence[PlaceOrder], placed: Sequence[OrderAccepted | None]) -> None:
        """Queue the orders of a part of a day: for release tomorrow, and again when supply has come."""
        for order, accepted in zip(wanted, placed, strict=True):
            if accepted is None:
                continue
            for due in (day + 1, day + 1 + _SECOND_TRY_DAYS):
                self._to_release.setdefault(due, []).append(accepted.order_id)
            agreed = Agreed(
                accepted.order_id, accepted.total_minor, order.payment_terms, accepted.currency, order.customer_id
            )
            if order.payment_terms == "prepaid" and self._dice.happens(70):
                self._to_pay.setdefault(day + 1, []).append(agreed)
            if order.payment_terms == "on_invoice" and self._dice.happens(85):
                self._to_pay.setdefault(day + _DAYS_TO_PAY, []).append(agreed)

    def work(self, day: int, *, until_noon: bool) -> None:
        """The work of a day; the last one is left in the middle of it."""
        self._take_money(day)
        self._deliver(day)
        self._take_back(day)
        self._ship(day, until_noon=until_noon)

    def _take_money(self, day: int) -> None:
        due = self._to_pay.pop(day, [])
        self._do(
            [
                RecordPayment(
                    order_id=one.order_id,
                    amount_minor=one.total_minor,
                    method="transfer",
                    reference=f"TRANSFER-{one.order_id}",
                )
                for one in due
                if one.terms == "prepaid"
            ]
        )
        self._do(
            [
                RecordTransfer(
                    customer_id=one.customer_id or 0,
                    amount_minor=one.total_minor + self._dice.choice((0, 0, 0, 0, 0, 500)),
                    currency=one.currency,
                    bank_reference=f"BANK-{one.order_id}",
                    text=f"Invoice of order {one.order_id}",
                )
                for one in due
                if one.terms == "on_invoice"
            ]
        )

    def _ship(self, day: int, *, until_noon: bool) -> None:
        plans = [PlanFulfillment(order_id=order_id, release=True) for order_id in self._to_release.pop(day, [])]
        released = [
            number
            for planned in self._do(plans)
            if isinstance(planned, Planned)
            for number in planned.fulfillment_order_ids
        ]
        to_pick = released[: len(released) * 2 // 3] if until_noon else released
        self._do([PickUnits(fulfillment_order_id=number) for number in to_pick])
        to_pack = to_pick[: len(to_pick) * 2 // 3] if until_noon else to_pick
        self._do([PackPackage(fulfillment_order_id=number) for number in to_pack])
        to_ship = to_pack[: len(to_pack) // 2] if until_noon else to_pack
        for shipped in self._do([ShipPackages(fulfillment_order_id=number) for number in to_ship]):
            if isinstance(shipped, ShipmentResult):
                self._arriving.setdefault(day + _TRANSIT_DAYS + self._dice.randrange(3), []).append(shipped)

    def _deliver(self, day: int) -> None:
        arriving = self._arriving.pop(day, [])
        lost = [one for one in arriving if self._dice.randrange(150) == 0]
        arrived = [one for one in arriving if one not in lost]
        self._do([ReportLost(shipment_id=one.shipment_id, reason="no scan for a week") for one in lost])
        self._do(
            [ConfirmDelivery(shipment_id=one.shipment_id, how="signature", signed_by="Neighbor") for one in arrived]
        )
        back = [one for one in arrived if self._dice.happens(5)]
        requests = [
            RequestReturn(
                order_id=one.order_id,
                lines=(UnitsToReturn(line_number=1, quantity=1, reason=self._dice.choice(REASONS)),),
                requested_by="customer",
            )
            for one in back
        ]
        asked = [one.return_id for one in self._do(requests) if isinstance(one, ReturnResult)]
        self._do([ApproveReturn(return_id=return_id) for return_id in asked])
        self._coming_back.setdefault(day + _RETURN_DAYS, []).extend(asked)

    def _take_back(self, day: int) -> None:
        arrived = [return_id for return_id in self._coming_back.pop(day, []) if self._dice.happens(80)]
        units = (ReceivedUnits(line_number=1, quantity=1),)
        received = self._do([ReceiveReturn(return_id=return_id, location="BER", lines=units) for return_id in arrived])
        looked_at = [one.return_id for one in received if isinstance(one, ReturnResult) and self._dice.happens(85)]
        found = InspectedUnits(line_number=1, quantity=1, disposition="restock")
        self._do([InspectReturn(return_id=return_id, location="BER", lines=(found,)) for return_id in looked_at])
        self._do([RefundReturn(return_id=return_id) for return_id in looked_at if self._dice.happens(90)])
