"""Work that waits for a person: raised once, assigned, resolved with a note."""

from collections.abc import Callable
from datetime import timedelta
from threading import Barrier, Thread

import psycopg
import pytest
from psycopg import errors

from ordino.engine import SYSTEM, Completed, Outcome, Replayed
from ordino.engine.registry import commands
from ordino.exceptions.commands import (
    AssignException,
    ExceptionCommand,
    ExceptionResult,
    RaiseException,
    ResolveException,
    ResolveExceptionAbout,
)
from ordino.exceptions.kinds import KINDS, UNKNOWN
from ordino.exceptions.lifecycle import EXCEPTION
from ordino.exceptions.queries import KindCount, count_exceptions, exception_queue, show_exception
from ordino.kernel.problems import InvalidInput, NotFound, StateRefuses
from ordino.simulation.audit import audit
from tests.support.constraints import insert, named_constraints
from tests.support.merchant import Merchant, kinds

LOST = RaiseException(exception_kind="shipment_lost", subject="shipment/12", order_id=None, detail="never arrived")


def raised(merchant: Merchant, command: RaiseException = LOST) -> int:
    result = merchant.completed(command).result
    assert isinstance(result, ExceptionResult)
    return result.exception_id


def test_an_exception_has_an_owner_a_due_time_and_a_next_step_from_the_start(merchant: Merchant) -> None:
    exception_id = raised(merchant)

    known = KINDS["shipment_lost"]
    (row,) = merchant.rows("select state, owner, due_at, suggested_step, raised_by, detail from exceptions_exception")
    due_at = merchant.engine.clock() + known.within
    assert row == ("open", known.owner, due_at, known.suggested_step, "system", "never arrived")
    assert merchant.rows("select stream, kind from engine_event") == [(f"exception/{exception_id}", "ExceptionRaised")]


def test_whoever_raises_it_may_say_otherwise(merchant: Merchant) -> None:
    due_at = merchant.engine.clock() + timedelta(minutes=5)
    raised(
        merchant,
        RaiseException(
            exception_kind="roof_leaks",
            subject="location/1",
            suggested_step="Bring buckets.",
            owner="Grace",
            due_at=due_at,
            amount_minor=-1250,
            currency="GBP",
        ),
    )

    assert merchant.rows("select suggested_step, owner, due_at, amount_minor, currency from exceptions_exception") == [
        ("Bring buckets.", "Grace", due_at, -1250, "GBP")
    ]


def test_a_kind_that_nobody_knows_gets_the_general_step(merchant: Merchant) -> None:
    raised(merchant, RaiseException(exception_kind="roof_leaks", subject="location/1"))

    assert merchant.rows("select suggested_step, owner from exceptions_exception") == [
        (UNKNOWN.suggested_step, UNKNOWN.owner)
    ]


def test_raising_again_while_it_is_open_adds_nothing(merchant: Merchant) -> None:
    exception_id = raised(merchant)
    merchant.completed(AssignException(exception_id=exception_id, owner="Grace"))

    (again,) = merchant.ask(LOST)

    assert again == Replayed(ExceptionResult(exception_id=exception_id, state="assigned"))
    assert merchant.rows("select count(*) from engine_event") == [(2,)]


def test_raising_twice_in_one_batch_is_raising_once(merchant: Merchant) -> None:
    first, second = merchant.ask(LOST, LOST)

    assert isinstance(first, Completed)
    assert second == Replayed(first.result)


def test_what_was_resolved_may_be_raised_anew(merchant: Merchant) -> None:
    first = raised(merchant)
    merchant.completed(ResolveException(exception_id=first, note="found"))

    assert raised(merchant) != first


def test_many_who_raise_the_same_at_once_raise_it_once(merchant: Merchant) -> None:
    barrier = Barrier(6)
    outcomes: list[list[Outcome]] = []
    batch = [RaiseException(exception_kind="shipment_lost", subject=f"shipment/{n}") for n in range(5)]

    def work(order: int) -> None:
        barrier.wait()
        outcomes.append(merchant.engine.execute(batch[:: 1 if order % 2 else -1], actor=SYSTEM))

    threads = [Thread(target=work, args=(n,)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sum(isinstance(outcome, Completed) for done in outcomes for outcome in done) == 5
    assert merchant.rows("select count(*) from exceptions_exception") == [(5,)]


@pytest.mark.parametrize(
    ("command", "field"),
    [
        (RaiseException(exception_kind="", subject="shipment/1"), "exception_kind"),
        (RaiseException(exception_kind="lost", subject=" "), "subject"),
        (RaiseException(exception_kind="lost", subject="x", amount_minor=1), "amount_minor"),
        (RaiseException(exception_kind="lost", subject="x", currency="GBP"), "amount_minor"),
        (RaiseException(exception_kind="lost", subject="x", detail="a\0b"), "text"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_cannot_be_kept_is_refused_and_harms_no_neighbor(
    merchant: Merchant, command: RaiseException, field: str
) -> None:
    refused, done = merchant.ask(command, LOST)

    problem = refused.problem  # type: ignore[union-attr]
    assert isinstance(problem, InvalidInput)
    assert problem.field == field
    assert isinstance(done, Completed)


BUILDERS: dict[type[ExceptionCommand], Callable[[int], ExceptionCommand]] = {
    AssignException: lambda number: AssignException(exception_id=number, owner="Grace"),
    ResolveException: lambda number: ResolveException(exception_id=number, note="found behind the door"),
}


def exception_in(merchant: Merchant, state: str) -> int:
    exception_id = raised(merchant, RaiseException(exception_kind="lost", subject=state))
    if state != "open":
        merchant.completed(BUILDERS[AssignException](exception_id))
    if state == "resolved":
        merchant.completed(BUILDERS[ResolveException](exception_id))
    return exception_id


@pytest.mark.parametrize("command", BUILDERS, ids=lambda command: command.kind())
@pytest.mark.parametrize("state", EXCEPTION.states)
def test_each_command_does_in_each_state_what_the_table_says(
    merchant: Merchant, state: str, command: type[ExceptionCommand]
) -> None:
    exception_id = exception_in(merchant, state)
    target = EXCEPTION.target(state, command.kind())

    if target is None:
        problem = merchant.refused(BUILDERS[command](exception_id))
        assert problem == StateRefuses(
            subject=f"Exception {exception_id}",
            state=state,
            command=command.kind(),
            permitted=EXCEPTION.permitted(state),
        )
    else:
        done = merchant.completed(BUILDERS[command](exception_id))
        assert done.result == ExceptionResult(exception_id=exception_id, state=target)
        assert merchant.rows("select state from exceptions_exception") == [(target,)]


def test_every_command_is_in_the_matrix() -> None:
    handled = {command for command in commands() if issubclass(command, ExceptionCommand)}
    assert handled - {RaiseException, ResolveExceptionAbout} == set(BUILDERS)


@pytest.mark.parametrize("command", BUILDERS, ids=lambda command: command.kind())
def test_an_exception_that_is_not_there_cannot_be_worked_on(
    merchant: Merchant, command: type[ExceptionCommand]
) -> None:
    assert merchant.refused(BUILDERS[command](99)) == NotFound(what="exception", reference="99")


def test_an_owner_and_a_note_are_words(merchant: Merchant) -> None:
    exception_id = raised(merchant)

    assert isinstance(merchant.refused(AssignException(exception_id=exception_id, owner=" ")), InvalidInput)
    assert isinstance(merchant.refused(ResolveException(exception_id=exception_id, note="")), InvalidInput)


def test_assigning_keeps_the_due_time_unless_another_is_given(merchant: Merchant) -> None:
    exception_id = raised(merchant)
    due_at = merchant.engine.clock() + KINDS["shipment_lost"].within

    merchant.completed(AssignException(exception_id=exception_id, owner="Grace"))
    assert merchant.rows("select owner, due_at from exceptions_exception") == [("Grace", due_at)]
    merchant.completed(AssignException(exception_id=exception_id, owner="Ada", due_at=due_at + timedelta(hours=1)))
    assert merchant.rows("select owner, due_at from exceptions_exception") == [("Ada", due_at + timedelta(hours=1))]


def test_two_who_resolve_in_one_batch_resolve_once(merchant: Merchant) -> None:
    exception_id = raised(merchant)

    first, second = merchant.ask(
        ResolveException(exception_id=exception_id, note="mine"),
        ResolveException(exception_id=exception_id, note="yours"),
    )

    assert kinds(first.events) == ["ExceptionResolved"]  # type: ignore[union-attr]
    assert second.problem.code() == "StateRefuses"  # type: ignore[union-attr]
    assert merchant.rows("select note from exceptions_exception") == [("mine",)]


def test_the_queue_shows_what_is_due_first_and_how_old_it_is(merchant: Merchant) -> None:
    slow = raised(merchant, RaiseException(exception_kind="unmatched_return", subject="order/1"))
    merchant.engine.clock.set(merchant.engine.clock() + timedelta(hours=2))
    fast = raised(merchant, RaiseException(exception_kind="capture_failed", subject="payment/1", order_id=7))
    done = raised(merchant)
    merchant.completed(ResolveException(exception_id=done, note="found"))
    now = merchant.engine.clock() + timedelta(hours=5)

    with merchant.engine.reader() as reader:
        queue = exception_queue(reader, now=now)
        assert [(row.id, row.late, row.age_seconds) for row in queue] == [(fast, True, 18000), (slow, False, 25200)]
        after = exception_queue(reader, now=now, after=(queue[0].due_at, queue[0].id))
        assert [row.id for row in after] == [slow]
        assert [row.id for row in exception_queue(reader, now=now, order_id=7)] == [fast]
        assert [row.id for row in exception_queue(reader, now=now, kind="unmatched_return")] == [slow]
        assert exception_queue(reader, now=now, owner="nobody") == []
        resolved = show_exception(reader, done)
        assert resolved is not None
        assert (resolved.state, resolved.note, resolved.resolved_by) == ("resolved", "found", "system")
        assert show_exception(reader, 99) is None
        assert count_exceptions(reader, now=now) == [
            KindCount("capture_failed", 1, 1, queue[0].raised_at),
            KindCount("unmatched_return", 1, 0, queue[1].raised_at),
        ]


ROW = {
    "kind": "lost",
    "subject": "shipment/1",
    "suggested_step": "",
    "owner": "Grace",
    "due_at": "2026-03-02T09:00Z",
    "raised_at": "2026-03-02T09:00Z",
    "raised_by": "test",
}
BROKEN = {
    "exceptions_exception_state": {"state": "forgotten"},
    "exceptions_exception_named": {"subject": ""},
    "exceptions_exception_owned": {"owner": ""},
    "exceptions_exception_amount_with_currency": {"amount_minor": 5},
    "exceptions_exception_resolved_by_somebody": {"note": "done by nobody"},
    "exceptions_exception_open_once": {},
}


@pytest.mark.parametrize("constraint", BROKEN)
def test_the_database_refuses(
    tamper: "psycopg.Connection[tuple[object, ...]]", merchant: Merchant, constraint: str
) -> None:
    with tamper.transaction(force_rollback=True):
        insert(tamper, "exceptions_exception", ROW)
        with pytest.raises(errors.IntegrityError) as failure:
            insert(
                tamper,
                "exceptions_exception",
                ROW | (BROKEN[constraint] and {"subject": "shipment/2"} | BROKEN[constraint]),
            )
    assert failure.value.diag.constraint_name == constraint


def test_every_rule_of_the_database_is_hit(tamper: "psycopg.Connection[tuple[object, ...]]") -> None:
    assert set(BROKEN) == named_constraints(tamper, "exceptions")


TAMPERED = {
    "update exceptions_exception set owner = 'x'": [("E6", "owner", "Grace", "x")],
    "update exceptions_exception set kind = 'x'": [("E6", "kind", "lost", "x")],
    "update exceptions_exception set order_id = 4": [("S1", "order", "an order", "none")],
    "update exceptions_exception set state = 'open'": [("E6", "state", "assigned", "open")],
    "update exceptions_exception set state = 'resolved', note = 'x', resolved_by = 'x', resolved_at = now()": [
        ("E6", "state", "assigned", "resolved")
    ],
    "delete from exceptions_exception": [("E6", "exception", "an exception", "none")],
}


@pytest.mark.parametrize("statement", TAMPERED)
def test_the_audit_names_what_was_falsified(
    merchant: Merchant, tamper: "psycopg.Connection[tuple[object, ...]]", statement: str
) -> None:
    exception_id = exception_in(merchant, "assigned")
    with merchant.engine.reader() as reader:
        assert audit(reader, now=merchant.engine.clock()).differences == ()
    tamper.execute(statement.encode())

    with merchant.engine.reader() as reader:
        differences = audit(reader, now=merchant.engine.clock()).differences

    assert {row.thing for row in differences} == {f"exception {exception_id}"}
    assert [(row.rule, row.figure, row.expected, row.found) for row in differences] == TAMPERED[statement]
