"""Reads of jobs for edges and workers."""

from datetime import datetime

from ordino.engine import NEWEST, Reader, Window
from ordino.jobs.facts import LEASE, SQL
from ordino.kernel.messages import Record


class JobSummary(Record, frozen=True):
    """A job and how far it is: `done` of `total` lines of its file, or rows; the total is null where it is not known."""

    id: int
    kind: str
    subject: str
    state: str
    file_name: str
    form: str
    dry_run: bool
    created_at: datetime
    created_by: str
    attempt: int
    finished_at: datetime | None
    note: str
    done: int
    total: int | None


class JobView(JobSummary, frozen=True):
    """A job with its terms; `report` is JSON, empty until there is one."""

    mapping: str
    only_channel: str | None
    since: datetime | None
    before: datetime | None
    permissions: list[str]
    report: str


class FileOfJob(Record, frozen=True):
    """A file: `input`, `result`, `errors` or `listed`."""

    file: str
    size_bytes: int
    chunks: int


def list_jobs(
    reader: Reader,
    *,
    kind: str | None = None,
    state: str | None = None,
    channel: str | None = None,
    window: Window = NEWEST,
) -> list[JobSummary]:
    """A page of jobs, by number; with a channel those that are bound to it."""
    return reader.fetch_window(SQL.select_jobs, JobSummary, window, kind=kind, state=state, channel=channel)


def show_job(reader: Reader, job_id: int) -> JobView | None:
    """One job; None where there is none."""
    return reader.fetch_one(SQL.select_job, JobView, id=job_id)


def files_of(reader: Reader, job_id: int) -> list[FileOfJob]:
    """The files of a job that are still kept."""
    return reader.fetch(SQL.select_files, FileOfJob, job_id=job_id)


def read_chunk(reader: Reader, job_id: int, file: str, number: int) -> bytes | None:
    """A piece of a file; None behind its end."""
    found = reader.fetch_values(SQL.select_chunk, job_id=job_id, file=file, number=number)
    return bytes(found[0]) if found else None


def next_job(reader: Reader, *, now: datetime) -> int | None:
    """The oldest job that nobody runs, or whose worker is silent."""
    found = reader.fetch_values(SQL.select_next_job, silent_since=now - LEASE)
    return found[0] if found else None
