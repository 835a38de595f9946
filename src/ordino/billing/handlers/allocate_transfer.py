"""Use what is left of bank transfers: for invoices that came later, or by sending it back."""

from collections.abc import Sequence

from msgspec import structs

from ordino.billing.commands import AllocateTransfer, BookedTransfer, ReturnTransfer
from ordino.billing.decide.divide_transfer import OwedInvoice, divide_transfer
from ordino.billing.events import TransferAllocated, TransferReturned
from ordino.billing.facts import SQL
from ordino.billing.owed import PartRow, less, read_owed
from ordino.billing.problems import NothingToPay, NotOnAccount
from ordino.billing.rows import OrderPart
from ordino.engine import Unit, handles
from ordino.kernel.messages import Decision, Done, Event, Record, Refused, StreamEvent
from ordino.kernel.problems import InvalidInput, NotFound


class _Transfer(Record, frozen=True):
    """A locked transfer: whose it is, what of it pays orders, what is left."""

    id: int
    customer_id: int
    currency: str
    given_minor: int
    on_account_minor: int

    def without(self, given_minor: int, returned_minor: int) -> "_Transfer":
        return structs.replace(
            self,
            given_minor=self.given_minor + given_minor,
            on_account_minor=self.on_account_minor - given_minor - returned_minor,
        )

    def done(self, event: Event, parts: tuple[OrderPart, ...] = ()) -> Done:
        result = BookedTransfer(
            transfer_id=self.id, currency=self.currency, parts=parts, on_account_minor=self.on_account_minor
        )
        return Done(result, (StreamEvent(f"customer/{self.customer_id}", event),))


class _Use(Record, frozen=True):
    id: int
    given_minor: int
    returned_minor: int


@handles(AllocateTransfer)
def allocate_transfers(unit: Unit, commands: Sequence[AllocateTransfer]) -> list[Decision]:
    """Each goes as far as what is left of it and what is open; the later ones of a batch see what the earlier ones left."""
    ids = sorted({command.transfer_id for command in commands})
    customer_ids = unit.fetch_values(SQL.select_customers_of_transfers, ids=ids)
    owed = read_owed(unit, customer_ids, {number for command in commands for number in command.invoices})
    transfers = _lock(unit, ids)
    given: dict[tuple[int, int], int] = {}
    decisions: list[Decision] = []
    for command in commands:
        transfer = transfers.get(command.transfer_id)
        divided = _divide(command, transfer, owed)
        if transfer is None or isinstance(divided, Refused):
            decisions.append(divided if isinstance(divided, Refused) else _unknown(command.transfer_id))
            continue
        given_minor = sum(part.amount_minor for part in divided)
        for part in divided:
            key = (transfer.id, part.order_id)
            given[key] = given.get(key, 0) + part.amount_minor
        owed = less(owed, divided, command.invoices)
        after = transfers[transfer.id] = transfer.without(given_minor, 0)
        allocated = TransferAllocated(
            transfer_id=transfer.id,
            customer_id=transfer.customer_id,
            currency=transfer.currency,
            parts=divided,
            given_before_minor=transfer.given_minor,
            on_account_minor=after.on_account_minor,
        )
        decisions.append(after.done(allocated, divided))
    _write_given(unit, [PartRow(*key, amount_minor) for key, amount_minor in given.items()])
    return decisions


@handles(ReturnTransfer)
def return_transfers(unit: Unit, commands: Sequence[ReturnTransfer]) -> list[Decision]:
    """Never more than is left."""
    transfers = _lock(unit, sorted({command.transfer_id for command in commands}))
    uses: dict[int, _Use] = {}
    decisions: list[Decision] = []
    for command in commands:
        transfer = transfers.get(command.transfer_id)
        if transfer is None:
            decisions.append(_unknown(command.transfer_id))
        elif command.amount_minor <= 0:
            decisions.append(Refused(InvalidInput(field="amount_minor", reason="what goes back is more than nothing.")))
        elif command.amount_minor > transfer.on_account_minor:
            decisions.append(Refused(_not_on_account(transfer, command.amount_minor)))
        else:
            before = uses.get(transfer.id, _Use(transfer.id, 0, 0))
            uses[transfer.id] = structs.replace(before, returned_minor=before.returned_minor + command.amount_minor)
            after = transfers[transfer.id] = transfer.without(0, command.amount_minor)
            returned = TransferReturned(
                transfer_id=transfer.id,
                customer_id=transfer.customer_id,
                currency=transfer.currency,
                amount_minor=command.amount_minor,
                on_account_minor=after.on_account_minor,
                note=command.note,
            )
            decisions.append(after.done(returned))
    unit.write(SQL.use_transfers, list(uses.values()))
    return decisions


def _lock(unit: Unit, ids: Sequence[int]) -> dict[int, _Transfer]:
    return {row.id: row for row in unit.fetch(SQL.lock_transfers, _Transfer, ids=ids)}


def _write_given(unit: Unit, parts: Sequence[PartRow]) -> None:
    given: dict[int, int] = {}
    for part in parts:
        given[part.transfer_id] = given.get(part.transfer_id, 0) + part.amount_minor
    unit.write(SQL.use_transfers, [_Use(key, amount_minor, 0) for key, amount_minor in given.items()])
    unit.write(SQL.insert_transfer_parts, parts)


def _unknown(transfer_id: int) -> Refused:
    return Refused(NotFound(what="transfer", reference=str(transfer_id)))


def _not_on_account(transfer: _Transfer, wanted_minor: int) -> NotOnAccount:
    return NotOnAccount(
        transfer_id=transfer.id,
        wanted_minor=wanted_minor,
        left_minor=transfer.on_account_minor,
        currency=transfer.currency,
    )


def _divide(
    command: AllocateTransfer, transfer: _Transfer | None, owed: Sequence[OwedInvoice]
) -> tuple[OrderPart, ...] | Refused:
    if transfer is None:
        return _unknown(command.transfer_id)
    if not transfer.on_account_minor:
        return Refused(NothingToPay(transfer_id=transfer.id, customer_id=transfer.customer_id))
    invoices = [row for row in owed if (row.customer_id, row.currency) == (transfer.customer_id, transfer.currency)]
    divided = divide_transfer(transfer.on_account_minor, invoices, command.invoices)
    if isinstance(divided, NotFound):
        return Refused(divided)
    return divided or Refused(NothingToPay(transfer_id=transfer.id, customer_id=transfer.customer_id))
