"""Goods that come back from a customer, and where they go from there; for the layers above, inside their own transaction.

The order of work: build `TakingBack` with every move of the batch (it locks the levels), ask `problem` for the moves of one
command, `carry_out` them, and `write` once in the end. It answers the events of stock, for whoever commands to tell.
"""

from collections.abc import Iterable, Sequence

from ordino.engine import Unit
from ordino.inventory.accounts import AVAILABLE, BUCKETS, CUSTOMER, SCRAP, location_account
from ordino.inventory.codes import Codes
from ordino.inventory.events import (
    StockEvent,
    StockMadeAvailable,
    StockRebucketed,
    StockScrapped,
    StockSentBack,
    StockTakenBack,
)
from ordino.inventory.rows import Pair
from ordino.inventory.shelf import Shelf
from ordino.inventory.tracking import Tracked
from ordino.kernel.messages import Record, StreamEvent
from ordino.kernel.problems import Problem


class GoodsMove(Record, frozen=True, kw_only=True):
    """Units of a SKU from one place to another: a bucket of the location, or an account outside (`customer`, `supplier`, `scrap`).

    Exactly one of both may be outside.
    """

    sku: str
    location: str
    quantity: int
    source: str
    target: str
    reason: str = "return"
    reference: str = ""
    lot: str = ""
    serials: tuple[str, ...] = ()


class TakingBack:
    """The moves of a batch on locked levels, one command after the other."""

    def __init__(self, unit: Unit, moves: Iterable[GoodsMove], locations: Iterable[str] = ()) -> None:
        named = list(moves)
        self._codes = Codes(unit, skus=(m.sku for m in named), locations=[*locations, *(m.location for m in named)])
        known = [move for move in named if self._codes.problem(move.sku, move.location) is None]
        pairs = self._codes.known_pairs((move.sku, move.location) for move in known)
        self._shelf = Shelf(unit, self._codes, pairs, [self._tracked(move) for move in known])

    def location_problem(self, location: str) -> Problem | None:
        """Why nothing can be taken in there, or None."""
        return self._codes.location_problem(location)

    def problem(self, moves: Sequence[GoodsMove]) -> Problem | None:
        """Why the moves cannot all be carried out, or None."""
        leaving: dict[tuple[str, str, str], int] = {}
        for move in moves:
            unknown = self._codes.problem(move.sku, move.location)
            if unknown:
                return unknown
            key = (move.sku, move.location, move.source)
            leaving[key] = leaving.get(key, 0) + move.quantity
        problems = (self._leaving_problem(move, leaving[move.sku, move.location, move.source]) for move in moves)
        return next((problem for problem in problems if problem), None)

    def carry_out(self, moves: Sequence[GoodsMove]) -> tuple[StreamEvent, ...]:
        """Move the units; answers an event for each move, in the stream of its level."""
        return tuple([self._carry_out(move) for move in moves])

    def write(self) -> None:
        """Write all that was done."""
        self._shelf.write()

    def location_id(self, code: str) -> int:
        return self._codes.location_id(code)

    def _carry_out(self, move: GoodsMove) -> StreamEvent:
        pair = self._pair(move)
        self._shelf.move(
            pair,
            self._tracked(move),
            source=_account(pair, move.source),
            target=_account(pair, move.target),
            reason=move.reason,
            reference=move.reference,
        )
        return StreamEvent(self._codes.stream(pair), _event(move))

    def _leaving_problem(self, move: GoodsMove, together: int) -> Problem | None:
        """Goods outside are taken as they come; from a bucket all moves together take no more than stands there."""
        pair, item = self._pair(move), self._tracked(move)
        if move.source not in BUCKETS:
            return self._shelf.tracking.problem(item, _account(pair, move.source))
        short = self._shelf.work.shortage(pair, move.source, together, sku=move.sku, location=move.location)
        return short or self._shelf.leaving_problem(pair, item, move.source)

    def _pair(self, move: GoodsMove) -> Pair:
        return self._codes.pair(move.sku, move.location)

    def _tracked(self, move: GoodsMove) -> Tracked:
        return Tracked(move.sku, self._codes.sku_id(move.sku), move.lot, move.serials, move.quantity)


def _account(pair: Pair, place: str) -> str:
    return location_account(pair.location_id, place) if place in BUCKETS else place


def _event(move: GoodsMove) -> StockEvent:
    if move.source == CUSTOMER:
        return StockTakenBack(
            sku=move.sku,
            location=move.location,
            bucket=move.target,
            quantity=move.quantity,
            reason=move.reason,
            reference=move.reference,
            lot=move.lot,
            serials=move.serials,
        )
    if move.target in (AVAILABLE, SCRAP):
        kind = StockMadeAvailable if move.target == AVAILABLE else StockScrapped
        return kind(
            sku=move.sku,
            location=move.location,
            bucket=move.source,
            quantity=move.quantity,
            reason=move.reason,
            reference=move.reference,
            lot=move.lot,
            serials=move.serials,
        )
    if move.target in BUCKETS:
        return StockRebucketed(
            sku=move.sku,
            location=move.location,
            from_bucket=move.source,
            bucket=move.target,
            quantity=move.quantity,
            reason=move.reason,
            reference=move.reference,
            lot=move.lot,
            serials=move.serials,
        )
    return StockSentBack(
        sku=move.sku,
        location=move.location,
        bucket=move.source,
        quantity=move.quantity,
        to=move.target,
        reason=move.reason,
        reference=move.reference,
        lot=move.lot,
        serials=move.serials,
    )
