"""Agents: they hold, release and change orders, split and merge them, and do what waits for a person."""

from collections.abc import Sequence
from decimal import Decimal

from ordino.exceptions.commands import AssignException, ResolveException
from ordino.kernel.messages import Command
from ordino.orders.commands import (
    AddLine,
    AssignHold,
    CancelCharge,
    ChangeAction,
    ChangeAddress,
    ChangeOrder,
    ChooseSku,
    HoldOrder,
    MergeOrders,
    PrioritizeOrder,
    ReleaseHold,
    SplitLine,
    SplitOrder,
)
from ordino.orders.rows import HoldScope, OrderedLine
from ordino.simulation.demo import assortment
from ordino.simulation.runs.turn import Turn
from ordino.simulation.runs.world import ARTICLES

UNKNOWN_SKU = "unknown_sku"
_SCOPES: tuple[HoldScope, ...] = ("order", "order", "order", "payment", "return")


def hold(turn: Turn) -> Sequence[Command]:
    """Some orders are looked at, perhaps for two reasons at once, perhaps when their goods are about to leave."""
    works = turn.pick(turn.book.packed if turn.happens(40) else turn.book.open_orders, 5, keep=True)
    return [
        HoldOrder(
            order_id=work.order_id,
            reason=turn.choose(("fraud", "check", "callback")),
            scope=turn.choose(_SCOPES),
            owner="Mira",
        )
        for work in works
        for _ in range(turn.choose((1, 1, 2)))
    ]


def release_holds(turn: Turn) -> Sequence[Command]:
    """Holds are dealt with one by one; those that wait for money or for a SKU wait on."""
    return [
        ReleaseHold(order_id=work.order_id, hold_id=work.key, note="looked at")
        for work in turn.pick(turn.book.holds, 12, keep=True)
        if work.text != UNKNOWN_SKU and (work.text != "payment" or turn.happens(5))
    ]


def choose_skus(turn: Turn) -> Sequence[Command]:
    """What a misprint means is found out, one line of an order at a time."""
    commands: dict[int, Command] = {}
    for work in turn.pick(turn.book.holds, 30, keep=True):
        if work.text == UNKNOWN_SKU:
            action = ChooseSku(line_number=work.lines[0][0], sku=turn.choose(ARTICLES).code)
            version = turn.book.order(work.order_id).version
            commands[work.order_id] = ChangeOrder(order_id=work.order_id, expected_version=version, actions=(action,))
    return tuple(commands.values())


def assign_holds(turn: Turn) -> Sequence[Command]:
    return [
        AssignHold(order_id=work.order_id, hold_id=work.key, owner="Nils")
        for work in turn.pick(turn.book.holds, 6, keep=True)
    ]


def change(turn: Turn) -> Sequence[Command]:
    """Lines are added, addresses corrected, charges waived, misprints understood."""
    commands = []
    for work in turn.pick(turn.book.open_orders, 10, keep=True):
        known, price = turn.book.order(work.key), Decimal(turn.dice.randint(1, 9000)) / 100
        added = OrderedLine(sku=turn.choose(ARTICLES).code, quantity=turn.dice.randint(1, 4), unit_price=price)
        line_number = turn.choose(sorted(known.lines))
        actions: tuple[ChangeAction, ...] = (
            AddLine(line=added),
            ChangeAddress(ship_to=turn.choose(assortment.ADDRESSES)),
            CancelCharge(charge_number=1),
            ChooseSku(line_number=line_number, sku=turn.choose(ARTICLES).code),
        )
        chosen = (turn.choose(actions),)
        version = known.version - (1 if turn.happens(20) else 0)
        commands.append(ChangeOrder(order_id=work.key, expected_version=version, actions=chosen))
    return commands


def split(turn: Turn) -> Sequence[Command]:
    commands = []
    for work in turn.pick(turn.book.open_orders, 3, keep=True):
        known = turn.book.order(work.key)
        lines = (SplitLine(line_number=turn.choose(sorted(known.lines)), quantity=1),)
        commands.append(SplitOrder(order_id=work.key, expected_version=known.version, lines=lines))
    return commands


def merge(turn: Turn) -> Sequence[Command]:
    works = turn.pick(turn.book.open_orders, 6, keep=True)
    book = turn.book
    return [
        MergeOrders(
            order_id=one.key,
            expected_version=book.order(one.key).version,
            from_order_id=other.key,
            from_expected_version=book.order(other.key).version,
        )
        for one, other in zip(works[::2], works[1::2], strict=False)
    ]


def prioritize(turn: Turn) -> Sequence[Command]:
    return [
        PrioritizeOrder(order_id=work.key, priority=turn.dice.randrange(20))
        for work in turn.pick(turn.book.open_orders, 4, keep=True)
    ]


def assign_exceptions(turn: Turn) -> Sequence[Command]:
    works = turn.pick(turn.book.exceptions, 6, keep=True)
    return [AssignException(exception_id=work.key, owner="Mira") for work in works]


def resolve_exceptions(turn: Turn) -> Sequence[Command]:
    return [ResolveException(exception_id=work.key, note="done") for work in turn.pick(turn.book.exceptions, 8)]
