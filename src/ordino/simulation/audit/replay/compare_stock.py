"""E6 for stock: the levels and receipts that the journal's events come to, beside the tables."""

from collections.abc import Iterator, Mapping

from ordino.kernel.messages import Record
from ordino.simulation.audit.replay.journal import fold_stock
from ordino.simulation.audit.replay.stock_fold import FoldedReceipt, FoldedStock, LevelKey
from ordino.simulation.audit.report import Finding
from ordino.simulation.audit.scope import SQL, OrderRange
from ordino.simulation.audit.snapshot import Snapshot

Level = tuple[int, int] | tuple[str, str]
FIGURES = ("on_hand", "unavailable", "allocated", "reserved", "safety_stock")


class _LevelRow(Record, frozen=True):
    location: str
    sku: str
    on_hand: int
    unavailable: int
    allocated: int
    reserved: int
    safety_stock: int


class _CodeRow(Record, frozen=True):
    kind: str
    id: int
    code: str


class _IncomingRow(Record, frozen=True):
    id: int
    received_quantity: int
    state: str


class ReplayStock:
    """Sums what the orders of each range take from stock, and compares all levels in the end."""

    def __init__(self) -> None:
        self._allocated: dict[Level, int] = {}
        self._left: dict[Level, int] = {}
        self._converted: dict[str, int] = {}

    def check_range(self, snapshot: Snapshot, orders: OrderRange) -> Iterator[Finding]:
        for order in snapshot.journal.orders(orders).values():
            for effect in order.stock:
                self._allocated[effect.level] = self._allocated.get(effect.level, 0) + effect.allocated
            for level, quantity in order.deliveries.left:
                self._allocated[level] = self._allocated.get(level, 0) - quantity
                self._left[level] = self._left.get(level, 0) + quantity
            if order.converted is not None:
                owner, at = order.converted
                self._converted[owner] = max(at, self._converted.get(owner, at))
        return iter(())

    def check_rest(self, snapshot: Snapshot) -> Iterator[Finding]:
        stock = fold_stock(snapshot.reader, snapshot.now)
        codes = {(row.kind, row.id): row.code for row in snapshot.reader.fetch(SQL.select_codes, _CodeRow)}
        stock.finish(_by_code(self._allocated, codes), _by_code(self._left, codes), self._converted)
        yield from _compare_levels(snapshot, stock)
        yield from _compare_receipts(snapshot, stock)


def _by_code(units: Mapping[Level, int], codes: Mapping[tuple[str, int], str]) -> dict[LevelKey, int]:
    """Units of levels that are named by keys or by codes, by codes."""
    by_code: dict[LevelKey, int] = {}
    for (location, sku), quantity in units.items():
        place = location if isinstance(location, str) else codes.get(("location", location), f"#{location}")
        key = (place, sku if isinstance(sku, str) else codes.get(("sku", sku), f"#{sku}"))
        by_code[key] = by_code.get(key, 0) + quantity
    return by_code


def _compare_levels(snapshot: Snapshot, stock: FoldedStock) -> Iterator[Finding]:
    rows = snapshot.reader.fetch(SQL.select_levels, _LevelRow, now=snapshot.now)
    stored = {(row.location, row.sku): row for row in rows}
    for key in sorted(stored.keys() | stock.levels.keys()):
        location, sku = key
        row, level = stored.get(key) or _LevelRow(*key, 0, 0, 0, 0, 0), stock.level(key)
        for figure in FIGURES:
            expected, found = getattr(level, figure), getattr(row, figure)
            if expected != found:
                yield Finding(f"stock {location}/{sku}", figure, str(expected), str(found))


def _compare_receipts(snapshot: Snapshot, stock: FoldedStock) -> Iterator[Finding]:
    rows = snapshot.reader.fetch(SQL.select_incoming, _IncomingRow)
    stored = {row.id: row for row in rows}
    for key in sorted(stored.keys() | stock.receipts.keys()):
        thing, row, receipt = f"incoming {key}", stored.get(key), stock.receipts.get(key, FoldedReceipt(0))
        if row is None or key not in stock.receipts:
            yield Finding(thing, "receipt", *(("a receipt", "none") if row is None else ("none", "a receipt")))
            continue
        if row.received_quantity != receipt.received:
            yield Finding(thing, "received_quantity", str(receipt.received), str(row.received_quantity))
        if row.state != receipt.state:
            yield Finding(thing, "state", receipt.state, row.state)
