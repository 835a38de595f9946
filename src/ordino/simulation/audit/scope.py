"""The ranges of orders that are audited one after the other, so that memory does not grow with the database."""

from collections.abc import Iterator

from ordino.engine import Reader, Statements
from ordino.kernel.messages import Record

SQL = Statements("ordino.simulation.audit")
ORDERS_IN_A_RANGE = 4000  # a range of 1,000 takes a quarter more time an order, one of 10,000 twice the memory
_LOWEST, _HIGHEST = -(2**63), 2**63 - 1


class OrderRange(Record, frozen=True):
    """Order numbers from `first` to `last`; ranges leave no number out, so that rows of missing orders are seen, too."""

    first: int
    last: int


def order_ranges(reader: Reader, size: int = ORDERS_IN_A_RANGE) -> Iterator[OrderRange]:
    """All numbers, cut after every `size` orders."""
    first = _LOWEST
    while boundary := reader.fetch_values(SQL.select_boundary, first=first, size=size):
        yield OrderRange(first, boundary[0])
        first = boundary[0] + 1
    yield OrderRange(first, _HIGHEST)
