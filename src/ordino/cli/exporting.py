"""`ordino export`: write orders, stock, documents and events into files."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from ordino.adapters.exporting.runner import ExportTerms, Subject, run_export
from ordino.adapters.exporting.writing import Form, TooManyRows
from ordino.cli.output import Json, console, print_json, progress, stop_with
from ordino.cli.session import open_engine
from ordino.kernel.messages import Record

_FORMS: dict[str, Form] = {".csv": "csv", ".xlsx": "xlsx", ".jsonl": "jsonl"}


app = typer.Typer(rich_markup_mode="markdown")


class Exported(Record, frozen=True):
    """What was written."""

    file: str
    rows: int


@app.command()
def export(
    subject: Annotated[Subject, typer.Argument(help="What is written.", show_default=False)],
    file: Annotated[Path, typer.Argument(help="Its ending says the form: .csv, .xlsx or .jsonl.", show_default=False)],
    channel: Annotated[str, typer.Option(help="Orders, their lines and documents of this channel only.")] = "",
    since: Annotated[datetime | None, typer.Option(help="From this time on (UTC).", show_default=False)] = None,
    before: Annotated[datetime | None, typer.Option(help="Until before this time (UTC).", show_default=False)] = None,
    as_json: Json = False,
) -> None:
    """Write orders, their lines, stock, documents or events into a file, in one snapshot.

    A spreadsheet opens CSV and workbooks without running anything: text that looks like a formula stays text.

    - `ordino export orders orders.xlsx --since 2026-03-01`
    - `ordino export order_lines lines.csv --channel shop`
    - `ordino export events journal.jsonl`
    """
    form = _FORMS.get(file.suffix.lower())
    if form is None:
        stop_with("Not a form of file", f"{file.name}: its name ends in {', '.join(_FORMS)}.")
    terms = ExportTerms(
        subject=subject, form=form, only_channel=channel or None, since=_utc(since), before=_utc(before)
    )
    try:
        rows = _export(file, terms)
    except TooManyRows:
        stop_with("Too many rows", "a workbook holds 1,048,575; bound the time, or write .csv or .jsonl.")
    except OSError as failure:
        stop_with("Cannot write the file", f"{file}: {failure.strerror}.")
    if as_json:
        print_json(Exported(str(file), rows))
    else:
        console.print(f"{rows:,} rows in {escape(str(file))}", soft_wrap=True)


def _export(file: Path, terms: ExportTerms) -> int:
    with open_engine(maximum_connections=2) as engine, progress() as bar:
        task = bar.add_task(f"{terms.subject} into {escape(file.name)}", total=None)

        def show(rows: int) -> None:
            bar.update(task, completed=rows)

        return run_export(engine, file, terms, progress=show)


def _utc(time: datetime | None) -> datetime | None:
    return None if time is None else time.replace(tzinfo=time.tzinfo or UTC)
