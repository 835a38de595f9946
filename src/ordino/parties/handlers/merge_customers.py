"""Let one customer stand for others."""

from collections.abc import Sequence

from msgspec.structs import replace

from ordino.engine import Unit, handles
from ordino.kernel.ids import LARGEST_KEY
from ordino.kernel.messages import Decision, Done, Event, Known, Record, Refused, StreamEvent
from ordino.kernel.problems import Problem
from ordino.kernel.registration import changed_fields, decide_storable
from ordino.parties.commands import MergeCustomers, MergedCustomers
from ordino.parties.decide.merge_consents import consents_of_one
from ordino.parties.decide.merge_customers import customers_to_merge, filled_customer
from ordino.parties.events import (
    ConsentTakenOver,
    ConsentWithdrawn,
    CustomerMergedInto,
    CustomersMerged,
    customer_stream,
)
from ordino.parties.queries import SQL, address_book
from ordino.parties.rows import ConsentRow, CustomerRow


class _Successor(Record, frozen=True):
    """`merged_into_id` stands for `id` and for all that were merged into it before."""

    id: int
    merged_into_id: int


@handles(MergeCustomers)
def merge_customers(unit: Unit, commands: Sequence[MergeCustomers]) -> list[Decision]:
    """Decide each command on what the earlier ones of the batch left, then write the difference."""
    return decide_storable(commands, lambda storable: _merge(unit, storable))


def _merge(unit: Unit, commands: Sequence[MergeCustomers]) -> list[Decision]:
    book = _Book(unit, commands)
    decisions = [book.merge(command) for command in commands]
    book.write(unit)
    return decisions


class _Book:
    """The customers of a batch as they are known, and as they become."""

    def __init__(self, unit: Unit, commands: Sequence[MergeCustomers]) -> None:
        ids = {number for command in commands for number in (command.customer_id, *command.merged_ids)}
        wanted = sorted(number for number in ids if 0 < number <= LARGEST_KEY)
        self._before = {row.id: row for row in unit.fetch(SQL.lock_customers, CustomerRow, ids=wanted)}
        self._rows = dict(self._before)
        self._addresses = address_book(unit, sorted(self._before))
        self._successors: dict[int, int] = {}
        self._consents_before = {
            row.id: row for row in unit.fetch(SQL.select_consents, ConsentRow, customer_ids=sorted(self._before))
        }
        self._consents = dict(self._consents_before)

    def merge(self, command: MergeCustomers) -> Decision:
        others = customers_to_merge(command, self._rows)
        if isinstance(others, Problem):
            return Refused(others)
        result = MergedCustomers(customer_id=command.customer_id)
        if not others:
            return Known(result)
        before = dict(self._consents)
        for other in others:
            self._take_over(command.customer_id, other)
        merged_ids = tuple(other.id for other in others)
        events = [
            StreamEvent(
                customer_stream(command.customer_id),
                CustomersMerged(customer_id=command.customer_id, merged_ids=merged_ids),
            ),
            *(
                StreamEvent(
                    customer_stream(other_id), CustomerMergedInto(customer_id=other_id, into_id=command.customer_id)
                )
                for other_id in merged_ids
            ),
            *(
                StreamEvent(customer_stream(command.customer_id), event)
                for row in self._consents.values()
                for event in _consent_events(before[row.id], row)
            ),
        ]
        return Done(result, tuple(events))

    def write(self, unit: Unit) -> None:
        """Write what differs, each table in one statement."""
        successors = [_Successor(merged_id, into_id) for merged_id, into_id in self._successors.items()]
        unit.write(SQL.point_merged_customers, successors)
        unit.write(
            SQL.update_customers, [row for row in self._rows.values() if changed_fields(self._before[row.id], row)]
        )
        if successors:
            unit.fetch_values(SQL.delete_addresses, customer_ids=list(self._successors))
            unit.fetch_values(SQL.delete_contacts, customer_ids=list(self._successors))
        consents = [row for row in self._consents.values() if row != self._consents_before[row.id]]
        unit.write(SQL.withdraw_consents, [row for row in consents if row.withdrawn_at is not None])
        unit.write(SQL.move_consents, consents)
        unit.write(SQL.upsert_addresses, self._addresses.changed_addresses())
        unit.write(SQL.upsert_contacts, self._addresses.changed_contacts())

    def _take_over(self, into_id: int, other: CustomerRow) -> None:
        self._rows[into_id] = filled_customer(self._rows[into_id], other)
        self._addresses.move(other.id, into_id)
        theirs = [row for row in self._consents.values() if row.customer_id in (into_id, other.id)]
        self._consents.update({row.id: row for row in consents_of_one(theirs, into_id)})
        followers = [row for row in self._rows.values() if row.merged_into_id == other.id]
        for row in (other, *followers):
            self._rows[row.id] = replace(row, merged_into_id=into_id)
        for merged_id, successor in self._successors.items():
            if successor == other.id:
                self._successors[merged_id] = into_id
        self._successors[other.id] = into_id


def _consent_events(before: ConsentRow, row: ConsentRow) -> list[Event]:
    """What is to be told of a consent that another customer has now, or that a later word has ended."""
    told: list[Event] = []
    if row.customer_id != before.customer_id:
        told.append(
            ConsentTakenOver(
                customer_id=row.customer_id,
                consent_id=row.id,
                purpose=row.purpose,
                from_customer_id=before.customer_id,
            )
        )
    if row.withdrawn_at is not None and before.withdrawn_at is None:
        told.append(
            ConsentWithdrawn(
                customer_id=row.customer_id,
                consent_id=row.id,
                purpose=row.purpose,
                withdrawn_at=row.withdrawn_at,
                source=row.withdrawal_source,
            )
        )
    return told
