"""What may be asked of jobs. People and programs create and cancel them; the rest are steps of the worker that runs them."""

from datetime import datetime
from typing import ClassVar, Literal

from ordino.kernel.messages import Command, Result

ImportSubject = Literal["orders", "products", "customers", "stock"]
ExportSubject = Literal["orders", "order_lines", "stock", "documents", "events"]
ExportForm = Literal["csv", "xlsx", "jsonl"]


class JobResult(Result, frozen=True, kw_only=True):
    """The job and the state it is in now; `attempt` counts how often a worker took it."""

    job_id: int
    state: str
    attempt: int = 0


class JobCommand(Command, frozen=True, kw_only=True):
    """A command on a job."""

    context: ClassVar[str] = "jobs"
    result: ClassVar[type[Result]] = JobResult


class CreateImport(JobCommand, frozen=True, kw_only=True, omit_defaults=True):
    """Begin an import: send its file next, then it runs by itself, and may do no more than who created it may.

    `mapping` is the name of a mapping that comes with Ordino, or a mapping's text (TOML); the ending of `file_name` says
    what the file is. With `dry_run` everything is read, checked and reconciled, and nothing is changed. With `only_channel`
    the orders or customers of the file belong to that channel, whatever the mapping says, and nothing else is made known.
    """

    subject: ImportSubject
    mapping: str
    file_name: str
    dry_run: bool = False
    only_channel: str | None = None


class CreateExport(JobCommand, frozen=True, kw_only=True, omit_defaults=True):
    """Write a file of all that is there, in one snapshot; `since` and `before` bound when it came to be (stock: nothing).

    `only_channel` takes orders, their lines and documents of one channel.
    """

    subject: ExportSubject
    form: ExportForm = "csv"
    only_channel: str | None = None
    since: datetime | None = None
    before: datetime | None = None


class CancelJob(JobCommand, frozen=True, kw_only=True):
    """Give a job up. An import that runs stops after the batch in hand; what was imported stays."""

    job_id: int


class QueueImport(JobCommand, frozen=True, kw_only=True):
    """Say that the file of an import is here, with its size."""

    job_id: int
    size_bytes: int


class TakeJob(JobCommand, frozen=True, kw_only=True):
    """Run a job that waits, or one whose worker has not been heard of for a minute."""

    job_id: int


class PutBackJob(JobCommand, frozen=True, kw_only=True):
    """Let another worker go on, because this one is asked to stop."""

    job_id: int
    attempt: int


class FinishJob(JobCommand, frozen=True, kw_only=True):
    """Say that a job is done; `report` is JSON."""

    job_id: int
    attempt: int
    report: str


class FailJob(JobCommand, frozen=True, kw_only=True, omit_defaults=True):
    """Say why a job came to no end; `report` is JSON, where there is one."""

    job_id: int
    attempt: int
    reason: str
    report: str = ""
