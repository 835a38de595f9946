"""What may be asked about the notes on an order. People are named by their login."""

from typing import ClassVar

from ordino.kernel.messages import Command, Result


class NotesCommand(Command, frozen=True, kw_only=True):
    """A command on what colleagues tell each other."""

    context: ClassVar[str] = "notes"


class NoteAccepted(Result, frozen=True, kw_only=True):
    """The note, and who is mentioned in it."""

    order_id: int
    note_id: int
    mentions: tuple[str, ...]


class WriteNote(NotesCommand, frozen=True, kw_only=True):
    """Write a note on an order; whoever stands in it as @login is mentioned, and watches the order from then on."""

    result: ClassVar[type[Result]] = NoteAccepted
    order_id: int
    text: str


class OrderAttended(Result, frozen=True, kw_only=True):
    """Whose the order is (empty: nobody's), and who watches it."""

    order_id: int
    owner: str
    watchers: tuple[str, ...]


class AssignOrder(NotesCommand, frozen=True, kw_only=True):
    """Say whose an order is; an empty owner says that it is nobody's."""

    result: ClassVar[type[Result]] = OrderAttended
    order_id: int
    owner: str


class WatchOrder(NotesCommand, frozen=True, kw_only=True, omit_defaults=True):
    """Let the one who asks watch an order, or not any more."""

    result: ClassVar[type[Result]] = OrderAttended
    order_id: int
    watching: bool = True
