"""Those who help: they say whose an order is, write and watch, look at suspects, merge customers, decide what was lost."""

from collections.abc import Sequence

from ordino.delivery.commands import CloseManifest, SettleLostShipment
from ordino.exceptions.commands import RaiseException
from ordino.fraud.commands import ReviewFraud
from ordino.inventory.commands import CloseIncoming
from ordino.kernel.messages import Command
from ordino.notes.commands import AssignOrder, WatchOrder, WriteNote
from ordino.orders.commands import ReleaseHolds
from ordino.parties.commands import GiveConsent, MergeCustomers, WithdrawConsent
from ordino.simulation.runs.turn import Turn
from ordino.simulation.runs.world import COMPANIES, CUSTOMERS, LOCATIONS
from ordino.sourcing.commands import ResourceLine

_PURPOSE = "email_marketing"


def review(turn: Turn) -> Sequence[Command]:
    """Somebody looks at what is suspicious, and at much that is not, which is refused."""
    works = turn.pick(turn.book.suspects, 6)
    return [ReviewFraud(order_id=work.key, verdict=turn.choose(("accept", "accept", "reject"))) for work in works]


def release_all(turn: Turn) -> Sequence[Command]:
    """Everything that an order waits for of one kind is dealt with at once."""
    works = turn.pick(turn.book.open_orders, 6, keep=True)
    return [ReleaseHolds(order_id=work.key, reason=turn.choose(("check", "callback"))) for work in works]


def source_elsewhere(turn: Turn) -> Sequence[Command]:
    """A location does not want to: units of a line are to come from another one."""
    commands = []
    for work in turn.pick(turn.book.open_orders, 4, keep=True):
        line_number = turn.choose(sorted(turn.book.order(work.key).lines))
        moved = ResourceLine(
            order_id=work.key, line_number=line_number, location=turn.choose(LOCATIONS), quantity=1, reason="refused"
        )
        commands.append(moved)
    return commands


def decide_what_was_lost(turn: Turn) -> Sequence[Command]:
    """It is refunded, sent again, or left at that; some of it is decided twice, or turns up later."""
    return [
        SettleLostShipment(shipment_id=work.key, decision=turn.choose(("refund", "replace", "write_off")))
        for work in turn.pick(turn.book.undelivered, 3, keep=True)
    ]


def list_what_left(turn: Turn) -> Sequence[Command]:
    return [CloseManifest(location=turn.choose(LOCATIONS), carrier="parcel")]


def expect_no_more(turn: Turn) -> Sequence[Command]:
    works = turn.pick(turn.book.incoming, 2, keep=True)
    return [CloseIncoming(incoming_id=work.key, reason="that was all") for work in works]


def write(turn: Turn) -> Sequence[Command]:
    works = turn.pick(turn.book.open_orders, 4, keep=True)
    return [WriteNote(order_id=work.key, text=f"@mira has a look, {turn.number}") for work in works]


def take_over(turn: Turn) -> Sequence[Command]:
    works = turn.pick(turn.book.open_orders, 4, keep=True)
    return [AssignOrder(order_id=work.key, owner=turn.choose(("mira", "nils", ""))) for work in works]


def watch(turn: Turn) -> Sequence[Command]:
    works = turn.pick(turn.book.open_orders, 4, keep=True)
    return [WatchOrder(order_id=work.key, watching=turn.happens(70)) for work in works]


def ask_for_help(turn: Turn) -> Sequence[Command]:
    works = turn.pick(turn.book.open_orders, 2, keep=True)
    return [
        RaiseException(exception_kind="customer_calls", subject=f"order/{work.key}", order_id=work.key, owner="Mira")
        for work in works
    ]


def consent(turn: Turn) -> Sequence[Command]:
    """Customers consent, and think better of it."""
    customer_id = _customer(turn)
    if turn.happens(60):
        return [GiveConsent(customer_id=customer_id, purpose=_PURPOSE, source="web", proof=f"turn {turn.number}")]
    return [WithdrawConsent(customer_id=customer_id, purpose=_PURPOSE, source="phone")]


def merge_customers(turn: Turn) -> Sequence[Command]:
    """Two turn out to be one; orders go on coming under either."""
    return [MergeCustomers(customer_id=_customer(turn), merged_ids=(_customer(turn),))]


def _customer(turn: Turn) -> int:
    return 1 + COMPANIES + turn.dice.randrange(CUSTOMERS - COMPANIES)
