"""Available units while a batch is decided: each accepted plan lowers them, so no unit is promised twice."""

from collections.abc import Iterable, Mapping

from ordino.sourcing.decide.rows import PlannedAllocation

SkuAtLocation = tuple[int, int]


class RunningStock:
    """Available units by (sku, location), lowered plan by plan; `age_days` says how long the oldest have lain there."""

    __slots__ = ("age_days", "available", "orders_taken")

    def __init__(
        self, available: Mapping[SkuAtLocation, int], age_days: Mapping[SkuAtLocation, int] | None = None
    ) -> None:
        self.available = dict(available)
        self.age_days: Mapping[SkuAtLocation, int] = age_days or {}
        self.orders_taken: dict[int, int] = {}

    def take(self, allocations: Iterable[PlannedAllocation]) -> None:
        """Lower what is available by a plan's allocations and count one order for each location used.

        Raises ValueError where more is taken than is there: the plan was made from another stock.
        """
        locations = set()
        for row in allocations:
            key = (row.sku_id, row.location_id)
            left = self.available.get(key, 0) - row.quantity
            if left < 0:
                raise ValueError(f"sku {row.sku_id} at location {row.location_id}: {-left} more taken than available")
            self.available[key] = left
            locations.add(row.location_id)
        for location_id in locations:
            self.orders_taken[location_id] = self.orders_taken.get(location_id, 0) + 1

    def add(self, sku_id: int, location_id: int, quantity: int) -> None:
        """Units that become available to the next order, such as what its own checkout reserved; negative takes them away."""
        key = (sku_id, location_id)
        self.available[key] = self.available.get(key, 0) + quantity
