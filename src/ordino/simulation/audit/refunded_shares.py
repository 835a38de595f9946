"""M6: each refund is exactly the frozen share of its units, and the units of a line are refunded one after the other."""

from collections.abc import Iterator
from itertools import groupby

from ordino.kernel.messages import Record
from ordino.orders.decide.unit_shares import LineShares
from ordino.simulation.audit.report import Finding
from ordino.simulation.audit.scope import SQL, OrderRange
from ordino.simulation.audit.snapshot import Snapshot


class _RefundedRow(Record, frozen=True):
    """Units of a line that were refunded, beside the line's frozen money."""

    order_id: int
    line_number: int
    refund_id: int
    already: int
    quantity: int
    total_minor: int
    tax_minor: int
    ordered: int
    quantity_scale: int
    amount_minor: int
    discount_minor: int
    line_tax_minor: int
    prices_include_tax: bool


def compare_refunded_shares(snapshot: Snapshot, orders: OrderRange) -> Iterator[Finding]:
    """Refunds of another amount than their units carry, or of units that do not follow each other."""
    rows = snapshot.reader.fetch(SQL.select_refunded_units, _RefundedRow, first=orders.first, last=orders.last)
    for key, refunded in groupby(rows, key=lambda row: (row.order_id, row.line_number)):
        next_unit = 0
        for row in refunded:
            thing = f"order {key[0]} line {key[1]} refund {row.refund_id}"
            if row.already != next_unit:
                yield Finding(thing, "first unit", str(next_unit), str(row.already))
            next_unit = row.already + row.quantity
            yield from _compare_share(thing, row)


def _compare_share(thing: str, row: _RefundedRow) -> Iterator[Finding]:
    if not 0 <= row.already <= row.already + row.quantity <= row.ordered:
        yield Finding(thing, "units", f"at most {row.ordered}", str(row.already + row.quantity))
        return
    shares = LineShares(row.ordered, row.quantity_scale, row.amount_minor, row.discount_minor, row.line_tax_minor)
    share = shares.of_units(row.already, row.quantity, prices_include_tax=row.prices_include_tax)
    if share.total_minor != row.total_minor:
        yield Finding(thing, "total_minor", str(share.total_minor), str(row.total_minor))
    if share.tax_minor != row.tax_minor:
        yield Finding(thing, "tax_minor", str(share.tax_minor), str(row.tax_minor))
