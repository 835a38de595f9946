"""What goes back for accepted units: their frozen shares, charges once, less a fee. Pure."""

from collections.abc import Sequence
from decimal import Decimal

from ordino.kernel.messages import Record
from ordino.kernel.rates import percent_of, scaled
from ordino.orders.reading import OrderCharge, OrderLine
from ordino.returns.rows import FAULTS_OF_THE_MERCHANT, RefundedUnits, ReturnReason


class UnitsToRefund(Record, frozen=True):
    """Accepted units of a line, and how many of the line were refunded before, by whichever return."""

    line: OrderLine
    already: int
    further: int
    reason: ReturnReason


class ChargeBack(Record, frozen=True):
    """A charge that is given back whole: `total_minor` is what the customer paid for it, `tax_minor` is inside."""

    charge_number: int
    total_minor: int
    tax_minor: int


class RefundAmounts(Record, frozen=True):
    """The decision: goods + charges − fee = refund."""

    lines: tuple[RefundedUnits, ...]
    charges: tuple[ChargeBack, ...]
    fee_minor: int

    @property
    def goods_minor(self) -> int:
        return sum(line.total_minor for line in self.lines)

    @property
    def charges_minor(self) -> int:
        return sum(charge.total_minor for charge in self.charges)

    @property
    def refund_minor(self) -> int:
        return self.goods_minor + self.charges_minor - self.fee_minor


def shares_of(units: UnitsToRefund, *, prices_include_tax: bool) -> RefundedUnits:
    """Exactly what the further units carry (M6); what other units carry does not matter and does not change (M8)."""
    share = units.line.shares().of_units(units.already, units.further, prices_include_tax=prices_include_tax)
    return RefundedUnits(units.line.number, units.further, share.total_minor, share.tax_minor)


def restocking_fee(refunded: Sequence[tuple[RefundedUnits, ReturnReason]], percent: Decimal) -> int:
    """The fee on what the goods cost, rounded half up (R1); none where the merchant is at fault."""
    basis = sum(units.total_minor for units, reason in refunded if reason not in FAULTS_OF_THE_MERCHANT)
    return percent_of(basis, scaled(percent))


def shipping_to_refund(
    charges: Sequence[OrderCharge], refunded: frozenset[int], *, prices_include_tax: bool
) -> tuple[ChargeBack, ...]:
    """The shipping charges that were neither waived nor given back before (R6), each with all of its tax rates."""
    open_parts = [
        part for part in charges if part.kind == "shipping" and not part.canceled and part.charge_number not in refunded
    ]
    numbers = sorted({part.charge_number for part in open_parts})
    return tuple(
        [
            _charge_back(number, [part for part in open_parts if part.charge_number == number], prices_include_tax)
            for number in numbers
        ]
    )


def decide_refund(
    units: Sequence[UnitsToRefund],
    charges: tuple[ChargeBack, ...],
    *,
    fee_percent: Decimal,
    fee_minor: int | None,
    prices_include_tax: bool,
) -> RefundAmounts:
    """The money for the units and charges; `fee_minor` sets the percentage aside. The fee never exceeds the goods."""
    refunded = [(shares_of(one, prices_include_tax=prices_include_tax), one.reason) for one in units]
    fee = restocking_fee(refunded, fee_percent) if fee_minor is None else fee_minor
    return RefundAmounts(tuple([line for line, _ in refunded]), charges, fee)


def _charge_back(number: int, parts: Sequence[OrderCharge], prices_include_tax: bool) -> ChargeBack:
    amount, tax = sum(part.amount_minor for part in parts), sum(part.tax_minor for part in parts)
    return ChargeBack(number, amount if prices_include_tax else amount + tax, tax)
