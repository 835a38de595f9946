"""Gift cards and store credit: sold, given away, paid with, sometimes with more than is on them, and left to expire."""

import hashlib
from collections.abc import Sequence
from datetime import timedelta

from ordino.kernel.messages import Command
from ordino.payments.commands import AuthorizePayment
from ordino.simulation.runs.turn import Turn
from ordino.simulation.runs.world import CUSTOMERS
from ordino.stored_value.commands import GrantStoreCredit, IssueGiftCard

STORED_VALUE = "stored_value"
_AMOUNTS = (500, 2500, 10_000)


def sell_cards(turn: Turn) -> Sequence[Command]:
    """Some of them are over in a day."""
    cards = []
    for place in range(1 + turn.dice.randrange(4)):
        name = f"card-{turn.number}.{place}"
        code = hashlib.sha256(name.encode()).hexdigest()
        cards.append(
            IssueGiftCard(
                code_hash=code,
                last_four=code[-4:].upper(),
                currency="EUR",
                amount_minor=turn.choose(_AMOUNTS),
                expires_at=turn.now + timedelta(days=1) if turn.happens(25) else None,
                granted=turn.happens(20),
                reference=name,
            )
        )
    return cards


def grant_credit(turn: Turn) -> Sequence[Command]:
    return [
        GrantStoreCredit(
            customer_id=1 + turn.dice.randrange(CUSTOMERS),
            currency="EUR",
            amount_minor=turn.choose(_AMOUNTS),
            reference=f"goodwill-{turn.number}",
        )
    ]


def pay(turn: Turn) -> Sequence[Command]:
    """Customers pay a part or all of an order with what they have; several at once with one card."""
    accounts = turn.pick(turn.book.accounts, 3, keep=True)
    commands: list[Command] = []
    for work in turn.pick(turn.book.unpaid, 5, keep=True) if accounts else ():
        order = turn.book.order(work.key)
        if order.owed_minor > 0 and order.terms == "prepaid":
            account = turn.choose(accounts)
            paid = AuthorizePayment(
                order_id=work.key,
                amount_minor=min(order.owed_minor, turn.choose((account.amount, 300, 50_000))),
                gateway=STORED_VALUE,
                method="gift_card",
                token=f"account/{account.key}",
                reference=f"VALUE-{turn.number}-{work.name}",
            )
            commands.append(paid)
    return commands
