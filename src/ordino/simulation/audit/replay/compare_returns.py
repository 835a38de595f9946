"""E6 for returns: what the journal's fold says beside what the tables say."""

from collections.abc import Iterator

import msgspec

from ordino.engine import Reader
from ordino.kernel.messages import Event, Record
from ordino.simulation.audit.replay.return_fold import COUNTERS, RETURN_EVENTS, FoldedReturn
from ordino.simulation.audit.report import Finding
from ordino.simulation.audit.scope import SQL, OrderRange
from ordino.simulation.audit.snapshot import Snapshot

_DECODERS: dict[str, "msgspec.json.Decoder[Event]"] = {
    kind.kind(): msgspec.json.Decoder(kind) for kind in RETURN_EVENTS
}


class _EventRow(Record, frozen=True):
    return_id: int
    kind: str
    data: str


class _ReturnRow(Record, frozen=True):
    id: int
    state: str
    exchange_credit: int | None
    exchange_used: int | None
    new_order_id: int | None


class _LineRow(Record, frozen=True):
    """A return's line with its counters in the order of COUNTERS."""

    return_id: int
    line_number: int
    quantity: int
    expected: int
    received: int
    restocked: int
    refurbished: int
    scrapped: int
    to_vendor: int
    sent_back: int
    accepted: int
    refunded: int
    replaced: int


class _RefundRow(Record, frozen=True):
    return_id: int
    id: int
    refund_minor: int


def compare_returns(snapshot: Snapshot, orders: OrderRange) -> Iterator[Finding]:
    """Returns whose state, units, refunds or exchange are not what their events came to."""
    reader, bounds = snapshot.reader, {"first": orders.first, "last": orders.last}
    folded = fold_returns(reader, orders)
    rows = {row.id: row for row in reader.fetch(SQL.select_returns, _ReturnRow, **bounds)}
    for return_id in sorted(folded.keys() | rows.keys()):
        row, told = rows.get(return_id), folded.get(return_id) or FoldedReturn()
        yield from _differing(f"return {return_id}", "state", told.state, row.state if row else "none")
        if row is not None:
            yield from _compare_exchange(row, told)
    yield from _compare_lines(reader, orders, folded)
    yield from _compare_refunds(reader, orders, folded)


def fold_returns(reader: Reader, orders: OrderRange) -> dict[int, FoldedReturn]:
    """The returns of a range of orders as their events tell them."""
    folded: dict[int, FoldedReturn] = {}
    kinds = list(_DECODERS)
    for row in reader.fetch(SQL.select_return_events, _EventRow, first=orders.first, last=orders.last, kinds=kinds):
        folded.setdefault(row.return_id, FoldedReturn()).apply(_DECODERS[row.kind].decode(row.data))
    return folded


def _compare_exchange(row: _ReturnRow, told: FoldedReturn) -> Iterator[Finding]:
    exchange, thing = told.exchange, f"return {row.id}"
    yield from _differing(thing, "exchange credit", exchange and exchange.credit_minor, row.exchange_credit)
    yield from _differing(thing, "exchange used", exchange and exchange.used_minor, row.exchange_used)
    yield from _differing(thing, "exchange order", exchange and exchange.new_order_id, row.new_order_id)


def _compare_lines(reader: Reader, orders: OrderRange, folded: dict[int, FoldedReturn]) -> Iterator[Finding]:
    rows = reader.fetch(SQL.select_return_lines, _LineRow, first=orders.first, last=orders.last)
    stored = {(row.return_id, row.line_number): row for row in rows}
    told = {(key, number): line for key, one in folded.items() for number, line in one.lines.items()}
    for key in sorted(stored.keys() | told.keys()):
        row, line, thing = stored.get(key), told.get(key), f"return {key[0]} line {key[1]}"
        if row is None or line is None:
            yield Finding(thing, "line", *(("a line", "none") if row is None else ("none", "a line")))
            continue
        for counter in COUNTERS:
            yield from _differing(thing, counter, line[counter], getattr(row, counter))


def _compare_refunds(reader: Reader, orders: OrderRange, folded: dict[int, FoldedReturn]) -> Iterator[Finding]:
    rows = reader.fetch(SQL.select_return_refunds, _RefundRow, first=orders.first, last=orders.last)
    stored = {(row.return_id, row.id): row.refund_minor for row in rows}
    told = {(key, refund_id): amount for key, one in folded.items() for refund_id, amount in one.refunds.items()}
    for key in sorted(stored.keys() | told.keys()):
        yield from _differing(f"return {key[0]} refund {key[1]}", "refund_minor", told.get(key), stored.get(key))


def _differing(thing: str, figure: str, expected: object, found: object) -> Iterator[Finding]:
    if expected != found:
        yield Finding(thing, figure, _text(expected), _text(found))


def _text(value: object) -> str:
    return "none" if value is None else str(value)
