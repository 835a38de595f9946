"""Say whether orders are invoiced by the shipment or whole."""

from collections.abc import Sequence

from ordino.billing.commands import InvoicingSet, SetInvoicing
from ordino.billing.events import InvoicingChanged
from ordino.billing.facts import SQL
from ordino.engine import Unit, handles
from ordino.kernel.messages import Decision, Done, Record, Refused, StreamEvent
from ordino.kernel.problems import InvalidInput, NotFound


class _Id(Record, frozen=True):
    code: str
    id: int


class _Customer(Record, frozen=True):
    asked_id: int
    id: int
    currency: str


class _RuleRow(Record, frozen=True):
    channel_id: int | None
    customer_id: int | None
    invoice_per: str


@handles(SetInvoicing)
def set_invoicing(unit: Unit, commands: Sequence[SetInvoicing]) -> list[Decision]:
    """The last rule of a channel or customer stands."""
    codes = sorted({command.channel for command in commands if command.channel is not None})
    customer_ids = sorted({command.customer_id for command in commands if command.customer_id is not None})
    channels = {row.code: row.id for row in unit.fetch(SQL.select_channels, _Id, codes=codes)}
    customers = {row.asked_id: row.id for row in unit.fetch(SQL.select_customers, _Customer, ids=customer_ids)}
    rows: dict[tuple[int | None, int | None], _RuleRow] = {}
    decisions: list[Decision] = []
    for command in commands:
        decision = _decide(command, channels, customers)
        decisions.append(decision)
        if isinstance(decision, Done):
            channel_id = None if command.channel is None else channels[command.channel]
            customer_id = None if command.customer_id is None else customers[command.customer_id]
            rows[channel_id, customer_id] = _RuleRow(channel_id, customer_id, command.invoice_per)
    unit.write(SQL.upsert_rules, list(rows.values()))
    return decisions


def _decide(command: SetInvoicing, channels: dict[str, int], customers: dict[int, int]) -> Decision:
    if (command.channel is None) == (command.customer_id is None):
        return Refused(InvalidInput(field="channel", reason="name a channel or a customer, one of the two."))
    if command.channel is not None and command.channel not in channels:
        return Refused(NotFound(what="channel", reference=command.channel))
    if command.customer_id is not None and command.customer_id not in customers:
        return Refused(NotFound(what="customer", reference=str(command.customer_id)))
    changed = InvoicingChanged(
        channel=command.channel, customer_id=command.customer_id, invoice_per=command.invoice_per
    )
    stream = (
        f"channel/{channels[command.channel]}"
        if command.channel is not None
        else f"customer/{customers[command.customer_id or 0]}"
    )
    return Done(InvoicingSet(invoice_per=command.invoice_per), (StreamEvent(stream, changed),))
