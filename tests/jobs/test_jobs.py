"""Jobs: from one state to the next, one worker at a time; and the rules that the database holds by itself."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import psycopg
import pytest
from psycopg import errors

from ordino.engine import Actor
from ordino.engine.registry import commands
from ordino.jobs.commands import (
    CancelJob,
    CreateExport,
    CreateImport,
    FailJob,
    FinishJob,
    JobCommand,
    JobResult,
    PutBackJob,
    QueueImport,
    TakeJob,
)
from ordino.jobs.facts import LEASE
from ordino.jobs.lifecycle import JOB
from ordino.jobs.notes import file_content, forget_old_files, keep_file, note_progress, receive_file
from ordino.jobs.problems import JobWithAnotherWorker
from ordino.jobs.queries import next_job
from ordino.kernel.messages import Refused
from ordino.kernel.problems import InvalidInput, NotFound, NotPermitted, StateRefuses
from tests.conftest import TestEngine
from tests.support.constraints import insert, named_constraints
from tests.support.merchant import Merchant

IMPORT = CreateImport(subject="orders", mapping="online_retail", file_name="history.csv.gz")
BUILDERS: dict[type[JobCommand], Callable[[int], JobCommand]] = {
    QueueImport: lambda job: QueueImport(job_id=job, size_bytes=7),
    TakeJob: lambda job: TakeJob(job_id=job),
    PutBackJob: lambda job: PutBackJob(job_id=job, attempt=1),
    FinishJob: lambda job: FinishJob(job_id=job, attempt=1, report="{}"),
    FailJob: lambda job: FailJob(job_id=job, attempt=1, reason="it is no file"),
    CancelJob: lambda job: CancelJob(job_id=job),
}
WAYS: dict[str, tuple[type[JobCommand], ...]] = {
    "receiving": (),
    "waiting": (QueueImport,),
    "running": (QueueImport, TakeJob),
    "done": (QueueImport, TakeJob, FinishJob),
    "failed": (QueueImport, TakeJob, FailJob),
    "canceled": (CancelJob,),
}


@pytest.fixture
def merchant(engine: TestEngine) -> Merchant:
    return Merchant(engine)


def job_in(merchant: Merchant, state: str = "receiving") -> int:
    result = merchant.completed(IMPORT).result
    assert isinstance(result, JobResult)
    for command in WAYS[state]:
        merchant.completed(BUILDERS[command](result.job_id))
    return result.job_id


@pytest.mark.parametrize("command", BUILDERS, ids=lambda command: command.kind())
@pytest.mark.parametrize("state", JOB.states)
def test_each_command_does_in_each_state_what_the_table_says(
    merchant: Merchant, state: str, command: type[JobCommand]
) -> None:
    job_id = job_in(merchant, state)
    target = JOB.target(state, command.kind())
    merchant.engine.clock.set(merchant.engine.clock() + LEASE)

    if target is None:
        problem = merchant.refused(BUILDERS[command](job_id))
        assert problem == StateRefuses(
            subject=f"Job {job_id}", state=state, command=command.kind(), permitted=JOB.permitted(state)
        )
    else:
        merchant.completed(BUILDERS[command](job_id))
        assert merchant.rows("select state, finished_at is not null from jobs_job") == [(target, target in JOB.final)]


def test_every_command_is_in_the_matrix() -> None:
    handled = {command for command in commands() if issubclass(command, JobCommand)}
    assert handled - {CreateImport, CreateExport} == set(BUILDERS)


@pytest.mark.parametrize("command", BUILDERS, ids=lambda command: command.kind())
def test_a_job_that_is_not_there_cannot_be_moved(merchant: Merchant, command: type[JobCommand]) -> None:
    assert merchant.refused(BUILDERS[command](99)) == NotFound(what="job", reference="99")


def test_an_export_waits_for_a_worker_at_once(merchant: Merchant) -> None:
    result = merchant.completed(CreateExport(subject="stock", form="xlsx")).result
    assert isinstance(result, JobResult)
    assert merchant.rows("select kind, state, file_name, form from jobs_job") == [
        ("export", "waiting", "stock.xlsx", "xlsx")
    ]
    assert merchant.rows("select stream, kind from engine_event") == [(f"job/{result.job_id}", "JobCreated")]


@pytest.mark.parametrize(
    ("command", "problem"),
    [
        (
            CreateImport(subject="stock", mapping="x", file_name="stock.exe"),
            InvalidInput(
                field="file_name",
                reason="must end with one of .csv, .csv.gz, .xlsx, .json, .json.gz, .jsonl, .jsonl.gz, .sql, .sql.gz",
            ),
        ),
        (
            CreateImport(subject="stock", mapping="", file_name="stock.csv"),
            InvalidInput(field="mapping", reason="has 1 to 100000 characters"),
        ),
    ],
)
def test_what_cannot_be_imported_is_refused(merchant: Merchant, command: CreateImport, problem: InvalidInput) -> None:
    assert merchant.refused(command) == problem


def test_an_export_of_no_time_is_refused(merchant: Merchant) -> None:
    now = merchant.engine.clock()
    command = CreateExport(subject="orders", since=now, before=now)
    assert merchant.refused(command) == InvalidInput(field="before", reason="must be later than since")


def test_who_may_not_place_orders_may_not_import_them(merchant: Merchant) -> None:
    clerk = Actor("clerk", frozenset({"jobs.*", "catalog.read"}))
    for command, permission in ((IMPORT, "orders.place_order"), (CreateExport(subject="stock"), "inventory.read")):
        (outcome,) = merchant.engine.execute([command], actor=clerk)
        assert outcome == Refused(NotPermitted(permission=permission, actor="clerk"))
    assert merchant.rows("select count(*) from jobs_job") == [(0,)]


def test_a_job_is_with_one_worker_until_that_is_silent_for_a_minute(merchant: Merchant) -> None:
    job_id = job_in(merchant, "running")
    engine = merchant.engine
    assert merchant.refused(TakeJob(job_id=job_id)) == JobWithAnotherWorker(job_id=job_id, attempt=1)

    engine.clock.set(engine.clock() + timedelta(seconds=59))
    assert note_progress(engine, job_id, 1, done=10, total=20, at=engine.clock())
    engine.clock.set(engine.clock() + timedelta(seconds=59))
    with engine.reader() as reader:
        assert next_job(reader, now=engine.clock()) is None
    engine.clock.set(engine.clock() + timedelta(seconds=1))
    with engine.reader() as reader:
        assert next_job(reader, now=engine.clock()) == job_id
    assert merchant.completed(TakeJob(job_id=job_id)).result == JobResult(job_id=job_id, state="running", attempt=2)

    other = JobWithAnotherWorker(job_id=job_id, attempt=2)
    assert merchant.refused(FinishJob(job_id=job_id, attempt=1, report="{}")) == other
    assert not note_progress(engine, job_id, 1, done=11, total=20, at=engine.clock())
    merchant.completed(FinishJob(job_id=job_id, attempt=2, report="{}"))


def test_two_workers_that_take_at_once_do_not_both_have_it(merchant: Merchant) -> None:
    job_id = job_in(merchant, "waiting")
    first, second = merchant.ask(TakeJob(job_id=job_id), TakeJob(job_id=job_id))
    assert not isinstance(first, Refused)
    assert second == Refused(JobWithAnotherWorker(job_id=job_id, attempt=1))


def test_a_file_is_taken_in_only_while_it_is_waited_for(merchant: Merchant) -> None:
    job_id = job_in(merchant)
    assert receive_file(merchant.engine, job_id, [b"one", b"two", b"three"])
    assert receive_file(merchant.engine, job_id, [b"a", b"b"])
    assert b"".join(file_content(merchant.engine, job_id, "input")) == b"ab"

    merchant.completed(QueueImport(job_id=job_id, size_bytes=2))
    assert not receive_file(merchant.engine, job_id, [b"late"])
    assert b"".join(file_content(merchant.engine, job_id, "input")) == b"ab"


def test_files_are_kept_for_a_week_after_the_end(merchant: Merchant) -> None:
    job_id = job_in(merchant, "running")
    assert keep_file(merchant.engine, job_id, 1, "errors", [b"line"])
    merchant.completed(BUILDERS[FinishJob](job_id))
    assert forget_old_files(merchant.engine) == 0
    merchant.engine.clock.set(merchant.engine.clock() + timedelta(days=7, seconds=1))
    assert forget_old_files(merchant.engine) == 1
    assert list(file_content(merchant.engine, job_id, "errors")) == []


def test_a_worker_that_was_away_too_long_writes_no_file_over_that_of_the_next(merchant: Merchant) -> None:
    job_id = job_in(merchant, "running")
    merchant.engine.clock.set(merchant.engine.clock() + LEASE)
    merchant.completed(TakeJob(job_id=job_id))
    assert keep_file(merchant.engine, job_id, 2, "errors", [b"of the second"])
    assert not keep_file(merchant.engine, job_id, 1, "errors", [b"of the first"])
    assert b"".join(file_content(merchant.engine, job_id, "errors")) == b"of the second"


ROW: dict[str, Any] = {
    "kind": "import", "subject": "orders", "state": "receiving", "file_name": "a.csv", "mapping": "online_retail",
    "created_at": "2026-03-02T09:00Z", "created_by": "ada", "permissions": [],
}  # fmt: skip
CHECKS = [
    ("jobs_job_state", "jobs_job", {**ROW, "state": "asleep"}),
    ("jobs_job_kind", "jobs_job", {**ROW, "form": "csv"}),
    ("jobs_job_of_a_channel", "jobs_job", {**ROW, "subject": "stock", "only_channel": "shop"}),
    ("jobs_job_named", "jobs_job", {**ROW, "file_name": ""}),
    ("jobs_job_finished", "jobs_job", {**ROW, "finished_at": "2026-03-02T09:00Z"}),
    ("jobs_job_taken", "jobs_job", {**ROW, "state": "running"}),
    ("jobs_chunk_known_file", "jobs_chunk", {"job_id": 1, "file": "other", "number": 0, "content": b""}),
]
CHUNK = {"job_id": 1, "file": "input", "number": 0, "content": b""}


@pytest.mark.parametrize(("constraint", "table", "row"), CHECKS, ids=[name for name, _, _ in CHECKS])
def test_a_wrong_row_is_refused_by_the_name_of_the_rule(
    tamper: "psycopg.Connection[tuple[Any, ...]]", constraint: str, table: str, row: dict[str, Any]
) -> None:
    with pytest.raises(errors.CheckViolation) as refusal:
        insert(tamper, table, row)
    assert refusal.value.diag.constraint_name == constraint


@pytest.mark.usefixtures("engine")
def test_a_piece_of_a_file_stands_once(tamper: "psycopg.Connection[tuple[Any, ...]]") -> None:
    insert(tamper, "jobs_chunk", CHUNK)
    with pytest.raises(errors.UniqueViolation) as refusal:
        insert(tamper, "jobs_chunk", CHUNK)
    assert refusal.value.diag.constraint_name == "jobs_chunk_once"


def test_no_constraint_is_left_out(engine: TestEngine) -> None:
    with engine.connection() as connection:
        assert named_constraints(connection, "jobs") == {name for name, _, _ in CHECKS} | {"jobs_chunk_once"}
