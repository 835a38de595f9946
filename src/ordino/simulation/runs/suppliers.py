"""Suppliers and the stock room: goods come, late or never; counts differ from the books; things break."""

from collections.abc import Sequence
from datetime import timedelta

from ordino.inventory.commands import (
    AdjustStock,
    Bucket,
    CancelIncoming,
    CloseTransfer,
    CountStock,
    ExpectStock,
    MarkAvailable,
    MarkUnavailable,
    ReceiveIncoming,
    ReceiveStock,
    ReceiveTransfer,
    RescheduleIncoming,
    ScrapStock,
    TransferItem,
    TransferStock,
)
from ordino.kernel.messages import Command
from ordino.simulation.runs.turn import Turn
from ordino.simulation.runs.world import ARTICLES, LOCATIONS

_LOTS = ("L1", "L2", "L3")
_BUCKETS: tuple[Bucket, ...] = ("available", "damaged", "quality")


def _several(turn: Turn, most: int) -> range:
    return range(1 + turn.dice.randrange(most))


def deliver(turn: Turn) -> Sequence[Command]:
    return [
        ReceiveStock(
            sku=turn.choose(ARTICLES).code,
            location=turn.choose(LOCATIONS),
            quantity=turn.dice.randint(1, 40),
            reference=f"DELIVERY-{turn.number}",
            lot=turn.choose(_LOTS) if turn.happens(30) else "",
        )
        for _ in _several(turn, 12)
    ]


def deliver_plenty(turn: Turn) -> Sequence[Command]:
    """Enough of everything, so that whoever waits for goods gets them."""
    return [
        ReceiveStock(sku=article.code, location=location, quantity=400, reference="plenty")
        for article in ARTICLES
        for location in LOCATIONS
    ]


def announce(turn: Turn) -> Sequence[Command]:
    return [
        ExpectStock(
            sku=turn.choose(ARTICLES).code,
            location=turn.choose(LOCATIONS),
            quantity=turn.dice.randint(5, 40),
            expected_at=turn.now + timedelta(days=turn.dice.randint(1, 9)),
            reference=f"PO-{turn.number}",
        )
        for _ in _several(turn, 5)
    ]


def arrive(turn: Turn) -> Sequence[Command]:
    """What was announced comes, in parts, and sometimes more than was said, which is refused."""
    return [
        ReceiveIncoming(incoming_id=work.key, quantity=turn.dice.randint(1, work.amount + 1))
        for work in turn.pick(turn.book.incoming, 6, keep=turn.happens(30))
    ]


def slip(turn: Turn) -> Sequence[Command]:
    return [
        RescheduleIncoming(incoming_id=work.key, expected_at=turn.now + timedelta(days=turn.dice.randint(1, 20)))
        for work in turn.pick(turn.book.incoming, 3, keep=True)
    ]


def give_up(turn: Turn) -> Sequence[Command]:
    return [
        CancelIncoming(incoming_id=work.key, reason="supplier is gone") for work in turn.pick(turn.book.incoming, 1)
    ]


def count(turn: Turn) -> Sequence[Command]:
    return [
        CountStock(sku=turn.choose(ARTICLES).code, location=turn.choose(LOCATIONS), counted=turn.dice.randrange(80))
        for _ in _several(turn, 2)
    ]


def adjust(turn: Turn) -> Sequence[Command]:
    return [
        AdjustStock(
            sku=turn.choose(ARTICLES).code,
            location=turn.choose(LOCATIONS),
            change=turn.choose((-3, -1, 1, 2)),
            reason="found on the shelf",
        )
        for _ in _several(turn, 4)
    ]


def damage(turn: Turn) -> Sequence[Command]:
    return [
        MarkUnavailable(sku=turn.choose(ARTICLES).code, location=turn.choose(LOCATIONS), quantity=1, bucket="damaged")
        for _ in _several(turn, 3)
    ]


def repair(turn: Turn) -> Sequence[Command]:
    return [
        MarkAvailable(sku=turn.choose(ARTICLES).code, location=turn.choose(LOCATIONS), quantity=1, bucket="damaged")
        for _ in _several(turn, 2)
    ]


def scrap(turn: Turn) -> Sequence[Command]:
    bucket = turn.choose(_BUCKETS)
    return [ScrapStock(sku=turn.choose(ARTICLES).code, location=turn.choose(LOCATIONS), quantity=1, bucket=bucket)]


def transfer(turn: Turn) -> Sequence[Command]:
    origin, target = turn.choose((("BER", "LYS"), ("LYS", "STORE"), ("BER", "STORE")))
    item = TransferItem(turn.choose(ARTICLES).code, turn.dice.randint(1, 5))
    return [TransferStock(from_location=origin, to_location=target, items=(item,))]


def unload(turn: Turn) -> Sequence[Command]:
    """What was sent to another location arrives: all of it, or a part; the rest may follow, or more than was sent is said to."""
    commands = []
    for work in turn.pick(turn.book.transfers, 6, keep=turn.happens(40) and not turn.everything):
        item = TransferItem(work.text, turn.dice.randint(1, work.amount + 1))
        commands.append(ReceiveTransfer(transfer_id=work.key, items=() if turn.happens(50) else (item,)))
    return commands


def lose_on_the_way(turn: Turn) -> Sequence[Command]:
    return [
        CloseTransfer(transfer_id=work.key, reason="fell off the lorry") for work in turn.pick(turn.book.transfers, 1)
    ]
