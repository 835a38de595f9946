"""Statements on their way to the database and back: prepared once, sent as they come, answered in their order.

In a pipeline a statement leaves at once and nobody waits for it until an answer is needed (decisions 0091 and 0156).
Psycopg makes the connection, opens and ends transactions, and translates values; its cursors would send each statement alone.
"""

import re
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import cache
from itertools import count
from select import POLLIN, POLLOUT, poll
from typing import Any

import psycopg
from psycopg import errors, pq
from psycopg.adapt import PyFormat, Transformer

_PARAMETER = re.compile(rb"%\((\w+)\)s|%%")
_DONE = (pq.ExecStatus.COMMAND_OK, pq.ExecStatus.TUPLES_OK)
_numbers = count(1)


class Sent:
    """A statement that was sent; its rows, once they have come."""

    __slots__ = ("_wire", "preparing", "result")

    def __init__(self, wire: "Wire", preparing: "_Key | None" = None) -> None:
        self._wire = wire
        self.preparing = preparing
        self.result: pq.abc.PGresult | None = None

    def rows(self) -> list[tuple[Any, ...]]:
        """The rows; waits for them. Raises psycopg's errors, its own and those of statements before it."""
        return self._wire.rows_of(self)


_Key = tuple[bytes, tuple[int, ...]]  # a statement and the types of its parameters: what is prepared together


class Wire:
    """One connection's statements. `wire_of` answers the one that belongs to a connection."""

    def __init__(self, connection: "psycopg.Connection[tuple[Any, ...]]") -> None:
        self._connection = connection
        self._pgconn = connection.pgconn
        self._transformer = Transformer(connection)
        self._prepared: dict[_Key, bytes] = {}
        self._unanswered: deque[Sent] = deque()
        self._unasked = 0  # the last so many are not told to answer before the pipeline ends
        self._ended = True
        self.in_pipeline = False

    def send(self, text: bytes, parameters: Mapping[str, object]) -> Sent:
        """Send a statement with named parameters; outside of a pipeline it is answered before this returns."""
        if self.in_pipeline:
            return self._queue(text, parameters)
        with self.pipeline():
            return self._queue(text, parameters)

    @contextmanager
    def pipeline(self, begin: bytes = b"begin", end: bytes | None = None) -> Iterator[None]:
        """Until the end of the block nobody waits for an answer but who takes it; at its end all have come.

        Raises the first failure of a statement. A transaction is begun where there is none, and ended only by `end`.
        """
        begins = self._pgconn.transaction_status == pq.TransactionStatus.IDLE and not self._connection.autocommit
        self._pgconn.enter_pipeline_mode()
        self.in_pipeline = True
        try:
            if begins:
                self._say(begin)
            yield
            if end is not None:
                self._finish(end)
        except Exception:
            with suppress(psycopg.OperationalError):  # what ended the block matters, not what became of the connection
                self._end()
            raise
        except BaseException:  # an interruption may come amid an answer, and nobody knows how much of it was taken
            self._give_up()
            raise
        else:
            failed = self._end()
            if failed is not None:
                raise failed
        finally:
            self._leave()

    def commit(self) -> None:
        """Commit behind all that was sent in the pipeline, without waiting for it first; all answers have come then.

        Raises the first failure: nothing is committed. Where the connection is lost, nobody knows.
        """
        self._finish(b"commit")

    def roll_back(self) -> None:
        """As `commit`, but undo. Raises the first failure."""
        self._finish(b"rollback")

    def rows_of(self, sent: Sent) -> list[tuple[Any, ...]]:
        """The rows of a statement."""
        if sent.result is None and self._unasked:
            self._pgconn.send_flush_request()
            self._unasked = 0
            self._flush()
        while sent.result is None:
            if not self._unanswered:
                raise errors.OperationalError("the answer was lost with its connection or after a failure")
            self._receive()
        result = sent.result
        self._transformer.set_pgresult(result)
        return self._transformer.load_rows(0, result.ntuples, tuple)

    def _queue(self, text: bytes, parameters: Mapping[str, object]) -> Sent:
        query, names = _numbered(text)
        transformer = self._transformer
        values = transformer.dump_sequence([parameters[name] for name in names], _formats(len(names)))
        name = self._name_of(query, transformer.types or ())
        self._pgconn.send_query_prepared(name, values, param_formats=transformer.formats)
        return self._let_go(Sent(self))

    def _say(self, statement: bytes) -> None:
        """Send what has neither parameters nor rows."""
        self._pgconn.send_query_prepared(self._name_of(statement, ()), None)
        self._let_go(Sent(self))

    def _name_of(self, query: bytes, types: tuple[int, ...]) -> bytes:
        """The name under which the statement is prepared on this connection; the first time it is sent for that."""
        key = (query, types)
        name = self._prepared.get(key)
        if name is None:
            self._prepared[key] = name = b"ordino_%d" % next(_numbers)
            self._pgconn.send_prepare(name, query, param_types=types)
            self._expect(Sent(self, preparing=key))
        return name

    def _let_go(self, sent: Sent) -> Sent:
        """Let the database begin with the statement while Python goes on; what it does not take now leaves later."""
        self._pgconn.flush()
        return self._expect(sent)

    def _expect(self, sent: Sent) -> Sent:
        self._unanswered.append(sent)
        self._unasked += 1
        self._ended = False
        return sent

    def _finish(self, statement: bytes) -> None:
        self._say(statement)
        failed = self._end()
        if failed is not None:
            raise failed

    def _end(self) -> psycopg.Error | None:
        """Wait for all answers; answers the first failure. Raises OperationalError where the connection is lost."""
        if self._ended:
            return None
        self._ended = True
        self._pgconn.pipeline_sync()
        self._flush()
        failed: psycopg.Error | None = None
        while self._unanswered:
            try:
                self._receive()
            except psycopg.Error as failure:
                if self._pgconn.status != pq.ConnStatus.OK:
                    raise
                failed = failed or failure
        self._await()  # the answer to the synchronization itself
        return failed

    def _give_up(self) -> None:
        """Stop what the server is doing and close the connection; the transaction is rolled back."""
        with suppress(psycopg.Error):
            self._connection.cancel_safe(timeout=5)
        self._connection.close()

    def _leave(self) -> None:
        self.in_pipeline = False
        self._unanswered.clear()
        self._unasked = 0
        if self._pgconn.status == pq.ConnStatus.OK:
            self._pgconn.exit_pipeline_mode()

    def _receive(self) -> None:
        """Take the next answer. Raises what the statement failed with."""
        result = self._await()
        sent = self._unanswered.popleft()
        self._await()  # the end of this answer
        if result is not None and result.status in _DONE:
            sent.result = result
            return
        if sent.preparing is not None:
            self._prepared.pop(sent.preparing, None)
        if result is None or result.status == pq.ExecStatus.PIPELINE_ABORTED:
            raise errors.PipelineAborted("a statement before it failed")
        raise errors.error_from_result(result)

    def _flush(self) -> None:
        """Send what is queued; where the database does not take it, read what it has to say first."""
        while self._pgconn.flush():
            self._wait(POLLIN | POLLOUT)

    def _await(self) -> "pq.abc.PGresult | None":
        while self._pgconn.is_busy():
            self._wait(POLLIN)
        return self._pgconn.get_result()

    def _wait(self, what: int) -> None:
        waiting = poll()
        waiting.register(self._pgconn.socket, what)
        waiting.poll()
        self._pgconn.consume_input()


def wire_of(connection: "psycopg.Connection[tuple[Any, ...]]") -> Wire:
    """The connection's own wire: what it has prepared stays prepared as long as the connection lives.

    A class of connections may name another kind of wire as its `wire_class`.
    """
    kept = vars(connection)
    wire = kept.get("_ordino_wire")
    if not isinstance(wire, Wire):
        kept["_ordino_wire"] = wire = getattr(type(connection), "wire_class", Wire)(connection)
    return wire


@cache
def _numbered(text: bytes) -> tuple[bytes, tuple[str, ...]]:
    """The statement with parameters by number, and their names in the order of the numbers."""
    names: dict[bytes, int] = {}

    def numbered(found: "re.Match[bytes]") -> bytes:
        return b"$%d" % names.setdefault(found[1], len(names) + 1) if found[1] else b"%"

    return _PARAMETER.sub(numbered, text), tuple(name.decode() for name in names)


@cache
def _formats(count: int) -> Sequence[PyFormat]:
    return [PyFormat.AUTO] * count
