"""A colleague writes something down."""

from collections.abc import Sequence

from ordino.engine import Unit, handles
from ordino.kernel.messages import Decision, Done, Record, Refused, StreamEvent
from ordino.kernel.problems import InvalidInput, Problem
from ordino.kernel.registration import check_text
from ordino.notes.commands import NoteAccepted, WriteNote
from ordino.notes.events import NoteWritten
from ordino.notes.facts import SQL, WatcherRow, known_orders, mentions_in, no_order
from ordino.orders.events import order_stream

LONGEST_NOTE = 4000


class _NoteRow(Record, frozen=True):
    id: int
    order_id: int
    text: str


class _MentionRow(Record, frozen=True):
    person: str
    note_id: int


@handles(WriteNote)
def write_notes(unit: Unit, commands: Sequence[WriteNote]) -> list[Decision]:
    """Each note gets a number of its own; who is mentioned watches the order from now on."""
    known = known_orders(unit, (command.order_id for command in commands))
    ids = unit.next_ids("notes_note_id_seq", len(commands))
    notes: list[_NoteRow] = []
    mentions: list[_MentionRow] = []
    watchers: set[WatcherRow] = set()
    decisions: list[Decision] = []
    for command, note_id in zip(commands, ids, strict=True):
        problem = no_order(command.order_id) if command.order_id not in known else _problem(command)
        if problem is not None:
            decisions.append(Refused(problem))
            continue
        text = command.text.strip()
        people = mentions_in(text)
        notes.append(_NoteRow(note_id, command.order_id, text))
        mentions += [_MentionRow(person, note_id) for person in people]
        watchers |= {WatcherRow(command.order_id, person) for person in people}
        event = NoteWritten(order_id=command.order_id, note_id=note_id, text=text, mentions=people)
        result = NoteAccepted(order_id=command.order_id, note_id=note_id, mentions=people)
        decisions.append(Done(result, (StreamEvent(order_stream(command.order_id), event),)))
    unit.write(SQL.insert_notes, notes, author=unit.actor.name, now=unit.now)
    unit.write(SQL.insert_mentions, mentions)
    unit.write(SQL.insert_watchers, sorted(watchers))
    return decisions


def _problem(command: WriteNote) -> Problem | None:
    if not command.text.strip():
        return InvalidInput(field="text", reason="a note says something.")
    if len(command.text) > LONGEST_NOTE:
        return InvalidInput(field="text", reason=f"a note takes at most {LONGEST_NOTE} characters.")
    return check_text(command)
