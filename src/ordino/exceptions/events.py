"""What has happened to an exception. The stream of exception 7 is `exception/7`."""

from datetime import datetime

from ordino.kernel.messages import Event


def exception_stream(exception_id: int) -> str:
    return f"exception/{exception_id}"


class ExceptionRaised(Event, frozen=True, kw_only=True, omit_defaults=True):
    """Something needs a person."""

    exception_id: int
    exception_kind: str
    subject: str
    order_id: int | None = None
    detail: str = ""
    suggested_step: str = ""
    owner: str = ""
    due_at: datetime
    amount_minor: int | None = None
    currency: str = ""


class ExceptionAssigned(Event, frozen=True, kw_only=True):
    """Somebody has it now, until the due time."""

    exception_id: int
    owner: str
    due_at: datetime


class ExceptionResolved(Event, frozen=True, kw_only=True, omit_defaults=True):
    """The work is done; the note says how. `exception_kind` and `order_id` say what it was about."""

    exception_id: int
    note: str
    exception_kind: str = ""
    order_id: int | None = None
