"""Register carriers with their services and rate tables."""

from collections.abc import Sequence
from functools import partial

from ordino.engine import Unit, handles
from ordino.kernel.messages import Decision, Done, Known, Refused, StreamEvent
from ordino.kernel.problems import Problem
from ordino.kernel.registration import CodeBook, changed_fields, decide_storable
from ordino.network.commands import RegisterCarrier, Registered, ServiceEntry
from ordino.network.decide.register_carrier import rate_table, registered_carrier
from ordino.network.events import CarrierChanged, CarrierRegistered
from ordino.network.queries import SQL
from ordino.network.rows import CarrierRow, RateTableRow, ServiceRow


@handles(RegisterCarrier)
def register_carrier(unit: Unit, commands: Sequence[RegisterCarrier]) -> list[Decision]:
    """Decide each command on what the earlier ones of the batch left, then write the difference."""
    return decide_storable(commands, lambda storable: _register(unit, storable))


def _register(unit: Unit, commands: Sequence[RegisterCarrier]) -> list[Decision]:
    book = _Book(unit, commands)
    decisions = [book.register(command) for command in commands]
    book.write(unit)
    return decisions


class _Book:
    """The carriers of a batch as they are known, and as they become."""

    def __init__(self, unit: Unit, commands: Sequence[RegisterCarrier]) -> None:
        codes = sorted({command.code for command in commands})
        before = {row.code: row for row in unit.fetch(SQL.lock_carriers, CarrierRow, codes=codes)}
        self._carriers = CodeBook(before, codes, partial(unit.next_ids, "network_carrier_id_seq"))
        known = unit.fetch(SQL.select_services, ServiceRow, carrier_ids=[row.id for row in before.values()])
        self._services = {(row.carrier_id, row.code): row for row in known}
        wanted = {(command.code, service.code) for command in commands for service in command.services}
        self._spare_ids = unit.next_ids("network_service_id_seq", len(wanted))
        self._changed_services: dict[int, ServiceRow] = {}
        self._tables: dict[int, list[RateTableRow]] = {}
        for row in unit.fetch(SQL.select_rate_tables, RateTableRow, service_ids=[row.id for row in known]):
            self._tables.setdefault(row.service_id, []).append(row)
        self._new_tables: dict[int, list[RateTableRow]] = {}

    def register(self, command: RegisterCarrier) -> Decision:
        known = self._carriers.rows.get(command.code)
        after = registered_carrier(command, known, self._carriers.new_ids.get(command.code, 0))
        if isinstance(after, Problem):
            return Refused(after)
        self._carriers.rows[after.code] = after
        different = tuple(f"services.{service.code}" for service in command.services if self._set(after, service))
        changed = (changed_fields(known, after) if known else ()) + different
        result = Registered(id=after.id, code=after.code, created=known is None)
        stream = f"carrier/{after.id}"
        if known is None:
            return Done(result, (StreamEvent(stream, CarrierRegistered(carrier_id=after.id, code=after.code)),))
        if not changed:
            return Known(result)
        event = CarrierChanged(carrier_id=after.id, code=after.code, changed=changed)
        return Done(result, (StreamEvent(stream, event),))

    def write(self, unit: Unit) -> None:
        """Write what differs, each table in one statement."""
        unit.write(SQL.insert_carriers, self._carriers.new())
        unit.write(SQL.update_carriers, self._carriers.changed())
        unit.write(SQL.upsert_services, list(self._changed_services.values()))
        if self._new_tables:
            unit.fetch_values(SQL.delete_rate_tables, service_ids=list(self._new_tables))
            unit.write(SQL.insert_rates, [row for rows in self._new_tables.values() for row in rows])

    def _set(self, carrier: CarrierRow, entry: ServiceEntry) -> bool:
        """Keep the service and its rate table; whether anything differs."""
        known = self._services.get((carrier.id, entry.code))
        service_id = known.id if known else self._spare_ids.pop()
        service = ServiceRow(service_id, carrier.id, entry.code, entry.name, entry.active, entry.volume_divisor)
        table = rate_table(entry, service_id)
        differs = False
        if service != known:
            self._services[carrier.id, entry.code] = self._changed_services[service_id] = service
            differs = True
        if table != self._tables.get(service_id, []):
            self._tables[service_id] = self._new_tables[service_id] = table
            differs = True
        return differs
