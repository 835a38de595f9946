"""Register customers with their addresses and contacts: one batch is one import page."""

from collections.abc import Sequence

from ordino.engine import Unit, handles
from ordino.kernel.ids import LARGEST_KEY
from ordino.kernel.messages import Decision, Done, Known, Refused, StreamEvent
from ordino.kernel.problems import NotFound, Problem
from ordino.kernel.registration import changed_fields, decide_storable
from ordino.parties.commands import RegisterCustomer, RegisteredCustomer
from ordino.parties.decide.register_customer import address_rows, contact_rows, registered_customer
from ordino.parties.decide.text import clean
from ordino.parties.events import CustomerChanged, CustomerRegistered, customer_stream
from ordino.parties.problems import CustomerMerged
from ordino.parties.queries import SQL, address_book, customers_by_reference
from ordino.parties.rows import CustomerReference, CustomerRow


@handles(RegisterCustomer)
def register_customer(unit: Unit, commands: Sequence[RegisterCustomer]) -> list[Decision]:
    """Decide each command on what the earlier ones of the batch left, then write the difference."""
    return decide_storable(commands, lambda storable: _register(unit, storable))


def _register(unit: Unit, commands: Sequence[RegisterCustomer]) -> list[Decision]:
    book = _Book(unit, commands)
    decisions = [book.register(command) for command in commands]
    book.write(unit)
    return decisions


class _Book:
    """The customers of a batch as they are known, and as they become."""

    def __init__(self, unit: Unit, commands: Sequence[RegisterCustomer]) -> None:
        references = {reference for command in commands if (reference := _reference(command)) is not None}
        found = customers_by_reference(unit, list(references))
        self._ids = {reference: row.id for reference, row in found.items()}
        wanted = {command.customer_id for command in commands if command.customer_id is not None}
        ids = {*self._ids.values(), *(number for number in wanted if 0 < number <= LARGEST_KEY)}
        rows = unit.fetch(SQL.lock_customers, CustomerRow, ids=sorted(ids)) if ids else []
        self._before = {row.id: row for row in rows}
        self._rows = dict(self._before)
        new = [command for command in commands if command.customer_id is None and _reference(command) not in self._ids]
        self._spare_ids = unit.next_ids("parties_customer_id_seq", len(new))[::-1]
        self._addresses = address_book(unit, sorted(self._before))
        self._now = unit.now

    def register(self, command: RegisterCustomer) -> Decision:
        known = self._known(command)
        if isinstance(known, Problem):
            return Refused(known)
        after = registered_customer(command, known, self._new(command))
        if isinstance(after, Problem):
            return Refused(after)
        addresses, contacts = address_rows(command, after.id), contact_rows(command, after.id)
        if isinstance(addresses, Problem):
            return Refused(addresses)
        if isinstance(contacts, Problem):
            return Refused(contacts)
        changed = changed_fields(known, after) if known else ()
        self._keep(command, after)
        changed += ("addresses",) if self._addresses.add_addresses(addresses) else ()
        changed += ("contacts",) if self._addresses.add_contacts(contacts) else ()
        return _decision(known, after, changed)

    def write(self, unit: Unit) -> None:
        """Write what differs, each table in one statement."""
        rows = self._rows.values()
        unit.write(SQL.insert_customers, [row for row in rows if row.id not in self._before])
        unit.write(SQL.update_customers, [row for row in rows if changed_fields(self._before.get(row.id, row), row)])
        unit.write(SQL.upsert_addresses, self._addresses.changed_addresses())
        unit.write(SQL.upsert_contacts, self._addresses.changed_contacts())

    def _known(self, command: RegisterCustomer) -> CustomerRow | Problem | None:
        reference = _reference(command)
        by_reference = self._ids.get(reference) if reference else None
        customer_id = by_reference if command.customer_id is None else command.customer_id
        if customer_id is None:
            return None
        row = self._rows.get(customer_id)
        if row is None:
            return NotFound(what="customer", reference=str(customer_id))
        if row.merged_into_id is not None:
            return CustomerMerged(customer_id=row.id, merged_into_id=row.merged_into_id)
        return row

    def _new(self, command: RegisterCustomer) -> CustomerRow:
        reference = _reference(command)
        return CustomerRow(
            self._spare_ids[-1] if self._spare_ids else 0,
            channel_id=command.channel_id,
            external_reference=reference.external_reference if reference else None,
            created_at=self._now,
        )

    def _keep(self, command: RegisterCustomer, after: CustomerRow) -> None:
        if after.id not in self._rows:
            self._spare_ids.pop()
        self._rows[after.id] = after
        reference = _reference(command)
        if reference and command.customer_id is None:
            self._ids[reference] = after.id


def _reference(command: RegisterCustomer) -> CustomerReference | None:
    if command.external_reference is None or not 0 < (command.channel_id or 1) <= LARGEST_KEY:
        return None
    return CustomerReference(command.channel_id, clean(command.external_reference))


def _decision(known: CustomerRow | None, customer: CustomerRow, changed: tuple[str, ...]) -> Decision:
    result = RegisteredCustomer(customer_id=customer.id, created=known is None)
    stream = customer_stream(customer.id)
    if known is None:
        registered = CustomerRegistered(
            customer_id=customer.id, channel_id=customer.channel_id, customer_kind=customer.kind
        )
        return Done(result, (StreamEvent(stream, registered),))
    if not changed:
        return Known(result)
    return Done(result, (StreamEvent(stream, CustomerChanged(customer_id=customer.id, changed=changed)),))
