"""Something needs a person."""

from collections.abc import Sequence
from datetime import datetime

from ordino.engine import Unit, handles
from ordino.exceptions.commands import ExceptionResult, RaiseException
from ordino.exceptions.events import ExceptionRaised, exception_stream
from ordino.exceptions.facts import SQL
from ordino.exceptions.kinds import known_kind
from ordino.exceptions.lifecycle import OPEN
from ordino.kernel.messages import Decision, Done, Known, Record, Refused, StreamEvent
from ordino.kernel.problems import InvalidInput
from ordino.kernel.registration import check_code, decide_storable


class _Row(Record, frozen=True):
    id: int
    kind: str
    subject: str
    order_id: int | None
    detail: str
    suggested_step: str
    owner: str
    due_at: datetime
    amount_minor: int | None
    currency: str


class _Raised(Record, frozen=True):
    id: int
    kind: str
    subject: str
    state: str


@handles(RaiseException)
def raise_exceptions(unit: Unit, commands: Sequence[RaiseException]) -> list[Decision]:
    """One open exception of a kind for a subject, whoever else raises it, now or at the same time."""
    return decide_storable(commands, lambda storable: _decide(unit, storable))


def _decide(unit: Unit, commands: Sequence[RaiseException]) -> list[Decision]:
    problems = [_problem(command) for command in commands]
    accepted = [command for command, problem in zip(commands, problems, strict=True) if problem is None]
    ids = unit.next_ids("exceptions_exception_id_seq", len(accepted))
    rows: dict[tuple[str, str], _Row] = {}
    for command, exception_id in zip(accepted, ids, strict=True):
        rows.setdefault((command.exception_kind, command.subject), _row(unit, command, exception_id))
    raised: dict[tuple[str, str], _Raised] = {}
    if rows:
        answers = unit.fetch(
            SQL.raise_exceptions, _Raised, rows=list(rows.values()), now=unit.now, raised_by=unit.actor.name
        )
        raised = {(answer.kind, answer.subject): answer for answer in answers}
    decisions: list[Decision] = []
    for command, problem in zip(commands, problems, strict=True):
        if problem is not None:
            decisions.append(Refused(problem))
            continue
        key = (command.exception_kind, command.subject)
        row, found = rows.pop(key, None), raised[key]
        is_new = row is not None and row.id == found.id
        decisions.append(
            _done(row) if row and is_new else Known(ExceptionResult(exception_id=found.id, state=found.state))
        )
    return decisions


def _problem(command: RaiseException) -> InvalidInput | None:
    if (command.amount_minor is None) != (not command.currency):
        return InvalidInput(field="amount_minor", reason="an amount has a currency, and a currency an amount")
    return check_code(command.exception_kind, "exception_kind") or check_code(command.subject, "subject")


def _row(unit: Unit, command: RaiseException, exception_id: int) -> _Row:
    kind = known_kind(command.exception_kind)
    return _Row(
        exception_id,
        command.exception_kind,
        command.subject,
        command.order_id,
        command.detail,
        command.suggested_step or kind.suggested_step,
        command.owner or kind.owner,
        command.due_at or unit.now + kind.within,
        command.amount_minor,
        command.currency,
    )


def _done(row: _Row) -> Done:
    event = ExceptionRaised(
        exception_id=row.id,
        exception_kind=row.kind,
        subject=row.subject,
        order_id=row.order_id,
        detail=row.detail,
        suggested_step=row.suggested_step,
        owner=row.owner,
        due_at=row.due_at,
        amount_minor=row.amount_minor,
        currency=row.currency,
    )
    result = ExceptionResult(exception_id=row.id, state=OPEN)
    return Done(result, (StreamEvent(exception_stream(row.id), event, begins=True),))
