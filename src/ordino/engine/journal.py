"""The journal: one row for each command carried out, one for each event, written in the same transaction."""

import base64
import hashlib
from collections.abc import Sequence
from datetime import datetime

import msgspec
from psycopg import errors

from ordino.engine.outcomes import Replayed
from ordino.engine.reader import Answer, Reader
from ordino.engine.statements import Statements
from ordino.engine.unit import Unit
from ordino.kernel.messages import Command, Record, Refused, Result, StreamEvent
from ordino.kernel.problems import KeyReused

SQL = Statements("ordino.engine")
LOCK_TIMEOUT_SECONDS = 5
STATEMENT_TIMEOUT_SECONDS = 120
_encoder = msgspec.json.Encoder()


class Entry(Record, frozen=True):
    """An event and the index of the command in the batch that caused it, at once or through what followed."""

    cause: int
    stream_event: StreamEvent


class _Known(Record, frozen=True):
    key: str
    kind: str
    fingerprint: bytes
    result: str


class _CommandRow(Record, frozen=True):
    id: int
    kind: str
    actor: str
    key: str | None
    fingerprint: str


class _EventRow(Record, frozen=True):
    command_id: int
    stream: str
    base: int | None
    place: int
    kind: str


class Begun(Record, frozen=True):
    command: str
    lock_timeout: str
    statement_timeout: str
    plan_cache_mode: str
    transaction_id: str
    command_ids: list[int]
    drawn: list[int]


def begin(unit: Unit, kind: str, count: int, sequences: Sequence[str] = ()) -> Answer[Begun]:
    """Mark the transaction as the work of a command and bound its waiting; the answer holds the transaction's identity.

    It also holds `count` keys of each sequence, one sequence after the other. Who draws keys ahead asks few things by their keys,
    and each of its statements is planned once.
    """
    return unit.ask(
        SQL.begin,
        Begun,
        kind=kind,
        count=count,
        sequences=list(sequences),
        lock_timeout=f"{LOCK_TIMEOUT_SECONDS}s",
        statement_timeout=f"{STATEMENT_TIMEOUT_SECONDS}s",
        plan_cache_mode="force_generic_plan" if sequences else "auto",
    )


def fingerprint(command: Command) -> bytes:
    """SHA-256 over the command's kind and its body in JSON, fields in declared order."""
    return hashlib.sha256(command.kind().encode() + b"\0" + msgspec.json.encode(command)).digest()


def known_answers(unit: Unit, commands: Sequence[Command], keys: Sequence[str | None]) -> dict[int, Replayed | Refused]:
    """The commands whose key was used before: the same answer for the same body, a refusal for another."""
    wanted = sorted({key for key in keys if key is not None})
    if not wanted:
        return {}
    known = {row.key: row for row in unit.fetch(SQL.select_keyed_commands, _Known, actor=unit.actor.name, keys=wanted)}
    answers: dict[int, Replayed | Refused] = {}
    first: dict[str, int] = {}
    for i, (command, key) in enumerate(zip(commands, keys, strict=True)):
        if key is not None and key in known:
            answers[i] = _replay(command, known[key])
        elif key is not None and first.setdefault(key, i) != i:
            raise KeyTwice(key)
    return answers


class KeyTwice(ValueError):
    """One batch holds a key twice; the engine then runs its commands one by one."""


def _replay(command: Command, known: _Known) -> Replayed | Refused:
    if bytes(known.fingerprint) != fingerprint(command):
        return Refused(KeyReused(key=known.key))
    return Replayed(decode_result(type(command), known.result))


def decode_result(command: type[Command], result: str) -> Result:
    """The recorded answer of a command, typed again."""
    return msgspec.json.decode(result, type=command.result)


class Numbering:
    """The last number of each stream that began in this transaction; others are looked up by the database."""

    def __init__(self) -> None:
        self._last: dict[str, int] = {}

    def bases(self, events: Sequence[StreamEvent]) -> dict[str, int]:
        """For each stream begun here the number before the first of these events; counts them."""
        for event in events:
            if event.begins:
                self._last[event.stream] = 0
        bases = {event.stream: self._last[event.stream] for event in events if event.stream in self._last}
        for event in events:
            if event.stream in bases:
                self._last[event.stream] += 1
        return bases


def write_commands(
    unit: Unit, done: Sequence[tuple[int, Command, str | None, Result]], command_ids: Sequence[int]
) -> None:
    """One row for each command carried out, under the id drawn for its place in the batch."""
    rows = [
        _CommandRow(
            command_ids[place],
            command.kind(),
            unit.actor.name,
            key,
            base64.b64encode(fingerprint(command)).decode() if key is not None else "",
        )
        for place, command, key, _ in done
    ]
    bodies, results = _lines([command for _, command, _, _ in done]), _lines([result for _, _, _, result in done])
    unit.write_soon(SQL.insert_commands, rows, bodies=bodies, results=results, recorded_at=unit.now)


def write_events(unit: Unit, entries: Sequence[Entry], numbering: Numbering, command_ids: Sequence[int]) -> None:
    """One row for each event, numbered on in its stream."""
    bases = numbering.bases([entry.stream_event for entry in entries])
    places: dict[str, int] = {}
    rows = []
    for entry in entries:
        stream, event = entry.stream_event.stream, entry.stream_event.event
        places[stream] = place = places.get(stream, 0) + 1
        rows.append(_EventRow(command_ids[entry.cause], stream, bases.get(stream), place, event.kind()))
    data = _lines([entry.stream_event.event for entry in entries])
    unit.write_soon(SQL.insert_events, rows, data=data, recorded_at=unit.now)


def _lines(messages: Sequence[msgspec.Struct]) -> str:
    """Each message as JSON on a line of its own; JSON has no line breaks inside."""
    return _encoder.encode_lines(messages).decode().rstrip("\n")


def write_effects(unit: Unit) -> None:
    """The effects that were asked for."""
    unit.write(SQL.insert_effects, unit.intents, now=unit.now)


def events_by_cause(entries: Sequence[Entry]) -> dict[int, list[StreamEvent]]:
    grouped: dict[int, list[StreamEvent]] = {}
    for entry in entries:
        grouped.setdefault(entry.cause, []).append(entry.stream_event)
    return grouped


class Transaction(Record, frozen=True):
    """What a transaction is known by: its number, and the rows it writes into the journal."""

    id: str
    command_ids: list[int]
    recorded_at: datetime


def transaction_fate(reader: Reader, transaction: Transaction) -> str | None:
    """`committed`, `aborted` or `in progress`; None where the database has forgotten it.

    A server that took over from the one that was asked may not have come to this number yet: then it was aborted.
    """
    try:
        fates = reader.fetch_values(
            SQL.select_transaction_fate,
            transaction_id=transaction.id,
            command_ids=transaction.command_ids,
            recorded_at=transaction.recorded_at,
        )
    except errors.InvalidParameterValue:
        return "aborted"
    return fates[0] if fates else None
