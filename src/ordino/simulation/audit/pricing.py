"""R1 to R4: the money of an order priced again from what was asked for, its unit prices and its rates.

Unit prices and rates are facts that were frozen with the order; goods, discounts, taxes and their shares follow from them by
`ordino.orders.decide`. Where a channel priced the order, its figures are the facts and the rest follows in the same way.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TypeVar, get_args

import msgspec

from ordino.kernel.messages import Command, Record
from ordino.orders.commands import AddLine, ChangeOrder, DraftOrder, PlaceOrder, ReviseDraft
from ordino.orders.decide.pricing_rows import TaxRounding
from ordino.simulation.audit.priced_rows import ChargeRow, DiscountRow, LineRow, StoredMoney
from ordino.simulation.audit.report import Finding
from ordino.simulation.audit.reprice import differences_of_addition, differences_of_order
from ordino.simulation.audit.scope import SQL, OrderRange
from ordino.simulation.audit.snapshot import Snapshot

TAX_ROUNDINGS: tuple[TaxRounding, ...] = get_args(TaxRounding)
_COMMANDS: dict[str, type[Command]] = {kind.kind(): kind for kind in (PlaceOrder, DraftOrder, ReviseDraft, ChangeOrder)}


class _Placement(Record, frozen=True):
    """An order and the command that says what was asked for."""

    order_id: int
    currency: str
    prices_include_tax: bool
    tax_rounding: TaxRounding
    rounding_changed: bool
    kind: str
    body: str

    def command(self) -> Command:
        return msgspec.json.decode(self.body, type=_COMMANDS[self.kind])


class _Addition(_Placement, frozen=True):
    """A change order that added lines, and the numbers these were given."""

    numbers: list[int]


class _MergedLine(Record, frozen=True):
    order_id: int
    number: int


_Row = TypeVar("_Row", _Addition, LineRow, DiscountRow, ChargeRow)


def compare_prices(snapshot: Snapshot, orders: OrderRange) -> Iterator[Finding]:
    """Lines, discounts and charges of a range of orders whose money is not what pricing comes to."""
    bounds = {"first": orders.first, "last": orders.last}
    reader = snapshot.reader
    additions = _by_order(reader.fetch(SQL.select_additions, _Addition, **bounds))
    lines = _by_order(reader.fetch(SQL.select_priced_lines, LineRow, **bounds))
    discounts = _by_order(reader.fetch(SQL.select_priced_discounts, DiscountRow, **bounds))
    charges = _by_order(reader.fetch(SQL.select_priced_charges, ChargeRow, **bounds))
    merged: dict[int, set[int]] = {}
    for row in reader.fetch(SQL.select_merged_lines, _MergedLine, **bounds):
        merged.setdefault(row.order_id, set()).add(row.number)
    for placement in reader.fetch(SQL.select_placements, _Placement, **bounds):
        order_id = placement.order_id
        added = {number for addition in additions.get(order_id, ()) for number in addition.numbers}
        added |= merged.get(order_id, set())
        stored = StoredMoney(
            order_id,
            placement.currency,
            placement.prices_include_tax,
            _policies(placement),
            tuple(line for line in lines.get(order_id, ()) if line.number not in added),
            tuple(discounts.get(order_id, ())),
            tuple(charges.get(order_id, ())),
            merged=order_id in merged,
        )
        yield from differences_of_order(_given(placement.command()), stored)
        for addition in additions.get(order_id, ()):
            yield from _compare_addition(addition, stored, lines.get(order_id, ()))


def _compare_addition(addition: _Addition, stored: StoredMoney, lines: Sequence[LineRow]) -> Iterator[Finding]:
    command = addition.command()
    assert isinstance(command, ChangeOrder)
    given = tuple(action.line for action in command.actions if isinstance(action, AddLine))
    added = tuple(line for line in lines if line.number in addition.numbers)
    mine = msgspec.structs.replace(stored, policies=_policies(addition), lines=added, discounts=(), charges=())
    return differences_of_addition(given, mine, first=min(addition.numbers))


def _policies(placement: _Placement) -> tuple[TaxRounding, ...]:
    """How the channel rounds taxes; where that has changed since, any of the ways it may have been."""
    others = TAX_ROUNDINGS if placement.rounding_changed else ()
    return (placement.tax_rounding, *(policy for policy in others if policy != placement.tax_rounding))


def _given(command: Command) -> PlaceOrder:
    if isinstance(command, DraftOrder | ReviseDraft):
        return command.order
    assert isinstance(command, PlaceOrder)
    return command


def _by_order(rows: Sequence[_Row]) -> dict[int, list[_Row]]:
    return {order_id: list(group) for order_id, group in groupby(rows, key=lambda row: row.order_id)}
