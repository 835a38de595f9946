"""Pickers: they walk past many shelves for several orders at once, find too little, and leave a walk unfinished."""

from collections.abc import Sequence

from ordino.fulfillment.commands import AssignBin, ClosePickBatch, OpenPickBatch, RecordPicks
from ordino.fulfillment.rows import BatchPick
from ordino.kernel.messages import Command
from ordino.simulation.runs.turn import Turn
from ordino.simulation.runs.world import ARTICLES, LOCATIONS


def set_out(turn: Turn) -> Sequence[Command]:
    """A walk for some of what waits at a location; another picker may have taken it meanwhile."""
    location = turn.choose(LOCATIONS)
    works = [work for work in turn.pick(turn.book.to_pick, 12, keep=True) if work.text == location]
    wanted = tuple(work.key for work in works)
    return [OpenPickBatch(location=location, fulfillment_order_ids=wanted)] if wanted else ()


def walk(turn: Turn) -> Sequence[Command]:
    """All of a walk is picked, or one line of it, of which perhaps not everything is there."""
    commands: list[Command] = []
    for work in turn.pick(turn.book.walks, 4, keep=True):
        waiting = [turn.book.to_pick[key] for key, _ in work.lines if key in turn.book.to_pick]
        picks: tuple[BatchPick, ...] = ()
        if waiting and turn.happens(40) and not turn.everything:
            one = turn.choose(waiting)
            number, quantity = turn.choose(one.lines)
            short = turn.choose((0, 0, 1))
            picked = BatchPick(fulfillment_order_id=one.key, line_number=number, picked=quantity - short, short=short)
            picks = (picked,)
        commands.append(RecordPicks(pick_batch_id=work.key, lines=picks))
    return commands


def go_home(turn: Turn) -> Sequence[Command]:
    return [ClosePickBatch(pick_batch_id=work.key) for work in turn.pick(turn.book.walks, 2, keep=True)]


def move_shelves(turn: Turn) -> Sequence[Command]:
    return [
        AssignBin(
            location=turn.choose(LOCATIONS),
            sku=turn.choose(ARTICLES).code,
            bin=f"A-{turn.dice.randrange(40):02d}",
            walk_position=turn.dice.randrange(1, 40),
        )
    ]
