"""Work that is done because what it was about is settled."""

from collections.abc import Sequence

from ordino.engine import Unit, handles
from ordino.exceptions.commands import ExceptionResult, ResolveException, ResolveExceptionAbout
from ordino.exceptions.facts import SQL
from ordino.exceptions.handlers.resolve_exception import resolve_exceptions
from ordino.exceptions.lifecycle import RESOLVED
from ordino.kernel.messages import Decision, Known, Record


class _About(Record, frozen=True):
    kind: str
    subject: str


class _Open(Record, frozen=True):
    kind: str
    subject: str
    id: int


@handles(ResolveExceptionAbout)
def resolve_exception_about(unit: Unit, commands: Sequence[ResolveExceptionAbout]) -> list[Decision]:
    """What is open of the kind about the subject is resolved; nothing is open, nothing changes."""
    abouts = [_About(command.exception_kind, command.subject) for command in commands]
    rows = unit.fetch(SQL.select_open_about, _Open, abouts=abouts)
    found = {_About(row.kind, row.subject): row.id for row in rows}
    open_ones = [(found.pop(about, None), command.note) for about, command in zip(abouts, commands, strict=True)]
    resolved = iter(
        resolve_exceptions(unit, [ResolveException(exception_id=key, note=note) for key, note in open_ones if key])
    )
    nothing = Known(ExceptionResult(exception_id=0, state=RESOLVED))
    return [next(resolved) if key else nothing for key, _ in open_ones]
