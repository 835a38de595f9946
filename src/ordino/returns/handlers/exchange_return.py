"""Other goods for what came back: the credit of the return pays a new order, as far as that costs."""

from collections.abc import Sequence

from ordino.engine import Unit, handles
from ordino.kernel.messages import Decision, Done, Record, Refused, StreamEvent
from ordino.kernel.problems import NotFound, Problem
from ordino.kernel.registration import decide_storable
from ordino.orders.events import order_stream
from ordino.orders.recipients import Recipients
from ordino.payments.excess import excess_of
from ordino.returns.book import ReturnBook, decide_each, units_problem
from ordino.returns.commands import ExchangeReturn, ExchangeSettledResult, SettleExchange
from ordino.returns.decide.exchange import usable_credit
from ordino.returns.events import ExchangeOrdered, ExchangeSettled
from ordino.returns.facts import SQL, possible_keys
from ordino.returns.problems import ExchangedAlready
from ordino.returns.refunding import Till
from ordino.returns.rows import ReturnRow, exchange_reference


class _ExchangeRow(Record, frozen=True):
    return_id: int
    refund_id: int
    credit_minor: int


class _KnownExchange(Record, frozen=True):
    return_id: int
    credit_minor: int
    used_minor: int | None
    new_order_id: int
    new_total_minor: int


class _SettledRow(Record, frozen=True):
    return_id: int
    new_order_id: int
    used_minor: int


@handles(ExchangeReturn)
def exchange_return(unit: Unit, commands: Sequence[ExchangeReturn]) -> list[Decision]:
    """All accepted units that are open are credited; the new order follows in the same transaction."""
    return decide_storable(commands, lambda storable: _exchange(unit, storable))


def _exchange(unit: Unit, commands: Sequence[ExchangeReturn]) -> list[Decision]:
    book = ReturnBook(unit, (command.return_id for command in commands))
    till = Till(unit, book, len(commands))
    recipients = Recipients(unit, list(book.orders))
    ids = possible_keys(command.return_id for command in commands)
    exchanged = set(unit.fetch_values(SQL.select_exchanged, ids=ids))
    rows: list[_ExchangeRow] = []

    def decide(book: ReturnBook, command: ExchangeReturn, row: ReturnRow) -> Decision:
        problem = ExchangedAlready(return_id=row.id) if row.id in exchanged else units_problem(command.lines)
        if problem:
            return Refused(problem)
        decided = till.decide(row, command, (), "exchange")
        if isinstance(decided, Problem):
            return Refused(decided)
        exchanged.add(row.id)
        credit = decided.amounts.refund_minor
        rows.append(_ExchangeRow(row.id, decided.id, credit))
        order = recipients.order(
            row.order_id,
            exchange_reference(row.id),
            command.lines,
            "on_invoice" if book.orders[row.order_id].payment_terms == "on_invoice" else "prepaid",
            f"Exchange for return {row.id} of order {row.order_id}",
        )
        ordered = ExchangeOrdered(order_id=row.order_id, return_id=row.id, credit_minor=credit, order=order)
        told = [StreamEvent(order_stream(row.order_id), event) for event in (decided.event(), ordered)]
        return Done(decided.result(), tuple(told))

    decisions = decide_each(book, commands, decide)
    book.write()
    till.write()
    unit.write(SQL.insert_exchanges, rows)
    return decisions


@handles(SettleExchange)
def settle_exchange(unit: Unit, commands: Sequence[SettleExchange]) -> list[Decision]:
    """The new order stands by now, with what it costs; the credit is used once, as far as it was paid."""
    book = ReturnBook(unit, (command.return_id for command in commands))
    ids = possible_keys(command.return_id for command in commands)
    known = {row.return_id: row for row in unit.fetch(SQL.lock_exchanges, _KnownExchange, ids=ids)}
    excess = excess_of(unit, book.orders)
    rows: list[_SettledRow] = []

    def decide(book: ReturnBook, command: SettleExchange, row: ReturnRow) -> Decision:
        exchange = known.pop(row.id, None)
        if exchange is None:
            return Refused(NotFound(what="exchange of return", reference=str(row.id)))
        if exchange.used_minor is not None:
            return Refused(ExchangedAlready(return_id=row.id))
        terms = book.orders[row.order_id].payment_terms
        usable = usable_credit(exchange.credit_minor, excess[row.order_id], payment_terms=terms)
        excess[row.order_id] -= min(usable, excess[row.order_id])
        used = min(usable, exchange.new_total_minor)
        rows.append(_SettledRow(row.id, exchange.new_order_id, used))
        paid_here = terms != "paid_elsewhere"
        return _settled(row, exchange, used, usable - used, paid_here=paid_here)

    decisions = decide_each(book, commands, decide)
    unit.write(SQL.settle_exchanges, rows)
    return decisions


def _settled(row: ReturnRow, exchange: _KnownExchange, used: int, left: int, *, paid_here: bool) -> Done:
    event = ExchangeSettled(
        order_id=row.order_id,
        return_id=row.id,
        new_order_id=exchange.new_order_id,
        used_minor=used,
        left_minor=left,
        paid_here=paid_here,
    )
    result = ExchangeSettledResult(
        return_id=row.id,
        order_id=row.order_id,
        state=row.state,
        new_order_id=exchange.new_order_id,
        used_minor=used,
        left_minor=left,
    )
    return Done(result, (StreamEvent(order_stream(row.order_id), event),))
