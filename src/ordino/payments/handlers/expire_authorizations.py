"""End authorizations whose time has run out."""

from collections.abc import Sequence

from ordino.engine import Unit, handles
from ordino.kernel.messages import Decision, Done
from ordino.payments.book import PaymentBook
from ordino.payments.commands import AuthorizationsExpired, ExpireAuthorizations
from ordino.payments.events import AuthorizationExpired
from ordino.payments.facts import SQL


@handles(ExpireAuthorizations)
def expire_authorizations(unit: Unit, commands: Sequence[ExpireAuthorizations]) -> list[Decision]:
    """The book ends what is due wherever it meets it; here it is shown what nobody touched."""
    limit = sum(command.limit for command in commands)
    order_ids = unit.fetch_values(SQL.select_orders_of_due_authorizations, now=unit.now, limit=limit)
    book = PaymentBook(unit, order_ids, commands=max(1, len(order_ids)))
    events = tuple(event for order in book.orders() for event in book.take_events(order.id))
    book.write()
    expired = sum(isinstance(happened.event, AuthorizationExpired) for happened in events)
    first = Done(AuthorizationsExpired(expired=expired), events)
    return [first, *(Done(AuthorizationsExpired(expired=0)) for _ in commands[1:])]
