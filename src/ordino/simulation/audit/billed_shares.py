"""M8: a document carries exactly the frozen shares of the units that stand on it."""

from collections.abc import Iterator

from ordino.kernel.messages import Record
from ordino.kernel.shares import cumulative_share
from ordino.simulation.audit.report import Finding
from ordino.simulation.audit.scope import SQL, OrderRange
from ordino.simulation.audit.snapshot import Snapshot


class _BilledLine(Record, frozen=True):
    """Some units of a line on a document, and the line's money."""

    thing: str
    order_id: int
    line_number: int
    first_unit: int
    quantity: int
    tax_minor: int
    total_minor: int
    prices_include_tax: bool
    ordered: int
    quantity_scale: int
    line_amount_minor: int
    line_tax_minor: int

    def part(self, total: int) -> int:
        """What the units carry of an amount of the line."""
        last = cumulative_share(total, self.ordered, self.first_unit + self.quantity, self.quantity_scale)
        return last - cumulative_share(total, self.ordered, self.first_unit, self.quantity_scale)


def compare_billed_shares(snapshot: Snapshot, orders: OrderRange) -> Iterator[Finding]:
    """Lines of documents whose tax or total is not that of their units."""
    for row in snapshot.reader.fetch(SQL.select_billed_lines, _BilledLine, first=orders.first, last=orders.last):
        thing = f"{row.thing}, line {row.order_id}-{row.line_number}"
        if row.first_unit + row.quantity > row.ordered:
            yield Finding(thing, "units", f"at most {row.ordered}", str(row.first_unit + row.quantity))
            continue
        tax = row.part(row.line_tax_minor)
        total = row.part(row.line_amount_minor) + (0 if row.prices_include_tax else tax)
        for figure, expected, found in (("tax_minor", tax, row.tax_minor), ("total_minor", total, row.total_minor)):
            if expected != found:
                yield Finding(thing, figure, str(expected), str(found))
