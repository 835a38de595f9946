"""Notes on an order with mentions, whose it is, who watches it."""

import psycopg
import pytest

from ordino.engine import Actor, Completed
from ordino.kernel.messages import Command, Refused
from ordino.notes.commands import AssignOrder, WatchOrder, WriteNote
from ordino.notes.facts import mentions_in
from ordino.notes.queries import attended_by, mentions_of, notes_of_order
from tests.conftest import TestEngine
from tests.support.constraints import insert
from tests.support.merchant import Merchant, line

ADA = Actor("ada", frozenset({"notes.*"}))


@pytest.fixture
def merchant(engine: TestEngine) -> Merchant:
    merchant = Merchant(engine)
    merchant.channel()
    merchant.stock("A", 10)
    return merchant


def done(merchant: Merchant, *commands: Command) -> list[Completed]:
    outcomes = merchant.engine.execute(commands, actor=ADA)
    assert all(isinstance(outcome, Completed) for outcome in outcomes), outcomes
    return [outcome for outcome in outcomes if isinstance(outcome, Completed)]


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("@ben please call", ("ben",)),
        ("@ben and @clara.w, then @ben again.", ("ben", "clara.w")),
        ("write to ada@example.com", ()),
        ("(@ben) @@ @", ("ben",)),
    ],
)
def test_who_stands_after_an_at_sign_is_mentioned_once(text: str, people: tuple[str, ...]) -> None:
    assert mentions_in(text) == people


def test_a_note_stands_on_the_order_and_in_its_history(merchant: Merchant) -> None:
    order_id = merchant.place(line("A", 1, "10.00"))

    done(merchant, WriteNote(order_id=order_id, text=" Customer wants it wrapped, @ben "))

    with merchant.engine.reader() as reader:
        found = notes_of_order(reader, order_id)
        mentioned = mentions_of(reader, "ben")
    assert [(note.text, note.author) for note in found.notes] == [("Customer wants it wrapped, @ben", "ada")]
    assert found.watchers == ("ben",)
    assert [note.order_id for note in mentioned] == [order_id]
    assert merchant.events(order_id)[-1] == "NoteWritten"


def test_an_order_has_one_owner_or_none(merchant: Merchant) -> None:
    order_id = merchant.place(line("A", 1, "10.00"))

    owners = [
        outcome.result.owner  # type: ignore[union-attr]
        for outcome in done(
            merchant,
            AssignOrder(order_id=order_id, owner="ben"),
            AssignOrder(order_id=order_id, owner=" clara "),
        )
    ]
    with merchant.engine.reader() as reader:
        hers = [(row.id, row.own) for row in attended_by(reader, "clara")]
        his = attended_by(reader, "ben")
    done(merchant, AssignOrder(order_id=order_id, owner=""))

    assert owners == ["ben", "clara"]
    assert hers == [(order_id, True)]
    assert his == []
    assert merchant.rows("select count(*) from notes_owner") == [(0,)]


def test_who_asks_watches_until_they_end_it(merchant: Merchant) -> None:
    order_id = merchant.place(line("A", 1, "10.00"))

    done(merchant, WatchOrder(order_id=order_id), WatchOrder(order_id=order_id))
    with merchant.engine.reader() as reader:
        watched = [(row.id, row.own) for row in attended_by(reader, "ada")]
    done(merchant, WatchOrder(order_id=order_id, watching=False))

    assert watched == [(order_id, False)]
    assert merchant.rows("select count(*) from notes_watcher") == [(0,)]


@pytest.mark.parametrize("text", ["", "  \n", "x" * 4001, "a\x00b"])
def test_a_note_that_is_none_is_refused(merchant: Merchant, text: str) -> None:
    order_id = merchant.place(line("A", 1, "10.00"))

    (outcome,) = merchant.engine.execute([WriteNote(order_id=order_id, text=text)], actor=ADA)

    assert isinstance(outcome, Refused)
    assert merchant.rows("select count(*) from notes_note") == [(0,)]


@pytest.mark.parametrize(
    "command", [WriteNote(order_id=77, text="x"), AssignOrder(order_id=77, owner="x"), WatchOrder(order_id=77)]
)
def test_there_must_be_an_order(merchant: Merchant, command: Command) -> None:
    (outcome,) = merchant.engine.execute([command], actor=ADA)

    assert isinstance(outcome, Refused)
    assert outcome.problem.detail() == "There is no order 77."


def test_a_note_ends_with_its_order_open_or_not(merchant: Merchant) -> None:
    order_id = merchant.place(line("A", 1, "10.00"))
    merchant.run("update orders_order set state = 'canceled' where id = %s", [order_id])

    done(merchant, WriteNote(order_id=order_id, text="Too late."))

    with merchant.engine.reader() as reader:
        assert attended_by(reader, "ada") == []


@pytest.mark.parametrize(
    ("table", "row", "constraint"),
    [
        ("notes_note", {"text": " ", "author": "a", "written_at": "2026-01-01"}, "notes_note_text_not_blank"),
        ("notes_owner", {"person": ""}, "notes_owner_somebody"),
    ],
)
def test_the_database_holds_the_rules(merchant: Merchant, table: str, row: dict[str, str], constraint: str) -> None:
    order_id = merchant.place(line("A", 1, "10.00"))
    with merchant.engine.connection() as connection:
        connection.execute("set local ordino.command = 'test'")
        with pytest.raises(psycopg.errors.CheckViolation, match=constraint):
            insert(connection, table, {"order_id": order_id, **row})


def test_nothing_is_written_past_the_write_path(merchant: Merchant) -> None:
    order_id = merchant.place(line("A", 1, "10.00"))
    with merchant.engine.connection() as connection, pytest.raises(psycopg.Error, match="command"):
        insert(connection, "notes_watcher", {"order_id": order_id, "person": "ada"})
