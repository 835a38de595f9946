"""Let people in, and change who they are here."""

import re
from collections.abc import Sequence

import msgspec

from ordino.access.commands import PersonResult, RegisterPerson
from ordino.access.events import PersonChanged, PersonRegistered
from ordino.access.problems import LastOwner
from ordino.access.queries import SQL
from ordino.access.rows import PersonRow
from ordino.engine import Unit, handles
from ordino.kernel.messages import Decision, Done, Refused, StreamEvent
from ordino.kernel.problems import InvalidInput, Problem
from ordino.kernel.registration import CodeBook, changed_fields, check_code, decide_storable, with_given

OWNER = "owner"
_NAME = re.compile(r"[\w.@+-]{1,150}")
_MAIL = re.compile(r"[^@\s]{1,64}@[^@\s]{1,180}")


@handles(RegisterPerson)
def register_persons(unit: Unit, commands: Sequence[RegisterPerson]) -> list[Decision]:
    """Several commands on one person follow each other."""
    return decide_storable(commands, lambda storable: _register(unit, storable))


def _register(unit: Unit, commands: Sequence[RegisterPerson]) -> list[Decision]:
    owners = set(unit.fetch_values(SQL.lock_owners))
    known = unit.fetch(SQL.lock_people, PersonRow, names=sorted({command.name for command in commands}))
    valid = [command.name for command in commands if _problem(command) is None]
    book = CodeBook({row.name: row for row in known}, valid, lambda n: unit.next_ids("auth_user_id_seq", n))
    decisions: list[Decision] = []
    for command in commands:
        problem = _problem(command)
        decisions.append(Refused(problem) if problem else _decide(book, command, owners))
    unit.write(SQL.insert_people, book.new(), now=unit.now)
    unit.write(SQL.update_people, book.changed())
    written = [*book.new(), *book.changed()]
    unit.write(SQL.insert_roles, written)
    unit.write(SQL.delete_memberships, written)
    unit.write(SQL.insert_memberships, written)
    return decisions


def _decide(book: CodeBook[PersonRow], command: RegisterPerson, owners: set[str]) -> Decision:
    before = book.rows.get(command.name)
    row = with_given(before or PersonRow(book.new_ids[command.name], command.name), command, ("email", "active"))
    if command.roles is not msgspec.UNSET:
        row = msgspec.structs.replace(row, roles=tuple(sorted(set(command.roles))))
    if owners == {row.name} and not _owns(row):
        return Refused(LastOwner(name=row.name))
    (owners.add if _owns(row) else owners.discard)(row.name)
    book.rows[row.name] = row
    told = PersonRegistered if before is None else PersonChanged
    event = told(person_id=row.id, name=row.name, email=row.email, roles=tuple(row.roles), active=row.active)
    result = PersonResult(person_id=row.id, name=row.name, roles=tuple(row.roles), active=row.active)
    unchanged = before is not None and not changed_fields(before, row)
    return Done(result, () if unchanged else (StreamEvent(f"person/{row.id}", event),))


def _owns(row: PersonRow) -> bool:
    return row.active and (row.everything or OWNER in row.roles)


def _problem(command: RegisterPerson) -> Problem | None:
    if _NAME.fullmatch(command.name) is None:
        return InvalidInput(field="name", reason="must be 1 to 150 letters, digits and @ . + - _")
    if isinstance(command.email, str) and command.email and _MAIL.fullmatch(command.email) is None:
        return InvalidInput(field="email", reason=f"{command.email[:80]!r} is no address for mail.")
    roles = () if command.roles is msgspec.UNSET else command.roles
    return next((problem for role in roles if (problem := check_code(role, "roles"))), None)
