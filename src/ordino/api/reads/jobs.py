"""Reads of jobs: how far they are, and where their files are to be had."""

from datetime import datetime

import msgspec

from ordino.api.answers import BASE
from ordino.api.reads.actions import PermittedAction, permitted_actions
from ordino.api.reads.links import link_ends_at
from ordino.api.reads.reading import Asked, Beyond, NewestOfTime, Page, Query, Read, by_state, found, only_known
from ordino.api.signing import signed
from ordino.jobs import queries
from ordino.jobs.lifecycle import JOB, RECEIVING
from ordino.jobs.queries import FileOfJob, JobSummary, JobView
from ordino.kernel.messages import Record


class FileLink(Record, frozen=True):
    """A file of a job; whoever has its `href` may fetch it until `expires_at`, without a key."""

    file: str
    size_bytes: int
    href: str
    expires_at: datetime


class LinkedFile(Record, frozen=True):
    """What a signed link leads to."""

    job_id: int
    file: str
    expires_at: datetime


class JobResource(Record, frozen=True):
    """A job, what it did (`report`, null until then), its files, and what may be done with it now."""

    job: JobSummary
    report: msgspec.Raw
    files: list[FileLink]
    permitted_actions: list[PermittedAction]


class JobList(NewestOfTime, frozen=True, kw_only=True):
    """Jobs; `kind` is `import` or `export`; `created_before` is not included; `sort` is `-id` or `id`."""

    kind: str | None = None
    state: str | None = None


def list_jobs(asked: Asked) -> Page[JobSummary]:
    """Imports and exports, the newest first; for a key of one channel, those that are bound to it."""
    query: JobList = asked.query
    if query.kind is not None:
        only_known([query.kind], ["import", "export"], "kind")
    if query.state is not None:
        only_known([query.state], JOB.states, "state")
    rows = queries.list_jobs(
        asked.reader,
        kind=query.kind,
        state=query.state,
        channel=asked.caller.channel,
        window=asked.window(),
    )
    return asked.page(rows, lambda row: Beyond(row.id))


def show_job(asked: Asked) -> JobResource:
    """One job: how far it is, what it did, and links to its files, which hold for an hour or two."""
    job_id = asked.keys["job_id"]
    job = found(queries.show_job(asked.reader, job_id), "job", job_id)
    files = [_link(asked, job_id, file) for file in queries.files_of(asked.reader, job_id)]
    summary = JobSummary(*(getattr(job, name) for name in JobSummary.__struct_fields__))
    return JobResource(summary, msgspec.Raw(job.report.encode() or b"null"), files, _actions(asked, job))


def _link(asked: Asked, job_id: int, file: FileOfJob) -> FileLink:
    linked = LinkedFile(job_id, file.file, link_ends_at(asked.now))
    token = signed(asked.secret, linked)
    return FileLink(file.file, file.size_bytes, f"{BASE}/downloads/{token}", linked.expires_at)


def _actions(asked: Asked, job: JobView) -> list[PermittedAction]:
    found = permitted_actions(asked, JOB.permitted(job.state), job_id=job.id)
    if job.state == RECEIVING and asked.caller.actor.may("jobs.create_import"):
        found.append(PermittedAction("SendFile", "PUT", f"{BASE}/jobs/{job.id}/file"))
    return found


READS = (
    Read("/jobs", "jobs", JobList, Page[JobSummary], list_jobs, "filtered", acts=by_state(JOB, "job_id")),
    Read("/jobs/{job_id}", "jobs", Query, JobResource, show_job, "by_key", ("job_id",)),
)
