"""What a worker does again and again, beside the jobs it takes: each duty has a rhythm and handles one page of work."""

import os
from collections.abc import Callable, Sequence
from datetime import timedelta

import msgspec

from ordino.billing.commands import AllocateTransfer, FlagOverdueInvoice
from ordino.billing.queries import overdue_invoices, usable_transfers
from ordino.engine import SYSTEM, Completed, Engine, Outcome, Statements
from ordino.engine.effects import LEASE, run_due_effects
from ordino.exceptions.commands import RaiseException
from ordino.fulfillment.waves import release_automatically
from ordino.insight.sales import count_sales
from ordino.inventory.commands import ExpireReservations, ExpiryResult
from ordino.kernel.messages import Record
from ordino.orders.commands import ExpireOrder
from ordino.orders.facts import SQL as ORDERS
from ordino.payments.commands import AuthorizationsExpired, ExpireAuthorizations
from ordino.payments.facts import SQL as PAYMENTS
from ordino.quotes.commands import ExpireQuote
from ordino.quotes.queries import due_quotes
from ordino.returns.commands import ExpireReturn, SettleExchange
from ordino.returns.queries import due_returns, unsettled_exchanges
from ordino.sourcing.commands import FillBackorders, Filled
from ordino.sourcing.queries import fillable
from ordino.stored_value.commands import ExpireStoredValue, ValueExpiry
from ordino.stored_value.facts import SQL as STORED_VALUE
from ordino.webhooks.queue import purge
from ordino.workers.giving_up import let_somebody_ask
from ordino.workers.performers import performers

SQL = Statements("ordino.workers")
_PAGE = 500


class Duty(msgspec.Struct, frozen=True):
    """`work` answers how much it did; it is called again at once while it did something, else after `every_seconds`."""

    name: str
    every_seconds: float
    work: Callable[[Engine], int]


def _settle_effects(engine: Engine) -> int:
    seconds = os.environ.get("ORDINO_EFFECT_LEASE_SECONDS")
    lease = timedelta(seconds=int(seconds)) if seconds else LEASE
    return run_due_effects(engine, performers(engine), lease=lease, give_up=let_somebody_ask(engine))


def _expire_authorizations(engine: Engine) -> int:
    with engine.reader() as reader:
        if not reader.fetch_values(PAYMENTS.select_orders_of_due_authorizations, now=engine.clock(), limit=1):
            return 0
    (outcome,) = engine.execute([ExpireAuthorizations(limit=_PAGE)], actor=SYSTEM)
    if isinstance(outcome, Completed) and isinstance(outcome.result, AuthorizationsExpired):
        return outcome.result.expired
    return 0


def _expire_reservations(engine: Engine) -> int:
    with engine.reader() as reader:
        if reader.fetch_values(SQL.reservations_are_due, now=engine.clock()) == [False]:
            return 0
    (outcome,) = engine.execute([ExpireReservations(limit=_PAGE)], actor=SYSTEM)
    if isinstance(outcome, Completed) and isinstance(outcome.result, ExpiryResult):
        return outcome.result.expired
    return 0


def _expire_unpaid_orders(engine: Engine) -> int:
    with engine.reader() as reader:
        due = reader.fetch_values(ORDERS.select_due_unpaid, now=engine.clock(), limit=_PAGE)
    outcomes = engine.execute([ExpireOrder(order_id=order_id) for order_id in due], actor=SYSTEM)
    return sum(isinstance(outcome, Completed) for outcome in outcomes)


class _Unpaid(Record, frozen=True):
    order_id: int
    detail: str


def _ask_for_missing_payments(engine: Engine) -> int:
    """A confirmed order does not expire: what was merged into it and is not paid in time is somebody's work."""
    with engine.reader() as reader:
        unpaid = reader.fetch(SQL.select_confirmed_unpaid, _Unpaid, now=engine.clock(), limit=_PAGE)
    raised = [
        RaiseException(
            exception_kind="payment_missing",
            subject=f"order/{row.order_id}",
            order_id=row.order_id,
            detail=f"Not paid in time: {row.detail}",
            suggested_step="Ask the customer to pay, or cancel what is not paid.",
        )
        for row in unpaid
    ]
    return _completed(engine.execute(raised, actor=SYSTEM))


def _flag_overdue_invoices(engine: Engine) -> int:
    with engine.reader() as reader:
        due = overdue_invoices(reader, engine.clock(), limit=_PAGE)
    flags = [FlagOverdueInvoice(invoice_id=invoice_id) for invoice_id in due]
    return _completed(engine.execute(flags, actor=SYSTEM))


def _use_transfers(engine: Engine) -> int:
    """What is left of transfers pays invoices that came later."""
    with engine.reader() as reader:
        usable = usable_transfers(reader, limit=_PAGE)
    commands = [AllocateTransfer(transfer_id=row.transfer_id, invoices=row.invoices) for row in usable]
    return _completed(engine.execute(commands, actor=SYSTEM))


def _expire_returns(engine: Engine) -> int:
    with engine.reader() as reader:
        due = due_returns(reader, now=engine.clock(), limit=_PAGE)
    return _completed(engine.execute([ExpireReturn(return_id=return_id) for return_id in due], actor=SYSTEM))


def _settle_exchanges(engine: Engine) -> int:
    with engine.reader() as reader:
        waiting = unsettled_exchanges(reader, limit=_PAGE)
    return _completed(engine.execute([SettleExchange(return_id=return_id) for return_id in waiting], actor=SYSTEM))


def _expire_quotes(engine: Engine) -> int:
    with engine.reader() as reader:
        due = due_quotes(reader, now=engine.clock(), limit=_PAGE)
    commands = [ExpireQuote(quote_id=key.quote_id, revision=key.revision) for key in due]
    return _completed(engine.execute(commands, actor=SYSTEM))


def _completed(outcomes: Sequence[Outcome]) -> int:
    return sum(isinstance(outcome, Completed) for outcome in outcomes)


def _expire_stored_value(engine: Engine) -> int:
    with engine.reader() as reader:
        if not reader.fetch_values(STORED_VALUE.select_expired_accounts, now=engine.clock(), limit=1):
            return 0
    (outcome,) = engine.execute([ExpireStoredValue(limit=_PAGE)], actor=SYSTEM)
    if isinstance(outcome, Completed) and isinstance(outcome.result, ValueExpiry):
        return outcome.result.expired
    return 0


def _fill_backorders(engine: Engine) -> int:
    """For what became available outside of a command that fills, for example by a reservation that ran out.

    Looked at in a preview first: what can take no further parcel stays fillable, and is not to fill the journal each time.
    """
    with engine.reader() as reader:
        rows = fillable(reader, limit=_PAGE)
    commands = [FillBackorders(sku=row.sku, location=row.location) for row in rows]
    worthwhile = [
        command
        for command, outcome in zip(commands, engine.preview(commands, actor=SYSTEM), strict=True)
        if _filled(outcome)
    ]
    return sum(map(_filled, engine.execute(worthwhile, actor=SYSTEM)))


def _filled(outcome: Outcome) -> int:
    return outcome.result.quantity if isinstance(outcome, Completed) and isinstance(outcome.result, Filled) else 0


DUTIES: tuple[Duty, ...] = (
    Duty("effects", 1.0, _settle_effects),
    Duty("waves", 10.0, release_automatically),
    Duty("reservations", 10.0, _expire_reservations),
    Duty("authorizations", 60.0, _expire_authorizations),
    Duty("unpaid orders", 30.0, _expire_unpaid_orders),
    Duty("missing payments", 60.0, _ask_for_missing_payments),
    Duty("returns", 60.0, _expire_returns),
    Duty("exchanges", 10.0, _settle_exchanges),
    Duty("quotes", 60.0, _expire_quotes),
    Duty("transfers", 60.0, _use_transfers),
    Duty("overdue invoices", 600.0, _flag_overdue_invoices),
    Duty("webhook messages", 3600.0, purge),
    Duty("stored value", 3600.0, _expire_stored_value),
    Duty("backorders", 300.0, _fill_backorders),
    Duty("sales", 60.0, count_sales),
)
