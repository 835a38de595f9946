"""`ordino replay`: carry a real history through the whole life of its orders and reconcile it."""

from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape
from rich.table import Table

from ordino.adapters.importing.mapping import ImportKind, ImportMapping, MappingUnusable, load_mapping
from ordino.adapters.importing.runner import count_lines
from ordino.adapters.replaying.account import ReplayReport
from ordino.adapters.replaying.runner import PLACES, ReplayOptions, run_replay
from ordino.cli.output import REFUSED, Json, console, messages, print_json, progress, refuse
from ordino.cli.session import open_engine
from ordino.engine import SYSTEM, Engine
from ordino.simulation.audit import AuditReport, audit

app = typer.Typer(rich_markup_mode="markdown")

File = Annotated[
    Path, typer.Argument(help="CSV, XLSX, JSON or SQL; CSV, JSON and SQL also as .gz.", show_default=False)
]


@app.command()
def replay(
    file: File,
    mapping: Annotated[
        str, typer.Option("--mapping", "-m", help="The name of a shipped mapping with orders and stock.")
    ] = "online_retail",
    locations: Annotated[int, typer.Option(min=1, max=len(PLACES), help="How many locations share the goods.")] = 3,
    until: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Stop before this day.")] = None,
    limit: Annotated[int | None, typer.Option(min=1, help="Stop after so many invoices of the file.")] = None,
    errors: Annotated[
        Path | None, typer.Option(help="Where refusals go, as CSV with line and field [FILE.errors.csv here].")
    ] = None,
    listed: Annotated[
        Path | None, typer.Option(help="Where lines that are no order go, as CSV with category [FILE.listed.csv here].")
    ] = None,
    as_json: Json = False,
) -> None:
    """Carry a real history through the whole life of its orders, on a simulated calendar, and prove the books.

    Goods are received first. Each invoice is placed as an order of its customer, sourced, released, picked, packed, shipped,
    delivered, invoiced and paid; what was credited comes back as a return, or is named as an exception. It ends with a
    reconciliation to the last digit of the file, and an audit. Meant for an empty database; an interrupted replay is finished
    by running it again.

    - `ordino replay history.csv.gz --mapping online_retail`
    - `ordino replay history.csv.gz --until 2011-01-01 --locations 5`
    """
    stem = file.name.split(".", maxsplit=1)[0] or "replay"
    options = ReplayOptions(
        locations=locations,
        until=until.date() if until else None,
        limit=limit,
        errors=errors or Path(f"{stem}.errors.csv"),
        listed=listed or Path(f"{stem}.listed.csv"),
    )
    orders, stock = _mapping(mapping, "orders", as_json), _mapping(mapping, "stock", as_json)
    with open_engine() as engine:
        report = _replay(engine, file, orders, stock, options)
        audited = _audit(engine)
    if as_json:
        print_json({"replay": report, "difference": report.difference, "audit": audited})
    else:
        _print(report)
        _print_audit(audited)
    if report.difference or report.imported.stopped_by is not None or not audited.clean:
        raise typer.Exit(REFUSED)


def _mapping(name: str, kind: ImportKind, as_json: bool) -> ImportMapping:
    try:
        return load_mapping(name, kind=kind)
    except MappingUnusable as stop:
        refuse(stop.problem, as_json=as_json)


def _replay(
    engine: Engine, file: Path, orders: ImportMapping, stock: ImportMapping, options: ReplayOptions
) -> ReplayReport:
    with progress() as bar:
        total = count_lines(file)
        tasks = {part: bar.add_task(f"{part} of {escape(file.name)}", total=total) for part in ("goods in", "orders")}
        return run_replay(
            engine,
            file,
            orders,
            stock,
            options,
            actor=SYSTEM,
            progress=lambda part, lines: bar.update(tasks[part], completed=lines),
        )


def _audit(engine: Engine) -> AuditReport:
    messages.print("Auditing.")
    with engine.reader() as reader:
        return audit(reader, now=datetime.max.replace(tzinfo=UTC))


def _print(report: ReplayReport) -> None:
    done = ", ".join(f"{row.done} × {row.station}" for row in report.stations)
    console.print(f"[bold]{escape(report.title)}[/]: {report.orders} orders, {report.completed_orders} completed")
    console.print(escape(f"{done}."))
    table = Table("", box=None, pad_edge=False, show_header=False)
    table.add_column(justify="right", no_wrap=True)
    for name, amount in _account(report):
        table.add_row(escape(name), f"{amount:,f}")
    console.print(table)
    if report.refused_commands:
        messages.print(f"{report.refused_commands} commands were refused, the first of them:")
        for sentence in report.refusals:
            messages.print(escape(f"  {sentence}"))
    if report.imported.stopped_by is not None:
        messages.print(escape(f"Stopped: {report.imported.stopped_by.detail()}"))


def _account(report: ReplayReport) -> list[tuple[str, Decimal]]:
    return [
        ("Invoices", report.invoices),
        ("− credit notes", -report.credit_notes),
        ("Not invoiced", report.not_invoiced),
        (f"Exceptions ({report.unmatched_lines} of {report.credit_lines} credit lines)", report.exceptions),
        *((f"Listed: {row.category} ({row.lines})", row.amount) for row in report.listed),
        ("Refused", report.refused_amount),
        ("Rounding to the currency's unit", report.rounding),
        (f"Sum of quantity × unit price of the file ({report.file_lines} lines)", report.file_total),
        ("Difference", report.difference),
    ]


def _print_audit(report: AuditReport) -> None:
    if report.clean:
        console.print("The audit is clean.")
        return
    found = sum(rule.found for rule in report.rules if rule.severity == "difference")
    messages.print(f"The audit found {found} differences; `ordino audit` names them.")
    for row in report.differences[:10]:
        messages.print(escape(f"  {row.rule} {row.thing}: {row.figure} {row.expected} {row.found}"))
