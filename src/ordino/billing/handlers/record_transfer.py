"""Divide bank transfers over the orders whose invoices they pay. Each part then becomes a payment of its order: money comes in
one way only.
"""

from collections.abc import Sequence

import msgspec

from ordino.billing.commands import BookedTransfer, RecordTransfer
from ordino.billing.decide.divide_transfer import divide_transfer
from ordino.billing.events import TransferRecorded
from ordino.billing.facts import SQL
from ordino.billing.owed import PartRow, less, read_owed
from ordino.billing.rows import OrderPart
from ordino.engine import Unit, handles
from ordino.kernel.messages import Decision, Done, Known, Record, Refused, StreamEvent
from ordino.kernel.money import is_currency
from ordino.kernel.problems import InvalidInput, NotFound, Problem


class _Customer(Record, frozen=True):
    asked_id: int
    id: int
    currency: str


class _BookedRow(Record, frozen=True):
    bank_reference: str
    id: int
    currency: str
    on_account_minor: int
    parts: str

    def result(self) -> BookedTransfer:
        parts = msgspec.json.decode(self.parts, type=tuple[tuple[int, int], ...])
        return BookedTransfer(
            transfer_id=self.id,
            currency=self.currency,
            parts=tuple(OrderPart(*part) for part in parts),
            on_account_minor=self.on_account_minor,
        )


class _TransferRow(Record, frozen=True):
    id: int
    bank_reference: str
    customer_id: int
    currency: str
    amount_minor: int
    given_minor: int
    text: str


@handles(RecordTransfer)
def record_transfers(unit: Unit, commands: Sequence[RecordTransfer]) -> list[Decision]:
    """Each transfer is divided once; the later ones of a batch see what the earlier ones left open."""
    asked = sorted({command.customer_id for command in commands})
    customers = {row.asked_id: row.id for row in unit.fetch(SQL.select_customers, _Customer, ids=asked)}
    booked = _booked(unit, commands)
    owed = read_owed(
        unit,
        sorted(set(customers.values())),
        {number for command in commands for number in command.invoices},
    )
    ids = unit.next_ids("billing_transfer_id_seq", len(commands))
    rows: list[_TransferRow] = []
    parts: list[PartRow] = []
    decisions: list[Decision] = []
    for command, transfer_id in zip(commands, ids, strict=True):
        if command.bank_reference in booked:
            decisions.append(Known(booked[command.bank_reference]))
            continue
        customer_id = customers.get(command.customer_id)
        invoices = [row for row in owed if row.customer_id == customer_id and row.currency == command.currency]
        divided = _problem(command, customer_id) or divide_transfer(command.amount_minor, invoices, command.invoices)
        if isinstance(divided, Problem) or customer_id is None:
            decisions.append(Refused(divided if isinstance(divided, Problem) else _no_customer(command)))
            continue
        given = sum(part.amount_minor for part in divided)
        rows.append(
            _TransferRow(
                transfer_id,
                command.bank_reference,
                customer_id,
                command.currency,
                command.amount_minor,
                given,
                command.text,
            )
        )
        parts += [PartRow(transfer_id, part.order_id, part.amount_minor) for part in divided]
        owed = less(owed, divided, command.invoices)
        done = _done(rows[-1], divided)
        booked[command.bank_reference] = done[0]
        decisions.append(done[1])
    unit.write(SQL.insert_transfers, rows, now=unit.now)
    unit.write(SQL.insert_transfer_parts, parts)
    return decisions


def _booked(unit: Unit, commands: Sequence[RecordTransfer]) -> dict[str, BookedTransfer]:
    references = sorted({command.bank_reference for command in commands})
    rows = unit.fetch(SQL.select_transfers, _BookedRow, bank_references=references)
    return {row.bank_reference: row.result() for row in rows}


def _problem(command: RecordTransfer, customer_id: int | None) -> Problem | None:
    if customer_id is None:
        return _no_customer(command)
    if command.amount_minor <= 0:
        return InvalidInput(field="amount_minor", reason="a transfer is more than nothing.")
    if not is_currency(command.currency):
        return InvalidInput(field="currency", reason=f"{command.currency!r} is not an ISO 4217 currency such as EUR.")
    if not command.bank_reference.strip():
        return InvalidInput(
            field="bank_reference", reason="name the transfer as the bank does, so that it counts once."
        )
    return None


def _no_customer(command: RecordTransfer) -> Problem:
    return NotFound(what="customer", reference=str(command.customer_id))


def _done(row: _TransferRow, parts: tuple[OrderPart, ...]) -> tuple[BookedTransfer, Done]:
    on_account = row.amount_minor - row.given_minor
    result = BookedTransfer(transfer_id=row.id, currency=row.currency, parts=parts, on_account_minor=on_account)
    recorded = TransferRecorded(
        transfer_id=row.id,
        customer_id=row.customer_id,
        bank_reference=row.bank_reference,
        currency=row.currency,
        parts=parts,
        on_account_minor=on_account,
    )
    return result, Done(result, (StreamEvent(f"customer/{row.customer_id}", recorded),))
