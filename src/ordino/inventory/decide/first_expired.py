"""Which lots leave: the first to expire goes first, what has no lot goes last."""

from collections import Counter
from collections.abc import Iterator, Sequence

from ordino.inventory.rows import LeavingRow, LotBalance, Pair


class LotsStanding:
    """The lots of some levels, in the order in which they leave, as they are taken."""

    def __init__(self, balances: Sequence[LotBalance]) -> None:
        self._left: dict[Pair, list[list[int]]] = {}
        for balance in balances:
            self._left.setdefault(balance.pair, []).append([balance.lot_id, balance.quantity])

    def take(self, row: LeavingRow, named: Sequence[int | None] = ()) -> Iterator[tuple[int | None, int]]:
        """The lots that the units are taken from, with their quantities; None for units without a lot.

        `named` are the lots of the units that are named, each once: these leave from there.
        """
        missing = row.quantity - len(named)
        standing = {lot[0]: lot for lot in self._left.get(row.pair, ())}
        for lot_id, quantity in Counter(named).items():
            if lot_id in standing:
                standing[lot_id][1] -= quantity
            yield lot_id, quantity
        for lot in self._left.get(row.pair, ()):
            quantity = min(missing, lot[1])
            if quantity:
                lot[1] -= quantity
                missing -= quantity
                yield lot[0], quantity
        if missing:
            yield None, missing
