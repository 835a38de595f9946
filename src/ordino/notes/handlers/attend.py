"""Whose an order is, and who watches it."""

from collections.abc import Sequence

from ordino.engine import Unit, handles
from ordino.kernel.messages import Decision, Done, Event, Record, Refused, StreamEvent
from ordino.kernel.registration import check_text
from ordino.notes.commands import AssignOrder, OrderAttended, WatchOrder
from ordino.notes.events import OrderAssigned, OrderWatched
from ordino.notes.facts import SQL, OwnerRow, WatcherRow, known_orders, no_order
from ordino.orders.events import order_stream


class _OrderRow(Record, frozen=True):
    order_id: int


class _Attention:
    """Owners and watchers of the orders of a batch, changed command by command."""

    def __init__(self, unit: Unit, order_ids: Sequence[int]) -> None:
        self.known = known_orders(unit, order_ids)
        keys = sorted(self.known)
        unit.fetch_values(SQL.lock_attention, order_ids=keys)
        self.owners = {row.order_id: row.person for row in unit.fetch(SQL.select_owners, OwnerRow, order_ids=keys)}
        self.watchers = {key: set[str]() for key in keys}
        for row in unit.fetch(SQL.select_watchers, WatcherRow, order_ids=keys):
            self.watchers[row.order_id].add(row.person)

    def done(self, order_id: int, event: Event) -> Done:
        watchers = tuple(sorted(self.watchers[order_id]))
        result = OrderAttended(order_id=order_id, owner=self.owners.get(order_id, ""), watchers=watchers)
        return Done(result, (StreamEvent(order_stream(order_id), event),))


@handles(AssignOrder)
def assign_orders(unit: Unit, commands: Sequence[AssignOrder]) -> list[Decision]:
    """The last of several commands for one order counts."""
    attention = _Attention(unit, [command.order_id for command in commands])
    changed: set[int] = set()
    decisions: list[Decision] = []
    for command in commands:
        problem = no_order(command.order_id) if command.order_id not in attention.known else check_text(command)
        if problem is not None:
            decisions.append(Refused(problem))
            continue
        attention.owners[command.order_id] = command.owner.strip()
        changed.add(command.order_id)
        event = OrderAssigned(order_id=command.order_id, owner=command.owner.strip())
        decisions.append(attention.done(command.order_id, event))
    owned = {key: attention.owners[key] for key in sorted(changed)}
    unit.write(SQL.upsert_owners, [OwnerRow(key, person) for key, person in owned.items() if person])
    unit.write(SQL.delete_owners, [_OrderRow(key) for key, person in owned.items() if not person])
    return decisions


@handles(WatchOrder)
def watch_orders(unit: Unit, commands: Sequence[WatchOrder]) -> list[Decision]:
    """The last of several commands for one order counts; who asks is the one who watches."""
    attention = _Attention(unit, [command.order_id for command in commands])
    person = unit.actor.name
    changed: set[int] = set()
    decisions: list[Decision] = []
    for command in commands:
        if command.order_id not in attention.known:
            decisions.append(Refused(no_order(command.order_id)))
            continue
        people = attention.watchers[command.order_id]
        if command.watching:
            people.add(person)
        else:
            people.discard(person)
        changed.add(command.order_id)
        event = OrderWatched(order_id=command.order_id, person=person, watching=command.watching)
        decisions.append(attention.done(command.order_id, event))
    rows = [WatcherRow(key, person) for key in sorted(changed)]
    unit.write(SQL.insert_watchers, [row for row in rows if person in attention.watchers[row.order_id]])
    unit.write(SQL.delete_watchers, [row for row in rows if person not in attention.watchers[row.order_id]])
    return decisions
