"""Everything that moves a job from one state to the next."""

from collections.abc import Sequence

from msgspec import structs

from ordino.engine import Unit, handles
from ordino.jobs.commands import (
    CancelJob,
    FailJob,
    FinishJob,
    JobCommand,
    JobResult,
    PutBackJob,
    QueueImport,
    TakeJob,
)
from ordino.jobs.events import JobMoved, job_stream
from ordino.jobs.facts import LEASE, SQL, LockedJob, no_job
from ordino.jobs.lifecycle import JOB, RUNNING
from ordino.jobs.problems import JobWithAnotherWorker
from ordino.kernel.messages import Decision, Done, Record, Refused, StreamEvent
from ordino.kernel.problems import Problem, StateRefuses

_Move = CancelJob | QueueImport | TakeJob | PutBackJob | FinishJob | FailJob


class _Moved(Record, frozen=True):
    id: int
    state: str
    attempt: int
    finished: bool
    note: str
    report: str


@handles(CancelJob)
def cancel_jobs(unit: Unit, commands: Sequence[CancelJob]) -> list[Decision]:
    return _move(unit, commands)


@handles(QueueImport)
def queue_imports(unit: Unit, commands: Sequence[QueueImport]) -> list[Decision]:
    return _move(unit, commands)


@handles(TakeJob)
def take_jobs(unit: Unit, commands: Sequence[TakeJob]) -> list[Decision]:
    """Whoever takes a job is heard of at that moment, so that nobody else takes it in the same minute."""
    decisions = _move(unit, commands)
    unit.write(SQL.begin_progress, _taken(decisions), now=unit.now)
    return decisions


@handles(PutBackJob)
def put_back_jobs(unit: Unit, commands: Sequence[PutBackJob]) -> list[Decision]:
    return _move(unit, commands)


@handles(FinishJob)
def finish_jobs(unit: Unit, commands: Sequence[FinishJob]) -> list[Decision]:
    return _move(unit, commands)


@handles(FailJob)
def fail_jobs(unit: Unit, commands: Sequence[FailJob]) -> list[Decision]:
    return _move(unit, commands)


class _Taken(Record, frozen=True):
    id: int


def _taken(decisions: Sequence[Decision]) -> list[_Taken]:
    results = [decision.result for decision in decisions if isinstance(decision, Done)]
    return [_Taken(result.job_id) for result in results if isinstance(result, JobResult)]


def _move(unit: Unit, commands: Sequence[_Move]) -> list[Decision]:
    """Of several commands for one job each sees what the one before left."""
    ids = sorted({command.job_id for command in commands})
    found = {row.id: row for row in unit.fetch(SQL.lock_jobs, LockedJob, ids=ids)}
    rows: dict[int, _Moved] = {}
    decisions: list[Decision] = []
    for command in commands:
        before = found.get(command.job_id)
        if before is None:
            decisions.append(Refused(no_job(command.job_id)))
            continue
        problem = _problem(before, command, unit)
        if problem is not None:
            decisions.append(Refused(problem))
            continue
        row = _moved(before, command)
        rows[row.id] = row
        found[row.id] = structs.replace(before, state=row.state, attempt=row.attempt, seen_at=unit.now)
        event = JobMoved(job_id=row.id, state=row.state, attempt=row.attempt, note=row.note)
        result = JobResult(job_id=row.id, state=row.state, attempt=row.attempt)
        decisions.append(Done(result, (StreamEvent(job_stream(row.id), event),)))
    unit.write(SQL.move_jobs, list(rows.values()), now=unit.now)
    return decisions


def _moved(before: LockedJob, command: _Move) -> _Moved:
    state = JOB.target(before.state, command.kind())
    assert state is not None
    attempt = before.attempt + isinstance(command, TakeJob)
    note = command.reason if isinstance(command, FailJob) else ""
    report = command.report if isinstance(command, FinishJob | FailJob) else ""
    return _Moved(before.id, state, attempt, state in JOB.final, note, report)


def _problem(before: LockedJob, command: _Move, unit: Unit) -> Problem | None:
    if JOB.target(before.state, command.kind()) is None:
        return _refuses(before, command)
    if isinstance(command, TakeJob):
        alive = before.state == RUNNING and before.seen_at is not None and before.seen_at + LEASE > unit.now
        return JobWithAnotherWorker(job_id=before.id, attempt=before.attempt) if alive else None
    if isinstance(command, PutBackJob | FinishJob | FailJob) and command.attempt != before.attempt:
        return JobWithAnotherWorker(job_id=before.id, attempt=before.attempt)
    return None


def _refuses(before: LockedJob, command: JobCommand) -> StateRefuses:
    return StateRefuses(
        subject=f"Job {before.id}",
        state=before.state,
        command=command.kind(),
        permitted=JOB.permitted(before.state),
    )
