"""Picking one fulfillment order: what was found, what was not. Used by the handlers of both ways to pick."""

from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from ordino.catalog.queries import skus_by_code
from ordino.engine import Unit
from ordino.fulfillment.decide.progress import LineRow
from ordino.fulfillment.events import ShortPicked, UnitsPicked
from ordino.fulfillment.problems import NotInFulfillmentOrder, UnitsNotThere
from ordino.fulfillment.rows import PickedUnits
from ordino.fulfillment.work import FulfillmentOrderRow, Work
from ordino.kernel.messages import Event, Record
from ordino.kernel.problems import InvalidInput, Problem


class Found(Record, frozen=True):
    """What a picker found and missed of a line."""

    line: LineRow
    picked: int
    short: int


class Scans:
    """The SKUs that scanned codes mean."""

    def __init__(self, unit: Unit, picks: Iterable[PickedUnits]) -> None:
        codes = sorted({pick.scanned for pick in picks if pick.scanned})
        self._sku_ids = {code: sku.id for code, sku in skus_by_code(unit, codes).items()} if codes else {}

    def line(self, pick: PickedUnits, lines: Sequence[LineRow]) -> LineRow | None:
        """The line that is meant; of several with the scanned SKU the one with most left to pick."""
        if not pick.scanned:
            return next((line for line in lines if line.line_number == pick.line_number), None)
        sku_id = self._sku_ids.get(pick.scanned)
        fitting = [line for line in lines if line.sku_id == sku_id]
        return max(fitting, key=lambda line: line.to_pick, default=None)


def find(work: Work, row: FulfillmentOrderRow, picks: Sequence[PickedUnits], scans: Scans) -> list[Found] | Problem:
    """What the picks mean line by line (without picks, everything is found), or why they cannot be."""
    lines = work.lines(row.id)
    if not picks:
        found = [Found(line, line.to_pick, 0) for line in lines if line.to_pick]
    else:
        sums: dict[int, Found] = {}
        for pick in picks:
            line = scans.line(pick, lines)
            if line is None:
                named = f"line {pick.line_number}" if pick.line_number is not None else pick.scanned
                return NotInFulfillmentOrder(fulfillment_order_id=row.id, named=named)
            if pick.picked < 0 or pick.short < 0 or pick.picked + pick.short == 0:
                return InvalidInput(
                    field="lines", reason=f"line {line.line_number}: say how many were picked or short."
                )
            before = sums.get(line.line_number, Found(line, 0, 0))
            sums[line.line_number] = Found(line, before.picked + pick.picked, before.short + pick.short)
        found = list(sums.values())
    for one in found:
        if one.picked + one.short > one.line.to_pick:
            return UnitsNotThere(
                fulfillment_order_id=row.id,
                line_number=one.line.line_number,
                step="picked",
                wanted=one.picked + one.short,
                possible=one.line.to_pick,
            )
    return work.hold_problem(row, [one.line.line_number for one in found]) or found


def pick(work: Work, row: FulfillmentOrderRow, found: Sequence[Found]) -> tuple[Event, ...]:
    """Move what was found to `picked` and what was missed back to `allocated`; answers what happened."""
    for one in found:
        line = one.line
        work.move(line, "released", "picked", one.picked)
        work.move(line, "released", "allocated", one.short)
        work.change(
            replace(
                line,
                quantity=line.quantity - one.short,
                picked=line.picked + one.picked,
                short=line.short + one.short,
            )
        )
    work.derive_state(row.id)
    picked = tuple(one.line.units(one.picked) for one in found if one.picked)
    return (
        *((UnitsPicked(order_id=row.order_id, fulfillment_order_id=row.id, lines=picked),) if picked else ()),
        *(_short_picked(row, one) for one in found if one.short),
    )


def _short_picked(row: FulfillmentOrderRow, one: Found) -> ShortPicked:
    return ShortPicked(
        order_id=row.order_id,
        fulfillment_order_id=row.id,
        location_id=row.location_id,
        location=row.location,
        line_number=one.line.line_number,
        sku_id=one.line.sku_id,
        sku=one.line.sku,
        short=one.short,
    )
