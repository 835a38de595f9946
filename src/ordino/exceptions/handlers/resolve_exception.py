"""Work that is done."""

from collections.abc import Sequence

from msgspec import structs

from ordino.engine import Unit, handles
from ordino.exceptions.commands import ExceptionResult, ResolveException
from ordino.exceptions.events import ExceptionResolved, exception_stream
from ordino.exceptions.facts import SQL, LockedException, next_state, no_exception
from ordino.kernel.messages import Decision, Done, Record, Refused, StreamEvent
from ordino.kernel.problems import InvalidInput, Problem
from ordino.kernel.registration import check_text


class _Resolved(Record, frozen=True):
    id: int
    state: str
    note: str


@handles(ResolveException)
def resolve_exceptions(unit: Unit, commands: Sequence[ResolveException]) -> list[Decision]:
    """Close each exception with the note that says how; of several commands for one, the first counts."""
    ids = sorted({command.exception_id for command in commands})
    found = {row.id: row for row in unit.fetch(SQL.lock_exceptions, LockedException, ids=ids)}
    rows: list[_Resolved] = []
    decisions: list[Decision] = []
    for command in commands:
        before = found.get(command.exception_id)
        state = _next_state(before, command)
        if isinstance(state, Problem) or before is None:
            decisions.append(Refused(state if isinstance(state, Problem) else no_exception(command.exception_id)))
            continue
        row = _Resolved(before.id, state, command.note.strip())
        rows.append(row)
        found[row.id] = structs.replace(before, state=state)
        event = ExceptionResolved(
            exception_id=row.id, note=row.note, exception_kind=before.kind, order_id=before.order_id
        )
        result = ExceptionResult(exception_id=row.id, state=state)
        decisions.append(Done(result, (StreamEvent(exception_stream(row.id), event),)))
    unit.write(SQL.resolve_exceptions, rows, now=unit.now, resolved_by=unit.actor.name)
    return decisions


def _next_state(found: LockedException | None, command: ResolveException) -> str | Problem:
    if found is None:
        return no_exception(command.exception_id)
    if not command.note.strip():
        return InvalidInput(field="note", reason="must say how it was resolved")
    return check_text(command) or next_state(found, command)
