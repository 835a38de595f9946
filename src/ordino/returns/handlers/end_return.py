"""Returns that do not come: declined, canceled, expired."""

from collections.abc import Sequence

from msgspec import structs

from ordino.engine import Unit, handles
from ordino.kernel.messages import Decision, Refused
from ordino.returns.book import ReturnBook, done_with, on_returns
from ordino.returns.commands import CancelReturn, DeclineReturn, ExpireReturn
from ordino.returns.events import ReturnCanceled, ReturnDeclined, ReturnExpired
from ordino.returns.lifecycle import CANCELED, DECLINED, EXPIRED, PARTIALLY_RECEIVED
from ordino.returns.problems import NotExpiredYet
from ordino.returns.rows import ReturnRow


@handles(DeclineReturn)
def decline_return(unit: Unit, commands: Sequence[DeclineReturn]) -> list[Decision]:
    """Say no, and why."""
    return on_returns(unit, commands, _decline)


@handles(CancelReturn)
def cancel_return(unit: Unit, commands: Sequence[CancelReturn]) -> list[Decision]:
    """End a return before anything set out."""
    return on_returns(unit, commands, _cancel)


@handles(ExpireReturn)
def expire_return(unit: Unit, commands: Sequence[ExpireReturn]) -> list[Decision]:
    """A return of which nothing came ends; one of which something came goes on without the rest."""

    def decide(book: ReturnBook, command: ExpireReturn, row: ReturnRow) -> Decision:
        if unit.now < row.expected_until:
            return Refused(NotExpiredYet(return_id=row.id, expected_until=row.expected_until.isoformat()))
        missing = book.give_up(row)
        after = book.settle_state(row) if row.state == PARTIALLY_RECEIVED else book.change(_expired(row))
        event = ReturnExpired(order_id=row.order_id, return_id=row.id, state=after.state, lines=missing)
        return done_with(after, event)

    return on_returns(unit, commands, decide)


def _decline(book: ReturnBook, command: DeclineReturn, row: ReturnRow) -> Decision:
    after = book.change(structs.replace(row, state=DECLINED, note=command.reason))
    return done_with(after, ReturnDeclined(order_id=row.order_id, return_id=row.id, reason=command.reason))


def _cancel(book: ReturnBook, command: CancelReturn, row: ReturnRow) -> Decision:
    missing = book.give_up(row)
    after = book.change(structs.replace(row, state=CANCELED, note=command.reason))
    event = ReturnCanceled(order_id=row.order_id, return_id=row.id, reason=command.reason, lines=missing)
    return done_with(after, event)


def _expired(row: ReturnRow) -> ReturnRow:
    return structs.replace(row, state=EXPIRED)
