"""Somebody counted what stands in a bucket."""

from collections.abc import Sequence

from ordino.engine import Statements, Unit, handles
from ordino.inventory.accounts import ADJUSTMENT, AVAILABLE, location_account
from ordino.inventory.codes import Codes
from ordino.inventory.commands import CountStock, StockCountResult
from ordino.inventory.decide.counts import CountOutcome, judge_count
from ordino.inventory.events import StockCounted
from ordino.inventory.lifecycle import RELEASED
from ordino.inventory.reservations import ReservationState
from ordino.inventory.rows import Pair, ReservationRow
from ordino.inventory.shelf import Shelf
from ordino.inventory.tracking import Tracked
from ordino.inventory.work import quantity_problem
from ordino.kernel.messages import Decision, Done, Refused, StreamEvent
from ordino.kernel.registration import decide_storable

SQL = Statements("ordino.inventory")


@handles(CountStock)
def count_stock(unit: Unit, commands: Sequence[CountStock]) -> list[Decision]:
    return decide_storable(commands, lambda storable: _count_all(unit, storable))


def _count_all(unit: Unit, commands: Sequence[CountStock]) -> list[Decision]:
    codes = Codes(unit, skus=(c.sku for c in commands), locations=(c.location for c in commands))
    pairs = codes.known_pairs((c.sku, c.location) for c in commands)
    count = _Count(unit, codes, pairs)
    decisions: list[Decision] = []
    for command in commands:
        problem = codes.problem(command.sku, command.location) or quantity_problem(
            command.counted, minimum=0, field="counted"
        )
        decisions.append(Refused(problem) if problem else count.run(command))
    count.shelf.write()
    unit.write(SQL.set_reservation_states, [ReservationState(row.id, RELEASED) for row in count.released])
    return decisions


class _Count:
    """The levels of a batch of counts and the reservations that may have to give way."""

    def __init__(self, unit: Unit, codes: Codes, pairs: Sequence[Pair]) -> None:
        self.codes = codes
        self.shelf = Shelf(unit, codes, pairs)
        self.work = self.shelf.work
        self.released: list[ReservationRow] = []
        live = (
            unit.fetch(SQL.select_live_reservations, ReservationRow, pairs=list(pairs), now=unit.now) if pairs else []
        )
        self._live: dict[Pair, list[ReservationRow]] = {}
        for row in live:
            self._live.setdefault(Pair(row.sku_id, row.location_id), []).append(row)

    def run(self, command: CountStock) -> Decision:
        pair = self.codes.pair(command.sku, command.location)
        item = Tracked(command.sku, pair.sku_id, "", (), 0)
        here = location_account(pair.location_id, command.bucket)
        problem = self.shelf.tracking.unnamed_problem(item, here, command.counted)
        return Refused(problem) if problem else self._count(pair, command)

    def _count(self, pair: Pair, command: CountStock) -> Done:
        expected = self.work.standing_in(pair, command.bucket)
        outcome = judge_count(
            standing=expected,
            free=self.work.free_in(pair, command.bucket),
            counted=command.counted,
            reservations=self._live.get(pair, ()) if command.bucket == AVAILABLE else (),
        )
        self._book(pair, command, outcome)
        level = self.work.level(pair)
        event = StockCounted(
            sku=command.sku,
            location=command.location,
            bucket=command.bucket,
            expected=expected,
            counted=command.counted,
            change=outcome.change,
            shortfall=outcome.shortfall,
            released_reservations=tuple(row.id for row in outcome.released),
            reference=command.reference,
        )
        result = StockCountResult(
            on_hand=level.on_hand,
            available=level.available,
            difference=command.counted - expected,
            shortfall=outcome.shortfall,
        )
        return Done(result, (StreamEvent(self.codes.stream(pair), event),))

    def _book(self, pair: Pair, command: CountStock, outcome: CountOutcome) -> None:
        for reservation in outcome.released:
            self.work.reserve(pair, -reservation.quantity)
            self._live[pair].remove(reservation)
            self.released.append(reservation)
        here = location_account(pair.location_id, command.bucket)
        source, target = (ADJUSTMENT, here) if outcome.change > 0 else (here, ADJUSTMENT)
        self.work.begin(pair)
        if outcome.change:
            self.work.move(
                pair, abs(outcome.change), source=source, target=target, reason="count", reference=command.reference
            )
