"""The SQL of this context and the rows its handlers share."""

from datetime import datetime

from ordino.engine import Statements
from ordino.exceptions.commands import ExceptionCommand
from ordino.exceptions.lifecycle import EXCEPTION
from ordino.kernel.messages import Record
from ordino.kernel.problems import NotFound, Problem, StateRefuses

SQL = Statements("ordino.exceptions")


class LockedException(Record, frozen=True):
    """An exception under lock."""

    id: int
    state: str
    due_at: datetime
    kind: str
    order_id: int | None


def no_exception(exception_id: int) -> NotFound:
    return NotFound(what="exception", reference=str(exception_id))


def next_state(found: LockedException, command: ExceptionCommand) -> str | Problem:
    """The state the command leads to, or why it does not."""
    target = EXCEPTION.target(found.state, command.kind())
    if target is not None:
        return target
    return StateRefuses(
        subject=f"Exception {found.id}",
        state=found.state,
        command=command.kind(),
        permitted=EXCEPTION.permitted(found.state),
    )
