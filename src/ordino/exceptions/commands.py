"""What may be asked about exceptions."""

from datetime import datetime
from typing import ClassVar

from ordino.kernel.messages import Command, Result


class ExceptionCommand(Command, frozen=True, kw_only=True):
    """A command on work that waits for a person."""

    context: ClassVar[str] = "exceptions"


class ExceptionResult(Result, frozen=True, kw_only=True):
    """The exception and the state it is in now."""

    exception_id: int
    state: str


class RaiseException(ExceptionCommand, frozen=True, kw_only=True, omit_defaults=True):
    """Put work before a person; while one of this kind is open for the subject, nothing is added.

    `subject` names the thing, for example `shipment/12`; `exception_kind` one of the known kinds or any other word. Step,
    owner and due time are those of the kind unless given; an amount is in minor units.
    """

    result: ClassVar[type[Result]] = ExceptionResult
    exception_kind: str
    subject: str
    order_id: int | None = None
    detail: str = ""
    suggested_step: str = ""
    owner: str = ""
    due_at: datetime | None = None
    amount_minor: int | None = None
    currency: str = ""


class AssignException(ExceptionCommand, frozen=True, kw_only=True, omit_defaults=True):
    """Give an exception to somebody; without a due time it keeps the one it has."""

    result: ClassVar[type[Result]] = ExceptionResult
    exception_id: int
    owner: str
    due_at: datetime | None = None


class ResolveException(ExceptionCommand, frozen=True, kw_only=True):
    """Say that the work is done, and how."""

    result: ClassVar[type[Result]] = ExceptionResult
    exception_id: int
    note: str


class ResolveExceptionAbout(ExceptionCommand, frozen=True, kw_only=True):
    """Say that what was open about a subject is done, and how; where nothing of the kind is open, nothing changes."""

    result: ClassVar[type[Result]] = ExceptionResult
    exception_kind: str
    subject: str
    note: str
