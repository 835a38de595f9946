"""Say that people were invited."""

from collections.abc import Sequence

from ordino.access.commands import PersonResult, RecordInvitation
from ordino.access.events import PersonInvited
from ordino.access.queries import SQL
from ordino.access.rows import PersonRow
from ordino.engine import Unit, handles
from ordino.kernel.messages import Decision, Done, Refused, StreamEvent
from ordino.kernel.problems import NotFound


@handles(RecordInvitation)
def record_invitations(unit: Unit, commands: Sequence[RecordInvitation]) -> list[Decision]:
    """Nothing of the person changes by it."""
    names = sorted({command.name for command in commands})
    known = {row.name: row for row in unit.fetch(SQL.lock_people, PersonRow, names=names)}
    return [_decide(known.get(command.name), command) for command in commands]


def _decide(row: PersonRow | None, command: RecordInvitation) -> Decision:
    if row is None:
        return Refused(NotFound(what="person", reference=command.name))
    event = PersonInvited(person_id=row.id, name=row.name, email=row.email)
    result = PersonResult(person_id=row.id, name=row.name, roles=tuple(row.roles), active=row.active)
    return Done(result, (StreamEvent(f"person/{row.id}", event),))
