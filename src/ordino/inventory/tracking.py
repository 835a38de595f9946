"""Lots and serial numbers of a batch: what is known, what may be moved, what is to be written."""

from collections.abc import Iterable, Sequence
from datetime import date

from msgspec.structs import replace

from ordino.engine import Statements, Unit
from ordino.inventory.accounts import is_held
from ordino.inventory.problems import LotDiffers, SerialElsewhere, SerialsNotNamed
from ordino.inventory.rows import LotRow, SerialRow
from ordino.kernel.messages import Record
from ordino.kernel.problems import InvalidInput, NotFound, Problem

SQL = Statements("ordino.inventory")


class Tracked(Record, frozen=True):
    """The lot and the serial numbers that a command names for units of a SKU."""

    sku: str
    sku_id: int
    lot: str
    serials: tuple[str, ...]
    quantity: int


class _Key(Record, frozen=True):
    """A lot."""

    sku_id: int
    code: str


class SerialKey(Record, frozen=True, order=True):
    """A numbered unit."""

    sku_id: int
    code: str


class _LotBalance(Record, frozen=True):
    lot_id: int
    account: str
    quantity: int


class _SerialCount(Record, frozen=True):
    sku_id: int
    account: str
    quantity: int


class Tracking:
    """Lots and serials with running balances; `accounts` are those whose serials are wanted without being named."""

    def __init__(
        self, unit: Unit, tracked: Iterable[Tracked], *, sku_ids: Iterable[int], accounts: Sequence[str] = ()
    ) -> None:
        rows, skus = list(tracked), sorted(set(sku_ids))
        lots = sorted({(t.sku_id, t.lot) for t in rows if t.lot})
        serials = sorted({(t.sku_id, code) for t in rows for code in t.serials})
        self._unit = unit
        self._lots = {(lot.sku_id, lot.code): lot for lot in self._fetch_lots(lots)}
        self._balance = self._fetch_balances()
        known = [*self._fetch_serials(serials), *self._fetch_serials_in(skus, accounts)]
        self._serials = {(serial.sku_id, serial.code): serial for serial in known}
        counts = unit.fetch(SQL.count_serials, _SerialCount, sku_ids=skus) if skus else []
        self._numbered = {(row.sku_id, row.account): row.quantity for row in counts}
        self._known = frozenset(self._serials)
        self._new_lots: list[LotRow] = []
        self._moved: dict[tuple[int, str], SerialRow] = {}

    def problem(self, item: Tracked, source: str) -> Problem | None:
        """Why these units cannot leave `source`, or None. Outside accounts give what they are asked for."""
        return self._lot_problem(item, source) or self._serials_problem(item, source)

    def unnamed_problem(self, item: Tracked, source: str, left: int) -> Problem | None:
        """Why units cannot leave `source` without their serial numbers when `left` stay behind, or None."""
        numbered = self._numbered.get((item.sku_id, source), 0)
        if item.serials or numbered <= left:
            return None
        return SerialsNotNamed(sku=item.sku, account=source, left=left, numbered=numbered)

    def serials_in(self, sku_id: int, account: str) -> tuple[str, ...]:
        """The serial numbers in one of the accounts that were asked for."""
        return tuple(code for (sku, code), row in self._serials.items() if sku == sku_id and row.account == account)

    def expiry_problem(self, item: Tracked, expires_on: date | None) -> Problem | None:
        """Why a receipt cannot join the lot it names: one lot has one last day of use."""
        lot = self._lots.get((item.sku_id, item.lot))
        if lot is None or expires_on is None or lot.expires_on == expires_on:
            return None
        return LotDiffers(sku=item.sku, lot=item.lot, reason=f"it is known to expire on {lot.expires_on}")

    def move(self, item: Tracked, *, source: str, target: str, expires_on: date | None = None) -> int | None:
        """Book lot and serials from one account to another; answers the lot's key."""
        lot_id = self._lot_id(item, expires_on)
        if lot_id is not None:
            for account, change in ((source, -item.quantity), (target, item.quantity)):
                self._balance[lot_id, account] = self._balance.get((lot_id, account), 0) + change
        for code in item.serials:
            known = self._serials.get((item.sku_id, code))
            row = replace(known, account=target) if known else SerialRow(item.sku_id, code, target, lot_id)
            self._serials[item.sku_id, code] = self._moved[item.sku_id, code] = row
        for account, change in ((source, -len(item.serials)), (target, len(item.serials))):
            key = item.sku_id, account
            self._numbered[key] = self._numbered.get(key, 0) + change
        return lot_id

    def write_lots(self) -> None:
        """Write new lots; before the movements that name them."""
        self._unit.write(SQL.insert_lots, self._new_lots, now=self._unit.now)

    def write_serials(self) -> None:
        """Write where serials are now."""
        rows = [self._moved[key] for key in sorted(self._moved)]
        self._unit.write(SQL.insert_serials, [row for row in rows if (row.sku_id, row.code) not in self._known])
        self._unit.write(SQL.move_serials, [row for row in rows if (row.sku_id, row.code) in self._known])

    def _lot_id(self, item: Tracked, expires_on: date | None) -> int | None:
        if not item.lot:
            return None
        lot = self._lots.get((item.sku_id, item.lot))
        if lot is None:
            (new_id,) = self._unit.next_ids("inventory_lot_id_seq", 1)
            lot = self._lots[item.sku_id, item.lot] = LotRow(new_id, item.sku_id, item.lot, expires_on)
            self._new_lots.append(lot)
        return lot.id

    def _lot_problem(self, item: Tracked, source: str) -> Problem | None:
        if not item.lot or not is_held(source):
            return None
        lot = self._lots.get((item.sku_id, item.lot))
        if lot is None:
            return NotFound(what=f"lot of {item.sku}", reference=item.lot)
        held = self._balance.get((lot.id, source), 0)
        if item.quantity <= held:
            return None
        return LotDiffers(sku=item.sku, lot=item.lot, reason=f"it has {held} in {source}, not {item.quantity}")

    def _serials_problem(self, item: Tracked, source: str) -> Problem | None:
        if not item.serials:
            return None
        if len(set(item.serials)) != item.quantity or len(item.serials) != item.quantity:
            return InvalidInput(field="serials", reason=f"name each of the {item.quantity} units once")
        for code in item.serials:
            known = self._serials.get((item.sku_id, code))
            found = known.account if known else ""
            fits = found == source if is_held(source) else not is_held(found)
            if not fits:
                return SerialElsewhere(sku=item.sku, serial=code, expected=source, found=found)
        return None

    def _fetch_lots(self, lots: Sequence[tuple[int, str]]) -> list[LotRow]:
        keys = [_Key(*lot) for lot in lots]
        return self._unit.fetch(SQL.select_lots, LotRow, lots=keys) if keys else []

    def _fetch_balances(self) -> dict[tuple[int, str], int]:
        ids = [lot.id for lot in self._lots.values()]
        rows = self._unit.fetch(SQL.select_lot_balances, _LotBalance, lot_ids=ids) if ids else []
        return {(row.lot_id, row.account): row.quantity for row in rows}

    def _fetch_serials(self, serials: Sequence[tuple[int, str]]) -> list[SerialRow]:
        return list(lock_serials(self._unit, [SerialKey(*serial) for serial in serials]).values())

    def _fetch_serials_in(self, sku_ids: Sequence[int], accounts: Sequence[str]) -> list[SerialRow]:
        if not accounts:
            return []
        return self._unit.fetch(
            SQL.select_serials_in_accounts, SerialRow, sku_ids=list(sku_ids), accounts=list(accounts)
        )


def lock_serials(unit: Unit, keys: Sequence[SerialKey]) -> dict[SerialKey, SerialRow]:
    """Where the numbered units are; they stay there until this transaction ends. Unknown ones are not in the answer."""
    rows = unit.fetch(SQL.select_serials, SerialRow, serials=list(keys)) if keys else []
    return {SerialKey(row.sku_id, row.code): row for row in rows}
