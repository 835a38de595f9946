"""Imports and exports in the background: one at a time in a worker, in a thread of their own."""

import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from threading import Event
from typing import cast

import msgspec
import structlog
from msgspec import structs

from ordino.access.queries import has_ended
from ordino.adapters.exporting.runner import ExportTerms, Subject, run_export
from ordino.adapters.exporting.writing import Form, TooManyRows
from ordino.adapters.importing.mapping import (
    ImportKind,
    ImportMapping,
    MappingUnusable,
    load_mapping,
    read_mapping,
    shipped_mappings,
)
from ordino.adapters.importing.report import ImportOptions, ImportReport
from ordino.adapters.importing.runner import count_lines, run_import
from ordino.engine import SYSTEM, Actor, Completed, Engine
from ordino.jobs.commands import FailJob, FinishJob, JobResult, PutBackJob, TakeJob
from ordino.jobs.notes import CHUNK_BYTES, file_content, keep_file, note_progress
from ordino.jobs.queries import JobView, next_job, show_job
from ordino.kernel.messages import Record

log = structlog.get_logger("ordino.worker")
BEAT_SECONDS = 2.0


class _Lost(Exception):
    """The job was canceled, or is with another worker."""


class _Stopped(Exception):
    """This worker is asked to stop."""


class _KeyEnded(Exception):
    """The API key that the job works for is revoked, or has expired."""


class ExportReport(Record, frozen=True):
    """How many rows an export wrote."""

    rows: int


class _Beat:
    """Says how far a job is, not more often than every few seconds, and at its end. Raises _Stopped, _Lost or _KeyEnded."""

    def __init__(self, engine: Engine, stopping: Event, job: JobView, total: int | None, every_seconds: float) -> None:
        self._engine = engine
        self._stopping = stopping
        self._job = job
        self._total = total
        self._every = every_seconds
        self._said = float("-inf")
        self._done = 0
        self(0)

    def __call__(self, done: int) -> None:
        self._done = done
        if self._stopping.is_set():
            raise _Stopped
        if time.monotonic() - self._said >= self._every:
            self._say(self._total)

    def end(self) -> None:
        """Say how many lines, or rows, there were: all of them are done."""
        self._say(self._done)

    def _say(self, total: int | None) -> None:
        self._said = time.monotonic()
        now = self._engine.clock()
        if not note_progress(self._engine, self._job.id, self._job.attempt, done=self._done, total=total, at=now):
            raise _Lost
        with self._engine.reader() as reader:
            if has_ended(reader, self._job.created_by, now=now):
                raise _KeyEnded


class JobRunner:
    """Takes the oldest job that waits and runs it to its end. Says every few seconds how far it is and hears then whether it
    was canceled; when `stopping` is set, the job goes back and begins anew elsewhere: an import adds only the rest.
    """

    def __init__(self, engine: Engine, stopping: Event, *, beat_seconds: float = BEAT_SECONDS) -> None:
        self._engine = engine
        self._stopping = stopping
        self._beat_seconds = beat_seconds

    def run_next(self) -> int:
        """Run one job; answers 0 where none waits."""
        with self._engine.reader() as reader:
            job_id = next_job(reader, now=self._engine.clock())
        if job_id is None:
            return 0
        (outcome,) = self._engine.execute([TakeJob(job_id=job_id)], actor=SYSTEM)
        if not isinstance(outcome, Completed) or not isinstance(outcome.result, JobResult):
            return 0
        with self._engine.reader() as reader:
            job = show_job(reader, job_id)
        assert job is not None
        self._run(job)
        return 1

    def _run(self, job: JobView) -> None:
        end: FinishJob | FailJob | PutBackJob
        try:
            with tempfile.TemporaryDirectory(prefix="ordino-job-") as name:
                end = self._import(job, Path(name)) if job.kind == "import" else self._export(job, Path(name))
        except _Lost:
            return
        except _Stopped:
            end = PutBackJob(job_id=job.id, attempt=job.attempt)
        except _KeyEnded:
            end = self._failed(job, "The API key it was created with is revoked or has expired.")
        except MappingUnusable as stop:
            end = self._failed(job, stop.problem.detail())
        except TooManyRows:
            end = self._failed(job, "A workbook holds 1,048,575 rows; bound the time, or take csv or jsonl.")
        except Exception:
            log.exception("job failed", job=job.id)
            end = self._failed(job, "A defect of Ordino was met and logged.")
        self._engine.execute([end], actor=SYSTEM)

    def _import(self, job: JobView, folder: Path) -> FinishJob | FailJob:
        mapping = _mapping(job)
        path = folder / f"input{_ending(job.file_name)}"
        with path.open("wb") as file:
            file.writelines(file_content(self._engine, job.id, "input"))
        beat = _Beat(self._engine, self._stopping, job, count_lines(path), self._beat_seconds)
        options = ImportOptions(errors=folder / "errors", listed=folder / "listed", dry_run=job.dry_run)
        actor = Actor(job.created_by, frozenset(job.permissions))
        report = run_import(self._engine, path, mapping, options, actor=actor, progress=beat)
        beat.end()
        for name in ("errors", "listed"):
            if (folder / name).exists():
                self._keep(job, name, folder / name)
        return _ended(job, report)

    def _export(self, job: JobView, folder: Path) -> FinishJob:
        path = folder / "result"
        terms = ExportTerms(
            subject=cast(Subject, job.subject),
            form=cast(Form, job.form),
            only_channel=job.only_channel,
            since=job.since,
            before=job.before,
        )
        beat = _Beat(self._engine, self._stopping, job, None, self._beat_seconds)
        rows = run_export(self._engine, path, terms, progress=beat)
        beat.end()
        self._keep(job, "result", path)
        report = msgspec.json.encode(ExportReport(rows)).decode()
        return FinishJob(job_id=job.id, attempt=job.attempt, report=report)

    def _keep(self, job: JobView, name: str, path: Path) -> None:
        """Raises _Lost."""
        if not keep_file(self._engine, job.id, job.attempt, name, _chunks(path)):
            raise _Lost

    def _failed(self, job: JobView, reason: str) -> FailJob:
        return FailJob(job_id=job.id, attempt=job.attempt, reason=reason)


def _ended(job: JobView, report: ImportReport) -> FinishJob | FailJob:
    told = msgspec.json.encode(report).decode()
    if report.stopped_by is None:
        return FinishJob(job_id=job.id, attempt=job.attempt, report=told)
    return FailJob(job_id=job.id, attempt=job.attempt, reason=report.stopped_by.detail(), report=told)


def _mapping(job: JobView) -> ImportMapping:
    """The mapping by its name, or by its text; never a file of this machine; for the job's channel. Raises MappingUnusable."""
    kind = cast(ImportKind, job.subject)
    if {job.mapping, f"{job.mapping}_{kind}"} & set(shipped_mappings()):
        mapping = load_mapping(job.mapping, kind=kind)
    else:
        mapping = read_mapping(job.mapping, "of the job", kind=kind)
    return mapping if job.only_channel is None else structs.replace(mapping, channel=job.only_channel)


def _ending(file_name: str) -> str:
    """`.csv.gz` of `orders.csv.gz`."""
    suffixes = Path(file_name.lower()).suffixes
    return "".join(suffixes[-2:] if suffixes[-1:] == [".gz"] else suffixes[-1:])


def _chunks(path: Path) -> Iterator[bytes]:
    """The pieces of a file; an empty file is one empty piece."""
    with path.open("rb") as file:
        yield file.read(CHUNK_BYTES)
        while chunk := file.read(CHUNK_BYTES):
            yield chunk
