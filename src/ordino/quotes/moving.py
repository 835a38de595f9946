"""What sending, declining and expiring have in common: a revision moves to its next state and says so."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from ordino.engine import Unit
from ordino.kernel.messages import Decision, Done, Event, Refused, StreamEvent
from ordino.kernel.problems import Problem
from ordino.quotes.book import QuoteBook
from ordino.quotes.commands import RevisionCommand
from ordino.quotes.events import quote_stream

C = TypeVar("C", bound=RevisionCommand)


def move_revisions(
    unit: Unit, commands: Sequence[C], happened: Callable[[C], Event], note: Callable[[C], str] = lambda _: ""
) -> list[Decision]:
    """Move the revision of each command as its life cycle says; `happened` is the event of a command that was carried out."""
    book = QuoteBook(unit, (command.quote_id for command in commands))
    decisions: list[Decision] = []
    for command in commands:
        found = book.find(command.quote_id, command.revision)
        moved = found if isinstance(found, Problem) else book.move(found, type(command), note=note(command))
        if isinstance(moved, Problem):
            decisions.append(Refused(moved))
            continue
        event = StreamEvent(quote_stream(command.quote_id), happened(command))
        decisions.append(Done(moved.result(), (event,)))
    book.write()
    return decisions
