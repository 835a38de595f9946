"""What is left while a batch of orders takes stock, one after the other, from the same locked levels."""

from collections.abc import Iterable

from ordino.inventory.rows import LevelRow, Pair, ReservationRow


class StockBook:
    """Running counters over locked levels, so that the same SKU twice is never counted twice.

    Units reserved for an owner are available to that owner and to nobody else. Mutable on purpose: it lives inside one
    decision of one batch.
    """

    def __init__(self, levels: Iterable[LevelRow], reservations: Iterable[ReservationRow] = ()) -> None:
        self._free = {level.pair: level.available for level in levels}
        self._own: dict[tuple[str, Pair], int] = {}
        for row in reservations:
            key = row.owner, Pair(row.sku_id, row.location_id)
            self._own[key] = self._own.get(key, 0) + row.quantity

    def available(self, pair: Pair, *, owner: str = "") -> int:
        """Units that may still be taken from the level, the owner's own reservation included."""
        return self._free.get(pair, 0) + self._own.get((owner, pair), 0)

    def take(self, pair: Pair, quantity: int, *, owner: str = "") -> None:
        """Take units, the owner's own reserved ones first. Raises ValueError where they are not available."""
        if quantity < 0 or quantity > self.available(pair, owner=owner):
            raise ValueError(f"{quantity} of {pair} are not available")
        own = min(quantity, self._own.get((owner, pair), 0))
        if own:
            self._own[owner, pair] -= own
        if quantity > own:
            self._free[pair] -= quantity - own

    def give_back(self, pair: Pair, quantity: int) -> None:
        """Units that an order does not need any longer are free for the next."""
        self._free[pair] = self._free.get(pair, 0) + quantity
