"""Statements on their way: prepared once, answered in their order, and what a failure leaves behind."""

import pytest
from psycopg import errors

from ordino.engine import SYSTEM, Statement, Unit
from ordino.engine.reader import Reader
from ordino.engine.wire import wire_of
from ordino.kernel.messages import Record
from tests.conftest import TestEngine

NUMBER = Statement("tests.number", b"select %(number)s::bigint + 0")
HALF = Statement("tests.half", b"select 10 %% %(number)s::bigint, 1 / %(number)s::bigint")
BROKEN = Statement("tests.broken", b"select no_such_column, %(number)s::bigint")


class Drawn(Record, frozen=True):
    number: int


PREPARED = "select count(*) from pg_prepared_statements where name like 'ordino_%'"


def test_answers_come_in_the_order_in_which_they_are_taken(engine: TestEngine) -> None:
    with engine.connection() as connection:
        wire = wire_of(connection)
        with wire.pipeline():
            first, second = (wire.send(NUMBER.text, {"number": number}) for number in (1, 2))
            assert (second.rows(), first.rows()) == ([(2,)], [(1,)])


def test_a_statement_is_prepared_once_and_outlives_a_rollback(engine: TestEngine) -> None:
    with engine.connection() as connection:
        reader = Reader(connection)
        assert reader.fetch_values(HALF, number=4) == [2]  # a transaction's own begin is prepared as well
        before = connection.execute(PREPARED).fetchone()
        assert reader.fetch_values(NUMBER, number=7) == [7]
        connection.rollback()
        assert reader.fetch_values(NUMBER, number=8) == [8]
        after = connection.execute(PREPARED).fetchone()
    assert before is not None
    assert after is not None
    assert after[0] - before[0] <= 1


def test_a_failure_is_told_where_the_answer_is_taken_and_the_connection_goes_on(engine: TestEngine) -> None:
    with engine.connection() as connection:
        wire = wire_of(connection)
        with pytest.raises(errors.DivisionByZero), wire.pipeline():
            failing = wire.send(HALF.text, {"number": 0})
            wire.send(NUMBER.text, {"number": 1})
            failing.rows()
        connection.rollback()
        assert Reader(connection).fetch_values(HALF, number=4) == [2]


def test_a_failure_that_nobody_asked_about_is_told_at_the_end(engine: TestEngine) -> None:
    with engine.connection() as connection:
        wire = wire_of(connection)
        with pytest.raises(errors.UndefinedColumn), wire.pipeline():
            wire.send(BROKEN.text, {"number": 1})
            wire.send(NUMBER.text, {"number": 1})
        connection.rollback()


def test_a_failure_of_ours_leaves_the_connection_usable(engine: TestEngine) -> None:
    with engine.connection() as connection:
        wire = wire_of(connection)
        with pytest.raises(ZeroDivisionError), wire.pipeline():
            wire.send(NUMBER.text, {"number": 1})
            raise ZeroDivisionError
        connection.rollback()
        assert Reader(connection).fetch_values(NUMBER, number=3) == [3]


def test_a_lost_connection_is_told_as_such(engine: TestEngine) -> None:
    with engine.connection() as connection, engine.connection() as other:
        wire = wire_of(connection)
        with pytest.raises(errors.OperationalError), wire.pipeline():
            wire.send(NUMBER.text, {"number": 1}).rows()
            other.execute("select pg_terminate_backend(%s)", [connection.info.backend_pid])
            for _ in range(1000):
                wire.send(NUMBER.text, {"number": 2}).rows()
        assert connection.closed


def test_a_block_without_an_answer_of_its_own_begins_a_transaction(engine: TestEngine) -> None:
    with engine.connection() as connection:
        Reader(connection).fetch_values(NUMBER, number=1)
        assert connection.info.transaction_status.name == "INTRANS"
        connection.rollback()


def test_an_interruption_amid_an_answer_is_not_lost_and_its_connection_is_given_up(
    engine: TestEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    with engine.connection() as connection:
        wire = wire_of(connection)
        wait, taken = wire._await, []

        def interrupted() -> object:
            taken.append(wait())
            raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt), wire.pipeline():
            sent = wire.send(NUMBER.text, {"number": 1})
            monkeypatch.setattr(wire, "_await", interrupted)
            sent.rows()
        assert len(taken) == 1
        assert connection.closed


def test_what_is_asked_once_is_sent_once(engine: TestEngine) -> None:
    drawn = Statement("tests.drawn", b"select nextval('engine_command_id_seq')")
    with engine.connection() as connection, wire_of(connection).pipeline():
        unit = Unit(connection, now=engine.clock(), actor=SYSTEM)
        first, again = unit.ask_once(drawn, Drawn), unit.ask_once(drawn, Drawn)
        assert first.row() == again.row()
        assert (
            Unit(connection, now=unit.now, actor=SYSTEM).ask_once(drawn, Drawn).row().number == first.row().number + 1
        )


def test_a_refusal_by_a_statement_that_nobody_waits_for_keeps_the_commit_behind_it_from_being_done(
    engine: TestEngine,
) -> None:
    refuse = Statement(
        "tests.refuse", b"select engine_refuse('too few') from json_to_recordset(%(rows)s::json) as r(id int)"
    )
    keep = Statement(
        "tests.keep",
        b"insert into engine_follower (name, window_start, window_end, position) values ('x', '0', '0', 0)",
    )
    with engine.connection() as connection:
        wire = wire_of(connection)
        with pytest.raises(errors.AssertFailure, match="too few"), wire.pipeline():
            unit = Unit(connection, now=engine.clock(), actor=SYSTEM)
            unit.ask(keep, Record)
            unit.write_assured(refuse, [Drawn(1)], LookupError)
            wire.commit()
        connection.rollback()
        with pytest.raises(LookupError, match="too few"):
            Unit(connection, now=engine.clock(), actor=SYSTEM).write_assured(refuse, [Drawn(1)], LookupError)
        connection.rollback()
        kept = Unit(connection, now=engine.clock(), actor=SYSTEM).fetch_values(
            Statement("tests.kept", b"select name from engine_follower where name = 'x'")
        )
    assert kept == []
