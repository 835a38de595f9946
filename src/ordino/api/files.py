"""Files of jobs over HTTP: an import's file comes in, what a job made goes out by a signed link."""

from collections.abc import AsyncIterator

import msgspec
from litestar.response.streaming import ASGIStreamingResponse

from ordino.adapters.documents.invoice import credit_note_pdf, invoice_pdf
from ordino.api.answers import Refuse, answer
from ordino.api.asking import checked_keys
from ordino.api.ownership import Subject, check_subjects
from ordino.api.reads.documents import LinkedDocument
from ordino.api.reads.jobs import LinkedFile
from ordino.api.requests import path_keys, read_content
from ordino.api.service import Service
from ordino.api.signing import unsigned
from ordino.api.web import Answer, Sendable, Web
from ordino.billing.queries import credit_note, invoice
from ordino.engine import Actor, Completed, Outcome, Reader
from ordino.jobs.commands import CreateImport, QueueImport
from ordino.jobs.facts import no_job
from ordino.jobs.notes import CHUNK_BYTES, receive_file
from ordino.jobs.queries import JobView, read_chunk, show_job
from ordino.kernel.messages import Refused
from ordino.kernel.problems import NotFound

_ENDINGS = {"errors": ".errors.csv", "listed": ".listed.csv"}


async def send_file(service: Service, request: Web) -> Answer:
    """Take the file of an import in; it runs as soon as a worker is free. Sent again, it replaces what was sent before."""
    caller = await service.keyring.admit(request)
    caller.must(CreateImport.permission())
    job_id = checked_keys(path_keys(request, ("job_id",)))["job_id"]
    channel = caller.channel
    if channel is not None:
        job = [Subject("job_id", job_id)]
        problem = await service.read(lambda reader: check_subjects(reader, job, channel))
        if problem is not None:
            raise Refuse(problem)
    limits = service.limits
    content = await read_content(request, limits.upload_bytes, service.upload_patience)

    actor = Actor(caller.actor.name, frozenset({QueueImport.permission()}))

    def keep() -> Outcome:
        chunks = (content[start : start + CHUNK_BYTES] for start in range(0, len(content), CHUNK_BYTES))
        receive_file(service.engine, job_id, chunks)
        command = QueueImport(job_id=job_id, size_bytes=len(content))
        (outcome,) = service.engine.execute([command], actor=actor)
        return outcome

    outcome = await service.in_thread(keep)
    if isinstance(outcome, Refused):
        raise Refuse(outcome.problem)
    assert isinstance(outcome, Completed)
    return answer(msgspec.json.encode(outcome.result))


async def download(service: Service, request: Web) -> Sendable:
    """A file of a job, or the paper of a document, to whoever has its link while that holds."""
    token = request.path_params["token"]
    linked = unsigned(service.secret, token, LinkedFile) or unsigned(service.secret, token, LinkedDocument)
    if linked is None or linked.expires_at <= service.engine.clock():
        raise Refuse(NotFound(what="download", reference="of this link; ask for a new one where it stood"))
    return await (_paper(service, linked) if isinstance(linked, LinkedDocument) else _file(service, linked))


async def _paper(service: Service, linked: LinkedDocument) -> Answer:
    """The PDF of an invoice or credit note, made when it is asked for; the same one gives the same bytes."""

    def draw(reader: Reader) -> bytes | None:
        find, paper = (invoice, invoice_pdf) if linked.document == "invoice" else (credit_note, credit_note_pdf)
        view = find(reader, linked.number)
        return None if view is None else paper(view)

    content = await service.read(draw)
    if content is None:
        raise Refuse(NotFound(what=linked.document.replace("_", " "), reference=linked.number))
    return Answer(content, _as_file(f"{linked.number}.pdf"), media_type="application/pdf")


async def _file(service: Service, linked: LinkedFile) -> Sendable:
    job = await service.read(lambda reader: show_job(reader, linked.job_id))
    first = await _chunk(service, linked, 0)
    if job is None or first is None:
        raise Refuse(no_job(linked.job_id))
    headers = _as_file(_name(job, linked.file))
    return ASGIStreamingResponse(
        iterator=_chunks(service, linked, first), media_type="application/octet-stream", headers=headers
    )


def _as_file(name: str) -> dict[str, str]:
    return {
        "Content-Disposition": f'attachment; filename="{_plain(name)}"',
        "Cache-Control": "private, no-store",
        "X-Content-Type-Options": "nosniff",
    }


async def _chunks(service: Service, linked: LinkedFile, first: bytes) -> AsyncIterator[bytes]:
    number, chunk = 0, first
    while chunk:
        yield chunk
        number += 1
        chunk = await _chunk(service, linked, number) or b""


async def _chunk(service: Service, linked: LinkedFile, number: int) -> bytes | None:
    return await service.read(lambda reader: read_chunk(reader, linked.job_id, linked.file, number))


def _name(job: JobView, file: str) -> str:
    return job.file_name if file in ("input", "result") else job.file_name.split(".")[0] + _ENDINGS[file]


def _plain(name: str) -> str:
    """The name in letters, digits, points and lines."""
    return "".join(one if one.isascii() and (one.isalnum() or one in "._-") else "_" for one in name)
