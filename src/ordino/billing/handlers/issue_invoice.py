"""Issue invoices: units that no invoice has yet, with the charges of the order on the first one."""

from collections.abc import Sequence

from msgspec import structs

from ordino.billing.commands import IssuedInvoice, IssueInvoice
from ordino.billing.decide.issue_invoice import units_to_invoice
from ordino.billing.decide.lines import line_of_charge, line_of_units
from ordino.billing.documents import InvoiceDraft, day_of, totals_of, write_invoices
from ordino.billing.events import InvoiceIssued
from ordino.billing.facts import SQL, BilledOrder, BillingFacts, ShipmentInvoice, refresh_document_facts
from ordino.billing.ledger import Ledger
from ordino.billing.problems import NothingToInvoice
from ordino.billing.rows import LineRow
from ordino.billing.series import DrawnNumber
from ordino.engine import Unit, handles
from ordino.kernel.messages import Decision, Done, Event, Known, Refused, StreamEvent
from ordino.kernel.problems import NotFound, Problem, StateRefuses
from ordino.orders.events import order_stream
from ordino.orders.lifecycle import ORDER

INVOICEABLE = ("placed", "confirmed", "completed")


@handles(IssueInvoice)
def issue_invoices(unit: Unit, commands: Sequence[IssueInvoice]) -> list[Decision]:
    """One invoice for each command, unless everything is invoiced; a shipment that has one answers it again."""
    facts = BillingFacts(unit, [command.order_id for command in commands])
    ledger = Ledger(unit, facts.orders)
    known = _invoiced_shipments(unit, commands)
    ids = unit.next_ids("billing_invoice_id_seq", len(commands))
    drafts: dict[int, InvoiceDraft] = {}
    repeated: dict[int, int] = {}
    decided: dict[int, Decision] = {}
    first: dict[int, int] = {}
    for index, (command, invoice_id) in enumerate(zip(commands, ids, strict=True)):
        if command.shipment_id in known:
            decided[index] = Known(_known_result(command, facts, known[command.shipment_id]))
        elif command.shipment_id in first:
            repeated[index] = first[command.shipment_id]
        else:
            draft = _draft(unit, facts, command, invoice_id)
            if isinstance(draft, InvoiceDraft):
                drafts[index] = draft
            else:
                decided[index] = draft
            if command.shipment_id is not None:
                first[command.shipment_id] = index
    decided |= _issue(unit, facts, ledger, drafts)
    for index, original in repeated.items():
        done = decided[original]
        decided[index] = Known(done.result) if isinstance(done, Done) else done
    return [decided[index] for index in range(len(commands))]


def _draft(unit: Unit, facts: BillingFacts, command: IssueInvoice, invoice_id: int) -> InvoiceDraft | Decision:
    order = facts.orders.get(command.order_id)
    problem = _refusal(command, order)
    if problem is not None or order is None:
        return Refused(problem or NotFound(what="order", reference=str(command.order_id)))
    lines = facts.lines.get(order.id, [])
    billed = [facts.units(line).invoiced for line in lines]
    chosen = units_to_invoice(command, lines, billed, whole_order=order.invoice_per == "order")
    if isinstance(chosen, Problem):
        return Refused(chosen)
    fulfilled = command.fulfilled or command.shipment_id is not None
    if fulfilled and not chosen:
        return Done(IssuedInvoice(order_id=order.id, currency=order.currency))
    rows: list[LineRow] = []
    for line, quantity in chosen:
        units = facts.units(line)
        rows.append(
            line_of_units(
                invoice_id,
                len(rows) + 1,
                line,
                units.invoiced,
                quantity,
                prices_include_tax=order.prices_include_tax,
            )
        )
        facts.count(structs.replace(units, invoiced=units.invoiced + quantity))
    for charge in facts.charges.get(order.id, ()):
        if not charge.canceled and facts.charge(charge) is None:
            rows.append(line_of_charge(invoice_id, len(rows) + 1, charge, prices_include_tax=order.prices_include_tax))
            facts.count_charge(charge)
    if not rows:
        return Refused(NothingToInvoice(order_id=order.id))
    issued_on = day_of(facts.merchant, unit.now)
    return InvoiceDraft(invoice_id, order, tuple(rows), totals_of(rows), issued_on, None, command.shipment_id)


def _refusal(command: IssueInvoice, order: BilledOrder | None) -> Problem | None:
    if order is None or order.state in INVOICEABLE:
        return None
    return StateRefuses(
        subject=f"Order {order.id}", state=order.state, command=command.kind(), permitted=ORDER.permitted(order.state)
    )


def _issue(unit: Unit, facts: BillingFacts, ledger: Ledger, drafts: dict[int, InvoiceDraft]) -> dict[int, Decision]:
    """Let what waits of the orders' money pay the invoices, number them, and write everything."""
    settled: dict[int, list[Event]] = {}
    for index, draft in drafts.items():
        if draft.order.payment_terms != "paid_elsewhere":
            item = ledger.add("invoice", draft.id, draft.order.id, draft.totals.total_minor)
            drafts[index] = structs.replace(draft, item=item)
            settled[index] = ledger.settle(draft.order.id)
    numbers = write_invoices(unit, facts.merchant, list(drafts.values()))
    ledger.write()
    refresh_document_facts(unit, [draft.order.id for draft in drafts.values()])
    return {
        index: _done(draft, number, settled.get(index, []))
        for (index, draft), number in zip(drafts.items(), numbers, strict=True)
    }


def _done(draft: InvoiceDraft, number: DrawnNumber, settled: Sequence[Event]) -> Done:
    order, totals = draft.order, draft.totals
    result = IssuedInvoice(
        order_id=order.id,
        invoice_id=draft.id,
        number=number.number,
        total_minor=totals.total_minor,
        tax_minor=totals.tax_minor,
        currency=order.currency,
    )
    issued = InvoiceIssued(
        order_id=order.id,
        invoice_id=draft.id,
        number=number.number,
        total_minor=totals.total_minor,
        tax_minor=totals.tax_minor,
        open_minor=draft.open_minor,
        authorized_minor=order.authorized_minor,
        due_on=draft.due_on,
        shipment_id=draft.shipment_id,
        customer_id=order.customer_id,
        payment_terms=order.payment_terms,
    )
    stream = order_stream(order.id)
    return Done(result, tuple(StreamEvent(stream, event) for event in (issued, *settled)))


def _invoiced_shipments(unit: Unit, commands: Sequence[IssueInvoice]) -> dict[int | None, ShipmentInvoice]:
    shipment_ids = sorted({command.shipment_id for command in commands if command.shipment_id is not None})
    if not shipment_ids:
        return {}
    rows = unit.fetch(SQL.select_shipment_invoices, ShipmentInvoice, shipment_ids=shipment_ids)
    return {row.shipment_id: row for row in rows}


def _known_result(command: IssueInvoice, facts: BillingFacts, row: ShipmentInvoice) -> IssuedInvoice:
    return IssuedInvoice(
        order_id=command.order_id,
        invoice_id=row.id,
        number=row.number,
        total_minor=row.total_minor,
        tax_minor=row.tax_minor,
        currency=facts.orders[command.order_id].currency,
    )
