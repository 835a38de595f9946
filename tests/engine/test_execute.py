"""The write path: one outcome for each command, nothing half done, nothing twice."""

import threading
from collections.abc import Sequence
from typing import ClassVar

import psycopg
import pytest

from ordino.engine import SYSTEM, Actor, Completed, Replayed, Statement, Unit, follows, handles
from ordino.engine.adoption import adopt_journal
from ordino.engine.followers import JournalEvent, follow
from ordino.engine.wire import Wire
from ordino.kernel.messages import Command, Decision, Done, Event, Refused, Result, StreamEvent
from ordino.kernel.problems import InvalidInput, KeyReused, NotPermitted
from tests.conftest import TestEngine


class Named(Result):
    name: str


class Name(Command):
    context: ClassVar[str] = "tests"
    result: ClassVar[type[Result]] = Named
    name: str


class WasNamed(Event):
    name: str


class Praise(Command):
    context: ClassVar[str] = "tests"
    result: ClassVar[type[Result]] = Named
    name: str


class WasPraised(Event):
    name: str


@handles(Name)
def name(unit: Unit, commands: Sequence[Name]) -> list[Decision]:
    return [
        Refused(InvalidInput(field="name", reason="is empty"))
        if not command.name
        else Done(Named(name=command.name), (StreamEvent(f"test/{command.name}", WasNamed(name=command.name)),))
        for command in commands
    ]


@follows(required=True)
def praise_the_named(named: WasNamed) -> Praise | None:
    return Praise(name=named.name)


@handles(Praise)
def praise(unit: Unit, commands: Sequence[Praise]) -> list[Decision]:
    return [
        Refused(InvalidInput(field="name", reason="deserves no praise"))
        if command.name == "Nero"
        else Done(Named(name=command.name), (StreamEvent(f"test/{command.name}", WasPraised(name=command.name)),))
        for command in commands
    ]


def journal_of(engine: TestEngine) -> list[tuple[str, int, str]]:
    with engine.connection() as connection:
        return connection.execute(
            "select stream, sequence, kind from engine_event order by stream, sequence"
        ).fetchall()


def test_each_command_has_its_own_outcome(engine: TestEngine) -> None:
    outcomes = engine.execute([Name(name="Ada"), Name(name=""), Name(name="Bo")], actor=SYSTEM)
    assert isinstance(outcomes[0], Completed)
    assert outcomes[0].result == Named(name="Ada")
    assert outcomes[1] == Refused(InvalidInput(field="name", reason="is empty"))
    assert isinstance(outcomes[2], Completed)
    assert journal_of(engine) == [
        ("test/Ada", 1, "WasNamed"),
        ("test/Ada", 2, "WasPraised"),
        ("test/Bo", 1, "WasNamed"),
        ("test/Bo", 2, "WasPraised"),
    ]


def test_sequence_numbers_go_on_in_the_next_transaction(engine: TestEngine) -> None:
    for _ in range(2):
        engine.execute([Name(name="Ada"), Name(name="Ada")], actor=SYSTEM)
    assert [row[1] for row in journal_of(engine)] == [1, 2, 3, 4, 5, 6, 7, 8]


def test_a_refusal_of_what_must_follow_refuses_its_cause_and_no_neighbor(engine: TestEngine) -> None:
    outcomes = engine.execute([Name(name="Ada"), Name(name="Nero"), Name(name="Bo")], actor=SYSTEM)
    assert [type(outcome) for outcome in outcomes] == [Completed, Refused, Completed]
    assert outcomes[1] == Refused(InvalidInput(field="name", reason="deserves no praise"))
    assert {row[0] for row in journal_of(engine)} == {"test/Ada", "test/Bo"}


def test_who_asks_is_told_when_all_is_decided_and_nothing_is_committed_yet(engine: TestEngine) -> None:
    seen: list[int] = []

    def look() -> None:
        seen.append(len(journal_of(engine)))

    engine.execute([Name(name="Ada"), Name(name="Nero")], actor=SYSTEM, when_decided=look)
    engine.execute([Name(name="")], actor=SYSTEM)
    assert seen == [0]
    assert len(journal_of(engine)) == 2


def test_without_the_permission_nothing_is_done(engine: TestEngine) -> None:
    visitor = Actor("visitor", frozenset({"orders.*"}))
    assert engine.execute([Name(name="Ada")], actor=visitor) == [
        Refused(NotPermitted(permission="tests.name", actor="visitor"))
    ]
    assert journal_of(engine) == []


def test_a_preview_answers_the_same_and_changes_nothing(engine: TestEngine) -> None:
    previewed = engine.preview([Name(name="Ada"), Name(name="Nero")], actor=SYSTEM)
    assert journal_of(engine) == []
    assert previewed == engine.execute([Name(name="Ada"), Name(name="Nero")], actor=SYSTEM)


def test_the_same_key_and_body_is_answered_again_and_done_once(engine: TestEngine) -> None:
    first = engine.execute([Name(name="Ada")], actor=SYSTEM, keys=["k1"])
    again = engine.execute([Name(name="Ada"), Name(name="Bo")], actor=SYSTEM, keys=["k1", None])
    assert isinstance(first[0], Completed)
    assert again[0] == Replayed(Named(name="Ada"))
    assert isinstance(again[1], Completed)
    assert len(journal_of(engine)) == 4


def test_the_same_key_with_another_body_is_refused(engine: TestEngine) -> None:
    engine.execute([Name(name="Ada")], actor=SYSTEM, keys=["k1"])
    assert engine.execute([Name(name="Bo")], actor=SYSTEM, keys=["k1"]) == [Refused(KeyReused(key="k1"))]


def test_a_key_belongs_to_its_actor(engine: TestEngine) -> None:
    engine.execute([Name(name="Ada")], actor=SYSTEM, keys=["k1"])
    other = Actor("other", frozenset({"*"}))
    assert isinstance(engine.execute([Name(name="Bo")], actor=other, keys=["k1"])[0], Completed)


def test_a_key_twice_in_one_batch_is_done_once(engine: TestEngine) -> None:
    outcomes = engine.execute([Name(name="Ada"), Name(name="Ada")], actor=SYSTEM, keys=["k1", "k1"])
    assert [type(outcome) for outcome in outcomes] == [Completed, Replayed]


def test_the_same_key_eight_times_at_once_is_done_once(engine: TestEngine) -> None:
    start, outcomes = threading.Barrier(8), []

    def ask() -> None:
        start.wait()
        outcomes.extend(engine.execute([Name(name="Ada")], actor=SYSTEM, keys=["k1"]))

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Completed"] + ["Replayed"] * 7
    assert len(journal_of(engine)) == 2


def test_a_batch_holds_commands_of_one_kind(engine: TestEngine) -> None:
    with pytest.raises(TypeError, match="one kind"):
        engine.execute([Name(name="Ada"), Praise(name="Ada")], actor=SYSTEM)


def test_a_follower_sees_every_event_once_and_in_order(engine: TestEngine) -> None:
    seen: list[JournalEvent] = []
    engine.execute([Name(name=n) for n in "abc"], actor=SYSTEM)
    while follow(engine, "test", seen.extend, page_size=2):
        pass
    engine.execute([Name(name="a")], actor=SYSTEM)
    while follow(engine, "test", seen.extend, page_size=2):
        pass
    assert [(event.stream, event.sequence) for event in seen if event.stream == "test/a"] == [
        ("test/a", 1),
        ("test/a", 2),
        ("test/a", 3),
        ("test/a", 4),
    ]
    assert len(seen) == 8


def test_a_follower_waits_for_a_transaction_that_drew_its_position_earlier(engine: TestEngine) -> None:
    seen: list[JournalEvent] = []
    insert = (
        "insert into engine_event (command_id, stream, sequence, kind, data, recorded_at) "
        "values (0, %s, 1, 'Slow', '{}', now())"
    )
    with engine.connection() as slow:
        slow.execute(insert, ["test/slow"])
        engine.execute([Name(name="fast")], actor=SYSTEM)
        while follow(engine, "test", seen.extend):
            pass
        assert seen == []
        slow.commit()
    while follow(engine, "test", seen.extend):
        pass
    assert [event.stream for event in seen] == ["test/slow", "test/fast", "test/fast"]


def test_tables_of_the_journal_are_append_only(engine: TestEngine) -> None:
    engine.execute([Name(name="Ada")], actor=SYSTEM)
    for statement in ("update engine_event set kind = 'x'", "delete from engine_event", "delete from engine_command"):
        with engine.connection() as connection, pytest.raises(Exception, match="append-only"):
            connection.execute(statement)


@pytest.mark.parametrize("text", ["nul \x00", "half \ud800"])
def test_what_cannot_be_stored_is_refused_alone(engine: TestEngine, text: str) -> None:
    outcomes = engine.execute([Name(name="Ada"), Name(name=text)], actor=SYSTEM)
    assert isinstance(outcomes[0], Completed)
    assert isinstance(outcomes[1], Refused)
    assert isinstance(outcomes[1].problem, InvalidInput)
    assert {row[0] for row in journal_of(engine)} == {"test/Ada"}


@pytest.mark.parametrize("texts", [["plain"], ['a "quoted", {b}', "back\\slash", "", "NULL", "ü"]])
def test_lists_of_texts_and_numbers_reach_the_database_as_they_are(engine: TestEngine, texts: list[str]) -> None:
    echo_texts = Statement("echo_texts", b"select unnest(%(values)s::text[])")
    echo_numbers = Statement("echo_numbers", b"select unnest(%(values)s::bigint[])")
    with engine.reader() as reader:
        assert reader.fetch_values(echo_texts, values=texts) == texts
        assert reader.fetch_values(echo_numbers, values=[1, -2, 2**62]) == [1, -2, 2**62]
        assert reader.fetch_values(echo_numbers, values=[]) == []


def test_a_journal_of_another_server_is_followed_to_its_end_and_on(engine: TestEngine) -> None:
    seen: list[JournalEvent] = []
    engine.execute([Name(name=n) for n in "abc"], actor=SYSTEM)
    follow(engine, "test", seen.extend, page_size=4)
    with engine.connection() as connection:
        connection.execute("set session_replication_role = replica")
        connection.execute(
            "update engine_event set transaction_id = (transaction_id::text::bigint + 10^12)::bigint::text::xid8"
        )
        connection.execute(
            "update engine_follower set window_start = (window_start::text::bigint + 10^12)::bigint::text::xid8, "
            "window_end = (window_end::text::bigint + 10^12)::bigint::text::xid8"
        )
        connection.commit()
        connection.execute("reset session_replication_role")
        adopt_journal(connection)
    engine.execute([Name(name="d")], actor=SYSTEM)
    while follow(engine, "test", seen.extend, page_size=4):
        pass
    assert sorted((event.stream, event.sequence) for event in seen) == [
        (f"test/{name}", sequence) for name in "abcd" for sequence in (1, 2)
    ]


def test_what_follows_must_say_which_events_it_follows() -> None:
    def praise_anybody(named: str) -> None:
        """Says no event."""

    with pytest.raises(TypeError, match="praise_anybody does not say which events it follows"):
        follows(required=True)(praise_anybody)


@pytest.mark.parametrize("arrives", [True, False])
def test_a_commit_whose_answer_is_lost_is_asked_about_and_done_once(
    engine: TestEngine, monkeypatch: pytest.MonkeyPatch, arrives: bool
) -> None:
    commit, lost = Wire.commit, iter([True])

    def lose(wire: Wire) -> None:
        losing = next(lost, False)
        if arrives or not losing:
            commit(wire)
        if losing:
            wire._connection.close()
            raise psycopg.OperationalError("the answer was lost on its way")

    monkeypatch.setattr(Wire, "commit", lose)
    outcomes = engine.execute([Name(name="Ada")], actor=SYSTEM)
    assert [type(outcome) for outcome in outcomes] == [Completed]
    assert [row[0] for row in journal_of(engine)].count("test/Ada") == len(journal_of(engine)) > 0
    with engine.connection() as connection:
        assert connection.execute("select count(*) from engine_command").fetchone() == (1,)
