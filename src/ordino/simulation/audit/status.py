"""S2: the fulfillment and return status cached on an order, derived again from the buckets of its lines."""

from collections.abc import Iterator

from ordino.kernel.messages import Record
from ordino.orders.decide.status import LineBuckets, fulfillment_status, return_status
from ordino.simulation.audit.report import Finding
from ordino.simulation.audit.scope import SQL, OrderRange
from ordino.simulation.audit.snapshot import Snapshot


class _OrderBuckets(Record, frozen=True):
    """What is cached on an order and the sums of its lines' buckets; the derivation depends on these sums only."""

    order_id: int
    cached: str
    cached_return: str
    goods_cached: bool
    goods_allocated: bool
    ordered: int
    canceled: int
    unsourced: int
    backordered: int
    allocated: int
    released: int
    picked: int
    packed: int
    shipped: int
    delivered: int
    return_expected: int
    returned: int
    written_off: int

    def buckets(self) -> LineBuckets:
        return LineBuckets(
            self.ordered,
            self.canceled,
            self.unsourced,
            self.backordered,
            self.allocated,
            self.released,
            self.picked,
            self.packed,
            self.shipped,
            self.delivered,
            self.return_expected,
            self.returned,
            self.written_off,
        )


def compare_statuses(snapshot: Snapshot, orders: OrderRange) -> Iterator[Finding]:
    """Orders whose cached statuses are not those that follow from their lines."""
    rows = snapshot.reader.fetch(SQL.select_order_buckets, _OrderBuckets, first=orders.first, last=orders.last)
    for row in rows:
        derived = fulfillment_status([row.buckets()])
        if derived != row.cached:
            yield Finding(f"order {row.order_id}", "fulfillment_status", derived, row.cached)
        derived = return_status([row.buckets()])
        if derived != row.cached_return:
            yield Finding(f"order {row.order_id}", "return_status", derived, row.cached_return)
        if row.goods_allocated != row.goods_cached:
            yield Finding(f"order {row.order_id}", "goods_allocated", str(row.goods_allocated), str(row.goods_cached))
