"""Register locations with their holidays."""

from collections.abc import Sequence
from functools import partial

from ordino.engine import Unit, handles
from ordino.kernel.messages import Decision, Done, Known, Refused, StreamEvent
from ordino.kernel.problems import Problem
from ordino.kernel.registration import CodeBook, changed_fields, decide_storable
from ordino.network.commands import Registered, RegisterLocation
from ordino.network.decide.register_location import given_holidays, registered_location
from ordino.network.events import LocationChanged, LocationRegistered
from ordino.network.queries import SQL
from ordino.network.rows import HolidayRow, LocationRow


@handles(RegisterLocation)
def register_location(unit: Unit, commands: Sequence[RegisterLocation]) -> list[Decision]:
    """Decide each command on what the earlier ones of the batch left, then write the difference."""
    return decide_storable(commands, lambda storable: _register(unit, storable))


def _register(unit: Unit, commands: Sequence[RegisterLocation]) -> list[Decision]:
    codes = sorted({command.code for command in commands})
    before = {row.code: row for row in unit.fetch(SQL.lock_locations, LocationRow, codes=codes)}
    book = CodeBook(before, codes, partial(unit.next_ids, "network_location_id_seq"))
    new_holidays: dict[int, list[HolidayRow]] = {}
    decisions = [_decide(book, command, new_holidays) for command in commands]
    unit.write(SQL.insert_locations, book.new())
    unit.write(SQL.update_locations, book.changed())
    if new_holidays:
        unit.fetch_values(SQL.delete_holidays, location_ids=list(new_holidays))
        unit.write(SQL.insert_holidays, [row for rows in new_holidays.values() for row in rows])
    return decisions


def _decide(
    book: CodeBook[LocationRow], command: RegisterLocation, new_holidays: dict[int, list[HolidayRow]]
) -> Decision:
    known = book.rows.get(command.code)
    after = registered_location(command, known, book.new_ids.get(command.code, 0))
    if isinstance(after, Problem):
        return Refused(after)
    book.rows[after.code] = after
    holidays = given_holidays(command, after)
    if holidays is not None and (known is None or list(after.holidays) != list(known.holidays)):
        new_holidays[after.id] = [HolidayRow(after.id, holiday.day, holiday.name) for holiday in holidays]
    result = Registered(id=after.id, code=after.code, created=known is None)
    stream = f"location/{after.id}"
    if known is None:
        event = LocationRegistered(location_id=after.id, code=after.code, country=after.country)
        return Done(result, (StreamEvent(stream, event),))
    changed = changed_fields(known, after)
    if not changed:
        return Known(result)
    return Done(result, (StreamEvent(stream, LocationChanged(location_id=after.id, code=after.code, changed=changed)),))
