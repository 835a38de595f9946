"""The common frame of the commands that move units of one SKU at one location: names, stock, lots and serials together."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import TypeVar

from ordino.engine import Unit
from ordino.inventory.accounts import BUCKETS, location_account
from ordino.inventory.codes import Codes
from ordino.inventory.commands import (
    MarkAvailable,
    MarkUnavailable,
    ScrapStock,
    StockCommand,
    StockResult,
    TrackedCommand,
)
from ordino.inventory.rows import Pair
from ordino.inventory.tracking import Tracked, Tracking
from ordino.inventory.work import StockWork, quantity_problem
from ordino.kernel.messages import Decision, Done, Event, Refused, StreamEvent, snake_case
from ordino.kernel.problems import Problem
from ordino.kernel.registration import decide_storable

C = TypeVar("C", bound=StockCommand)


class Shelf:
    """Codes, locked levels, lots and serials of one batch."""

    def __init__(
        self,
        unit: Unit,
        codes: Codes,
        pairs: Sequence[Pair],
        tracked: Sequence[Tracked] = (),
        accounts: Sequence[str] = (),
    ) -> None:
        self.codes = codes
        self.work = StockWork(unit, pairs)
        self.tracking = Tracking(unit, tracked, sku_ids=(pair.sku_id for pair in pairs), accounts=accounts)

    def leaving_problem(self, pair: Pair, item: Tracked, bucket: str) -> Problem | None:
        """Why these units cannot leave the bucket, or None: too few are free, of the lot, or without serial numbers."""
        source, location = location_account(pair.location_id, bucket), self.codes.location_code[pair.location_id]
        return (
            self.work.shortage(pair, bucket, item.quantity, sku=item.sku, location=location)
            or self.tracking.problem(item, source)
            or self.tracking.unnamed_problem(item, source, self.work.standing_in(pair, bucket) - item.quantity)
        )

    def move(
        self,
        pair: Pair,
        item: Tracked,
        *,
        source: str,
        target: str,
        reason: str,
        reference: str = "",
        expires_on: date | None = None,
    ) -> int | None:
        """Move units with their lot and serials between two accounts; answers the lot's key."""
        lot_id = self.tracking.move(item, source=source, target=target, expires_on=expires_on)
        self.work.move(
            pair, item.quantity, source=source, target=target, reason=reason, reference=reference, lot_id=lot_id
        )
        return lot_id

    def write(self) -> None:
        """Write all that was done; lots before the movements that name them."""
        self.tracking.write_lots()
        self.work.write()
        self.tracking.write_serials()

    def result(self, pair: Pair) -> StockResult:
        level = self.work.level(pair)
        return StockResult(on_hand=level.on_hand, available=level.available)

    def done(self, pair: Pair, event: Event) -> Done:
        """The usual answer: the level after the command, and one event in its stream."""
        return Done(self.result(pair), (StreamEvent(self.codes.stream(pair), event),))


def tracked(codes: Codes, command: TrackedCommand, quantity: int) -> Tracked:
    """The lot and serials of a command whose SKU is known."""
    return Tracked(command.sku, codes.sku_id(command.sku), command.lot, command.serials, quantity)


def on_shelf(unit: Unit, commands: Sequence[C], decide: Callable[[Shelf, C, Pair], Decision]) -> list[Decision]:
    """Run commands one after the other on the same running counters, and write what they did in sets.

    A command whose SKU or location is not known, or not kept in stock, is refused before `decide` sees it.
    """
    return decide_storable(commands, lambda storable: _run(unit, storable, decide))


def _run(unit: Unit, commands: Sequence[C], decide: Callable[[Shelf, C, Pair], Decision]) -> list[Decision]:
    codes = Codes(unit, skus=(c.sku for c in commands), locations=(c.location for c in commands))
    problems = [codes.problem(c.sku, c.location) for c in commands]
    named = [c for c, problem in zip(commands, problems, strict=True) if problem is None]
    items = [tracked(codes, c, 0) for c in named if isinstance(c, TrackedCommand)]
    shelf = Shelf(unit, codes, codes.known_pairs((c.sku, c.location) for c in named), items)
    decisions: list[Decision] = [
        Refused(problem) if problem else decide(shelf, command, codes.pair(command.sku, command.location))
        for command, problem in zip(commands, problems, strict=True)
    ]
    shelf.write()
    return decisions


def rebucket(
    shelf: Shelf,
    command: MarkUnavailable | MarkAvailable | ScrapStock,
    pair: Pair,
    *,
    source_bucket: str,
    target_bucket: str,
    event: Event,
) -> Decision:
    """Move units of a level from one bucket to another, or out of the house."""
    source = location_account(pair.location_id, source_bucket)
    target = location_account(pair.location_id, target_bucket) if target_bucket in BUCKETS else target_bucket
    item = tracked(shelf.codes, command, command.quantity)
    problem = quantity_problem(command.quantity) or shelf.leaving_problem(pair, item, source_bucket)
    if problem:
        return Refused(problem)
    reason = command.reason or snake_case(command.kind())
    shelf.move(pair, item, source=source, target=target, reason=reason, reference=command.reference)
    return shelf.done(pair, event)
