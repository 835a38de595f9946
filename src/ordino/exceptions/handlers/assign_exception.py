"""Give work to somebody."""

from collections.abc import Sequence
from datetime import datetime

from msgspec import structs

from ordino.engine import Unit, handles
from ordino.exceptions.commands import AssignException, ExceptionResult
from ordino.exceptions.events import ExceptionAssigned, exception_stream
from ordino.exceptions.facts import SQL, LockedException, next_state, no_exception
from ordino.kernel.messages import Decision, Done, Record, Refused, StreamEvent
from ordino.kernel.problems import InvalidInput, Problem
from ordino.kernel.registration import check_text


class _Assigned(Record, frozen=True):
    id: int
    state: str
    owner: str
    due_at: datetime


@handles(AssignException)
def assign_exceptions(unit: Unit, commands: Sequence[AssignException]) -> list[Decision]:
    """The last of several commands for one exception counts."""
    ids = sorted({command.exception_id for command in commands})
    found = {row.id: row for row in unit.fetch(SQL.lock_exceptions, LockedException, ids=ids)}
    rows: dict[int, _Assigned] = {}
    decisions: list[Decision] = []
    for command in commands:
        before = found.get(command.exception_id)
        state = _next_state(before, command)
        if isinstance(state, Problem) or before is None:
            decisions.append(Refused(state if isinstance(state, Problem) else no_exception(command.exception_id)))
            continue
        row = _Assigned(before.id, state, command.owner.strip(), command.due_at or before.due_at)
        rows[row.id] = row
        found[row.id] = structs.replace(before, state=state, due_at=row.due_at)
        event = ExceptionAssigned(exception_id=row.id, owner=row.owner, due_at=row.due_at)
        result = ExceptionResult(exception_id=row.id, state=state)
        decisions.append(Done(result, (StreamEvent(exception_stream(row.id), event),)))
    unit.write(SQL.assign_exceptions, list(rows.values()))
    return decisions


def _next_state(found: LockedException | None, command: AssignException) -> str | Problem:
    if found is None:
        return no_exception(command.exception_id)
    if not command.owner.strip():
        return InvalidInput(field="owner", reason="must be a name")
    return check_text(command) or next_state(found, command)
