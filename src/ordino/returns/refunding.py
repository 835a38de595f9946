"""Deciding the money of a batch of returns: what was refunded of each order before, what is decided now."""

from collections.abc import Sequence

from msgspec import structs

from ordino.engine import Unit
from ordino.kernel.messages import Event, Record
from ordino.kernel.problems import InvalidInput, NotFound, Problem
from ordino.orders.reading import charges_of
from ordino.returns.book import ReturnBook
from ordino.returns.commands import ExchangeReturn, RefundReturn, ReturnRefund
from ordino.returns.decide.refund import ChargeBack, RefundAmounts, UnitsToRefund, decide_refund, shipping_to_refund
from ordino.returns.events import ReturnRefundDecided
from ordino.returns.facts import SQL, refunded_charges_of, refunded_of
from ordino.returns.problems import MoreThanAccepted, NothingToRefund
from ordino.returns.rows import LineUnits, RefundTo, ReturnRow


class Decided(Record, frozen=True):
    """A refund as it was decided."""

    id: int
    row: ReturnRow
    amounts: RefundAmounts
    to: str
    currency: str

    def result(self) -> ReturnRefund:
        amounts = self.amounts
        return ReturnRefund(
            return_id=self.row.id,
            order_id=self.row.order_id,
            state=self.row.state,
            refund_id=self.id,
            currency=self.currency,
            lines=amounts.lines,
            goods_minor=amounts.goods_minor,
            charges_minor=amounts.charges_minor,
            fee_minor=amounts.fee_minor,
            refund_minor=amounts.refund_minor,
            to=self.to,
        )

    def event(self) -> Event:
        amounts = self.amounts
        return ReturnRefundDecided(
            order_id=self.row.order_id,
            return_id=self.row.id,
            refund_id=self.id,
            lines=amounts.lines,
            charges=tuple([charge.charge_number for charge in amounts.charges]),
            goods_minor=amounts.goods_minor,
            charges_minor=amounts.charges_minor,
            fee_minor=amounts.fee_minor,
            refund_minor=amounts.refund_minor,
            to=self.to,  # type: ignore[arg-type]
        )


class _RefundRow(Record, frozen=True):
    id: int
    return_id: int
    order_id: int
    goods_minor: int
    charges_minor: int
    fee_minor: int
    refund_minor: int
    refund_to: str


class _RefundLineRow(Record, frozen=True):
    refund_id: int
    order_id: int
    line_number: int
    already: int
    quantity: int
    total_minor: int
    tax_minor: int


class _RefundChargeRow(Record, frozen=True):
    refund_id: int
    order_id: int
    charge_number: int
    total_minor: int
    tax_minor: int


class Till:
    """What went back for each order so far, in this batch and before; the orders are locked."""

    def __init__(self, unit: Unit, book: ReturnBook, commands: int) -> None:
        order_ids = list(book.orders)
        self._unit = unit
        self._book = book
        self._charges = charges_of(unit, order_ids)
        self._refunded = refunded_of(unit, order_ids)
        self._refunded_charges = refunded_charges_of(unit, order_ids)
        self._ids = iter(unit.next_ids("returns_refund_id_seq", commands))
        self._refunds: list[_RefundRow] = []
        self._lines: list[_RefundLineRow] = []
        self._charge_rows: list[_RefundChargeRow] = []

    def decide(
        self, row: ReturnRow, command: RefundReturn | ExchangeReturn, wanted: Sequence[LineUnits], to: RefundTo | str
    ) -> Decided | Problem:
        """Decide and book the money for the wanted units, or for all accepted ones that are open."""
        units = self._units(row, wanted)
        if isinstance(units, Problem):
            return units
        order = self._book.orders[row.order_id]
        charges = self._shipping(row, units, command.refund_shipping)
        if not units and not charges:
            return NothingToRefund(return_id=row.id)
        amounts = decide_refund(
            units,
            charges,
            fee_percent=row.restocking_fee_percent,
            fee_minor=command.fee_minor,
            prices_include_tax=order.prices_include_tax,
        )
        if not 0 <= amounts.fee_minor <= amounts.goods_minor:
            return InvalidInput(
                field="fee_minor", reason=f"must be from 0 to {amounts.goods_minor}, what the goods cost"
            )
        decided = Decided(next(self._ids), row, amounts, to, order.currency)
        self._book_units(decided, units)
        self._book_charges(decided)
        return decided

    def write(self) -> None:
        self._unit.write(SQL.insert_refunds, self._refunds, now=self._unit.now, decided_by=self._unit.actor.name)
        self._unit.write(SQL.insert_refund_lines, self._lines)
        self._unit.write(SQL.insert_refund_charges, self._charge_rows)

    def _units(self, row: ReturnRow, wanted: Sequence[LineUnits]) -> list[UnitsToRefund] | Problem:
        lines = self._book.lines(row.id)
        asked = wanted or [LineUnits(line.line_number, line.refundable) for line in lines if line.refundable]
        if len({units.line_number for units in asked}) != len(asked):
            return InvalidInput(field="lines", reason="name each line once")
        found: list[UnitsToRefund] = []
        for units in asked:
            line = self._book.line(row.id, units.line_number)
            if line is None:
                return NotFound(what=f"line of return {row.id}", reference=str(units.line_number))
            if not 1 <= units.quantity <= line.refundable:
                return MoreThanAccepted(
                    return_id=row.id, line_number=line.line_number, wanted=units.quantity, open=line.refundable
                )
            already = self._refunded.get((row.order_id, line.line_number), 0)
            ordered = self._book.order_line(row, line.line_number)
            found.append(UnitsToRefund(ordered, already, units.quantity, line.reason))
        return found

    def _shipping(self, row: ReturnRow, units: Sequence[UnitsToRefund], asked: bool | None) -> tuple[ChargeBack, ...]:
        """Shipping goes back when it is asked for, or, by the return's terms, with the last units of the order (R6)."""
        if not (asked if asked is not None else row.refund_shipping and self._is_all(row, units)):
            return ()
        before = frozenset(number for order_id, number in self._refunded_charges if order_id == row.order_id)
        return shipping_to_refund(
            self._charges.get(row.order_id, ()),
            before,
            prices_include_tax=self._book.orders[row.order_id].prices_include_tax,
        )

    def _is_all(self, row: ReturnRow, units: Sequence[UnitsToRefund]) -> bool:
        further = {one.line.number: one.further for one in units}
        return all(
            self._refunded.get(key, 0) + further.get(line.number, 0) >= line.units_on_order()
            for key, line in self._book.order_lines.items()
            if line.order_id == row.order_id and line.shippable
        )

    def _book_units(self, decided: Decided, units: Sequence[UnitsToRefund]) -> None:
        row, amounts = decided.row, decided.amounts
        self._refunds.append(
            _RefundRow(
                decided.id,
                row.id,
                row.order_id,
                amounts.goods_minor,
                amounts.charges_minor,
                amounts.fee_minor,
                amounts.refund_minor,
                decided.to,
            )
        )
        for one, share in zip(units, amounts.lines, strict=True):
            number = one.line.number
            self._refunded[row.order_id, number] = one.already + one.further
            line = self._book.line(row.id, number)
            assert line is not None
            self._book.change_line(structs.replace(line, refunded=line.refunded + one.further))
            self._lines.append(
                _RefundLineRow(
                    decided.id, row.order_id, number, one.already, one.further, share.total_minor, share.tax_minor
                )
            )

    def _book_charges(self, decided: Decided) -> None:
        order_id = decided.row.order_id
        for charge in decided.amounts.charges:
            self._refunded_charges.add((order_id, charge.charge_number))
            self._charge_rows.append(
                _RefundChargeRow(decided.id, order_id, charge.charge_number, charge.total_minor, charge.tax_minor)
            )
