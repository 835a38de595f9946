"""How allocated stock leaves the house; for the layers above, inside their own transaction.

A fulfillment order takes units up (`commit_to_fulfillment`), lets them go (`give_up_fulfillment`) or ships them
(`ship_allocated`). Whoever calls has locked the orders; the levels are locked here, and only where units leave.
"""

from collections.abc import Sequence

from msgspec.structs import replace

from ordino.engine import Statement, Statements, Unit
from ordino.inventory.accounts import CUSTOMER, location_account
from ordino.inventory.allocations import StockGuardError, lock_levels
from ordino.inventory.decide.first_expired import LotsStanding
from ordino.inventory.rows import AllocationRow, LeavingRow, LotBalance, MovementRow, Pair, SerialRow
from ordino.inventory.tracking import SerialKey, lock_serials

SQL = Statements("ordino.inventory")
REASON = "shipped"


def commit_to_fulfillment(unit: Unit, rows: Sequence[AllocationRow]) -> None:
    """Take up allocated units for fulfillment: they can no longer be given back or moved.

    Raises StockGuardError where a line does not have so many free.
    """
    _change(unit, SQL.commit_to_fulfillment, rows)


def give_up_fulfillment(unit: Unit, rows: Sequence[AllocationRow]) -> None:
    """Let go of units that were taken up; they stay allocated to their line.

    Raises StockGuardError where so many were not taken up.
    """
    _change(unit, SQL.give_up_fulfillment, rows)


def ship_allocated(unit: Unit, rows: Sequence[LeavingRow]) -> None:
    """Let taken-up units leave for the customer: allocation, level and movement in one go, the first lot to expire first.

    Numbered units leave by their serial numbers, from their own lots. Raises StockGuardError where so many were not taken up,
    where a serial number is elsewhere, or where numbered units would have to leave unnamed.
    """
    if not rows:
        return
    pairs = sorted({row.pair for row in rows})
    lock_levels(unit, pairs)
    asked = unit.ask(SQL.select_lots_at_levels, LotBalance, pairs=pairs)
    _change(unit, SQL.ship_allocated, rows)
    lots = LotsStanding(asked.rows())
    serials = _take_serials(unit, rows)
    movements = [
        MovementRow(
            row.sku_id, quantity, location_account(row.location_id), CUSTOMER, REASON, row.reference, lot_id, unit.now
        )
        for row in rows
        for lot_id, quantity in lots.take(row, [serials[SerialKey(row.sku_id, code)].lot_id for code in row.serials])
    ]
    unit.write(SQL.insert_movements, movements)
    unit.write(SQL.move_serials, [replace(row, account=CUSTOMER) for row in serials.values()])
    unnamed = unit.ask(SQL.select_more_numbered_than_standing, Pair, pairs=pairs)
    unit.assure_empty(unnamed, lambda found: StockGuardError(f"numbered units left unnamed: {found[:5]}"))


def _take_serials(unit: Unit, rows: Sequence[LeavingRow]) -> dict[SerialKey, SerialRow]:
    """The named units, locked; each stands for sale where it leaves."""
    wanted = {SerialKey(row.sku_id, code): location_account(row.location_id) for row in rows for code in row.serials}
    found = lock_serials(unit, sorted(wanted))
    elsewhere = [key for key, account in wanted.items() if key not in found or found[key].account != account]
    if elsewhere:
        raise StockGuardError(f"serial numbers are elsewhere: {elsewhere[:5]}")
    return found


def _change(unit: Unit, statement: Statement, rows: Sequence[AllocationRow] | Sequence[LeavingRow]) -> None:
    if rows:
        refused = unit.ask(statement, AllocationRow, rows=rows)
        unit.assure_empty(refused, lambda found: StockGuardError(f"not so many in fulfillment: {found[:5]}"))
