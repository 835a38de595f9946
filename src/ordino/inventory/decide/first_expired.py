"""Which lots leave: the first to expire goes first, what has no lot goes last."""

from collections.abc import Iterator, Sequence

from ordino.inventory.rows import LeavingRow, LotBalance, Pair


class LotsStanding:
    """The lots of some levels, in the order in which they leave, as they are taken."""

    def __init__(self, balances: Sequence[LotBalance]) -> None:
        self._left: dict[Pair, list[list[int]]] = {}
        for balance in balances:
            self._left.setdefault(balance.pair, []).append([balance.lot_id, balance.quantity])

    def take(self, row: LeavingRow) -> Iterator[tuple[int | None, int]]:
        """The lots that the units are taken from, with their quantities; None for units without a lot."""
        missing = row.quantity
        for lot in self._left.get(row.pair, ()):
            quantity = min(missing, lot[1])
            if quantity:
                lot[1] -= quantity
                missing -= quantity
                yield lot[0], quantity
        if missing:
            yield None, missing
