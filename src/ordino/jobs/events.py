"""What has happened to a job. The stream of job 7 is `job/7`."""

from datetime import datetime

from ordino.kernel.messages import Event


def job_stream(job_id: int) -> str:
    return f"job/{job_id}"


class JobCreated(Event, frozen=True, kw_only=True, omit_defaults=True):
    """Somebody wants an import or an export."""

    job_id: int
    job_kind: str
    subject: str
    state: str
    file_name: str
    form: str = ""
    dry_run: bool = False
    only_channel: str | None = None
    since: datetime | None = None
    before: datetime | None = None


class JobMoved(Event, frozen=True, kw_only=True, omit_defaults=True):
    """A job is in another state, or with another worker; the note says why it failed."""

    job_id: int
    state: str
    attempt: int
    note: str = ""
