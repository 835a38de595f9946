"""Clerks: they enter orders as drafts and change their minds, and offer orders that customers take, decline or forget."""

from collections.abc import Sequence
from datetime import timedelta

from msgspec import structs

from ordino.kernel.messages import Command
from ordino.orders.commands import DraftOrder, PlaceDraft, PlaceOrder, ReviseDraft
from ordino.quotes.commands import AcceptQuote, DeclineQuote, DraftQuote, ReviseQuote, SendQuote
from ordino.simulation.runs.customers import some_order
from ordino.simulation.runs.turn import Turn

DRAFT, SENT = "draft", "sent"
_VALID_DAYS = (0, 1, 3, 14)


def draft(turn: Turn) -> Sequence[Command]:
    """Orders are entered, and kept before they are placed."""
    return [
        DraftOrder(order=some_order(turn, f"draft-{turn.number}.{place}"))
        for place in range(1 + turn.dice.randrange(5))
    ]


def revise(turn: Turn) -> Sequence[Command]:
    """A draft is entered anew, sometimes over what a colleague has entered meanwhile."""
    return [
        ReviseDraft(
            order_id=work.key,
            expected_version=turn.book.order(work.key).version - turn.choose((0, 0, 0, 1)),
            order=some_order(turn, f"draft-{turn.number}.{work.name}"),
        )
        for work in turn.pick(turn.book.drafts, 3, keep=True)
    ]


def place(turn: Turn) -> Sequence[Command]:
    return [
        PlaceDraft(order_id=work.key, expected_version=turn.book.order(work.key).version)
        for work in turn.pick(turn.book.drafts, 8)
    ]


def offer(turn: Turn) -> Sequence[Command]:
    return [
        DraftQuote(order=_offered(turn), valid_until=turn.now.date() + timedelta(days=turn.choose(_VALID_DAYS)))
        for _ in range(1 + turn.dice.randrange(5))
    ]


def send(turn: Turn) -> Sequence[Command]:
    works = turn.pick(turn.book.quotes, 8, keep=True)
    return [SendQuote(quote_id=work.key, revision=work.amount) for work in works if work.text == DRAFT]


def offer_anew(turn: Turn) -> Sequence[Command]:
    """Another offer instead of the newest one, or of one that is not the newest any more, which is refused."""
    return [
        ReviseQuote(
            quote_id=work.key,
            revision=max(1, work.amount - turn.choose((0, 0, 1))),
            order=_offered(turn),
            valid_until=turn.now.date() + timedelta(days=3),
        )
        for work in turn.pick(turn.book.quotes, 3, keep=True)
    ]


def accept(turn: Turn) -> Sequence[Command]:
    """Customers take what they were offered, some of them twice, some of them too late or something older."""
    commands = []
    for work in turn.pick(turn.book.quotes, 8, keep=True):
        if work.text == SENT:
            taken = AcceptQuote(quote_id=work.key, revision=max(1, work.amount - turn.choose((0, 0, 0, 0, 1))))
            commands += [taken] * turn.choose((1, 1, 2))
    return commands


def decline(turn: Turn) -> Sequence[Command]:
    works = turn.pick(turn.book.quotes, 2, keep=True)
    return [DeclineQuote(quote_id=work.key, revision=work.amount, reason="too dear") for work in works]


def _offered(turn: Turn) -> PlaceOrder:
    return structs.replace(some_order(turn, None), reservation_owner="", stated_total_minor=None)
