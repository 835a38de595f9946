"""Tell that invoices are overdue."""

from collections.abc import Sequence
from datetime import date

from msgspec import structs

from ordino.billing.commands import FlaggedInvoice, FlagOverdueInvoice
from ordino.billing.documents import day_of
from ordino.billing.events import InvoiceOverdue
from ordino.billing.facts import SQL, IssuingMerchant
from ordino.billing.money import lock_paid_orders
from ordino.billing.problems import NotOverdue
from ordino.engine import Unit, handles
from ordino.kernel.messages import Decision, Done, Record, Refused, StreamEvent
from ordino.kernel.problems import NotFound
from ordino.orders.events import order_stream


class _DueInvoice(Record, frozen=True):
    id: int
    order_id: int
    number: str
    currency: str
    customer_id: int | None
    open_minor: int
    state: str
    due_on: date
    told: bool


class _Flag(Record, frozen=True):
    id: int


@handles(FlagOverdueInvoice)
def flag_overdue_invoices(unit: Unit, commands: Sequence[FlagOverdueInvoice]) -> list[Decision]:
    """Each invoice is told of once: on the first day after it was due, or later."""
    ids = sorted({command.invoice_id for command in commands})
    lock_paid_orders(unit, unit.fetch_values(SQL.select_orders_of_invoices, ids=ids))
    invoices = {row.id: row for row in unit.fetch(SQL.select_invoices_to_flag, _DueInvoice, ids=ids)}
    today = day_of(unit.fetch_one(SQL.select_merchant, IssuingMerchant) or IssuingMerchant(), unit.now)
    decisions: list[Decision] = []
    flags: list[_Flag] = []
    for command in commands:
        invoice = invoices.get(command.invoice_id)
        if invoice is None:
            decisions.append(Refused(NotFound(what="invoice", reference=str(command.invoice_id))))
        elif invoice.told or not invoice.open_minor or invoice.due_on >= today:
            decisions.append(
                Refused(
                    NotOverdue(number=invoice.number, state=invoice.state, due_on=invoice.due_on, told=invoice.told)
                )
            )
        else:
            flags.append(_Flag(invoice.id))
            invoices[invoice.id] = structs.replace(invoice, told=True)
            decisions.append(_done(invoice))
    unit.write(SQL.flag_invoices, flags, now=unit.now)
    return decisions


def _done(invoice: _DueInvoice) -> Done:
    overdue = InvoiceOverdue(
        order_id=invoice.order_id,
        invoice_id=invoice.id,
        number=invoice.number,
        open_minor=invoice.open_minor,
        currency=invoice.currency,
        due_on=invoice.due_on,
        customer_id=invoice.customer_id,
    )
    result = FlaggedInvoice(invoice_id=invoice.id, open_minor=invoice.open_minor)
    return Done(result, (StreamEvent(order_stream(invoice.order_id), overdue),))
