"""Begin an import or an export."""

from collections.abc import Sequence
from datetime import datetime

from ordino.engine import Unit, handles
from ordino.jobs.commands import CreateExport, CreateImport, ImportSubject, JobResult
from ordino.jobs.events import JobCreated, job_stream
from ordino.jobs.facts import OF_A_CHANNEL, OF_IMPORTS, OF_IMPORTS_OF_A_CHANNEL, SQL
from ordino.jobs.lifecycle import RECEIVING, WAITING
from ordino.kernel.messages import Decision, Done, Record, Refused, StreamEvent
from ordino.kernel.problems import InvalidInput, NotPermitted, Problem
from ordino.kernel.registration import check_code, decide_storable

LONGEST_MAPPING = 100_000
ENDINGS = (".csv", ".csv.gz", ".xlsx", ".json", ".json.gz", ".jsonl", ".jsonl.gz", ".sql", ".sql.gz")
_NEEDED_TO_IMPORT: dict[ImportSubject, str] = {
    "orders": "orders.place_order",
    "products": "catalog.register_sku",
    "customers": "parties.register_customer",
    "stock": "inventory.receive_stock",
}
_NEEDED_TO_EXPORT = {
    "orders": "orders.read",
    "order_lines": "orders.read",
    "stock": "inventory.read",
    "documents": "billing.read",
    "events": "events.read",
}


class _Row(Record, frozen=True, kw_only=True):
    id: int
    kind: str
    subject: str
    state: str
    file_name: str
    form: str = ""
    mapping: str = ""
    dry_run: bool = False
    only_channel: str | None = None
    since: datetime | None = None
    before: datetime | None = None
    permissions: tuple[str, ...] = ()


@handles(CreateImport)
def create_imports(unit: Unit, commands: Sequence[CreateImport]) -> list[Decision]:
    """An import that waits for its file."""
    return decide_storable(commands, lambda storable: _create(unit, storable))


@handles(CreateExport)
def create_exports(unit: Unit, commands: Sequence[CreateExport]) -> list[Decision]:
    """An export that waits for a worker."""
    return decide_storable(commands, lambda storable: _create(unit, storable))


def _create(unit: Unit, commands: Sequence[CreateImport | CreateExport]) -> list[Decision]:
    problems = [_problem(unit, command) for command in commands]
    ids = iter(unit.next_ids("jobs_job_id_seq", problems.count(None)))
    decisions: list[Decision] = []
    rows: list[_Row] = []
    for command, problem in zip(commands, problems, strict=True):
        if problem is not None:
            decisions.append(Refused(problem))
            continue
        row = _import(next(ids), command, unit) if isinstance(command, CreateImport) else _export(next(ids), command)
        rows.append(row)
        decisions.append(_done(row))
    unit.write(SQL.insert_jobs, rows, now=unit.now, created_by=unit.actor.name)
    return decisions


def _problem(unit: Unit, command: CreateImport | CreateExport) -> Problem | None:
    if command.only_channel is not None and command.subject not in OF_A_CHANNEL:
        return InvalidInput(field="only_channel", reason=f"{command.subject} belong to no channel")
    if isinstance(command, CreateExport):
        needed = _NEEDED_TO_EXPORT[command.subject]
        if command.since and command.before and command.since >= command.before:
            return InvalidInput(field="before", reason="must be later than since")
    else:
        needed = _NEEDED_TO_IMPORT[command.subject]
        if not command.file_name.lower().endswith(ENDINGS):
            return InvalidInput(field="file_name", reason=f"must end with one of {', '.join(ENDINGS)}")
        if not 0 < len(command.mapping) <= LONGEST_MAPPING:
            return InvalidInput(field="mapping", reason=f"has 1 to {LONGEST_MAPPING} characters")
        if (wrong := check_code(command.file_name, "file_name")) is not None:
            return wrong
    return None if unit.actor.may(needed) else NotPermitted(permission=needed, actor=unit.actor.name)


def _import(job_id: int, command: CreateImport, unit: Unit) -> _Row:
    at_most = OF_IMPORTS if command.only_channel is None else OF_IMPORTS_OF_A_CHANNEL
    return _Row(
        id=job_id,
        kind="import",
        subject=command.subject,
        state=RECEIVING,
        file_name=command.file_name,
        mapping=command.mapping,
        dry_run=command.dry_run,
        only_channel=command.only_channel,
        permissions=tuple(permission for permission in at_most if unit.actor.may(permission)),
    )


def _export(job_id: int, command: CreateExport) -> _Row:
    return _Row(
        id=job_id,
        kind="export",
        subject=command.subject,
        state=WAITING,
        file_name=f"{command.subject}.{command.form}",
        form=command.form,
        only_channel=command.only_channel,
        since=command.since,
        before=command.before,
    )


def _done(row: _Row) -> Done:
    event = JobCreated(
        job_id=row.id,
        job_kind=row.kind,
        subject=row.subject,
        state=row.state,
        file_name=row.file_name,
        form=row.form,
        dry_run=row.dry_run,
        only_channel=row.only_channel,
        since=row.since,
        before=row.before,
    )
    return Done(JobResult(job_id=row.id, state=row.state), (StreamEvent(job_stream(row.id), event, begins=True),))
