"""Say who issues documents from now on."""

from collections.abc import Sequence
from zoneinfo import available_timezones

from ordino.billing.commands import MerchantSet, SetMerchant
from ordino.billing.events import MerchantChanged
from ordino.billing.facts import SQL
from ordino.engine import Unit, handles
from ordino.kernel.messages import Decision, Done, Record, Refused, StreamEvent
from ordino.kernel.problems import InvalidInput, Problem
from ordino.orders.rows import PostalAddress


class _MerchantRow(Record, frozen=True):
    id: int
    name: str
    address: PostalAddress
    vat_id: str
    registration: str
    email: str
    phone: str
    website: str
    bank_name: str
    iban: str
    bic: str
    language: str
    time_zone: str
    invoice_prefix: str
    credit_note_prefix: str


@handles(SetMerchant)
def set_merchant(unit: Unit, commands: Sequence[SetMerchant]) -> list[Decision]:
    """Each command adds a row; the youngest is in force."""
    ids = unit.next_ids("billing_merchant_id_seq", len(commands))
    rows: list[_MerchantRow] = []
    decisions: list[Decision] = []
    for command, merchant_id in zip(commands, ids, strict=True):
        problem = _problem(command)
        if problem is not None:
            decisions.append(Refused(problem))
            continue
        fields = {name: getattr(command, name) for name in _MerchantRow.__struct_fields__ if name != "id"}
        rows.append(_MerchantRow(merchant_id, **fields))
        changed = MerchantChanged(merchant_id=merchant_id, name=command.name)
        decisions.append(Done(MerchantSet(merchant_id=merchant_id), (StreamEvent("merchant", changed),)))
    unit.write(SQL.insert_merchants, rows, now=unit.now)
    return decisions


def _problem(command: SetMerchant) -> Problem | None:
    if not command.name.strip():
        return InvalidInput(field="name", reason="say who issues the documents.")
    if command.time_zone not in available_timezones():
        return InvalidInput(
            field="time_zone", reason=f"{command.time_zone!r} is not a time zone such as Europe/Berlin."
        )
    if not command.invoice_prefix.strip() or not command.credit_note_prefix.strip():
        return InvalidInput(field="invoice_prefix", reason="a series of numbers has a prefix such as INV.")
    if command.invoice_prefix == command.credit_note_prefix:
        return InvalidInput(field="credit_note_prefix", reason="invoices and credit notes are numbered apart.")
    return None
