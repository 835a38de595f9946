"""`ordino import`: bring orders, products, customers and stock in from files."""

from pathlib import Path
from typing import Annotated

import msgspec
import typer
from rich.markup import escape

from ordino.adapters.importing.mapping import (
    ImportKind,
    ImportMapping,
    MappingUnusable,
    Receipt,
    load_mapping,
    mapping_text,
    shipped_mappings,
)
from ordino.adapters.importing.report import ImportOptions, ImportReport
from ordino.adapters.importing.runner import count_lines, run_import
from ordino.cli.import_report import print_report
from ordino.cli.output import REFUSED, Json, console, messages, print_json, progress, refuse, stop_with
from ordino.cli.session import open_engine
from ordino.engine import SYSTEM
from ordino.engine.embedded import is_there

app = typer.Typer(no_args_is_help=True, rich_markup_mode="markdown")

File = Annotated[
    Path, typer.Argument(help="CSV, XLSX, JSON or SQL; CSV, JSON and SQL also as .gz.", show_default=False)
]
Mapping = Annotated[
    str, typer.Option("--mapping", "-m", help="A mapping file (TOML) or the name of a shipped one.", show_default=False)
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Read, check, reconcile and ask the database; change nothing.")]
Errors = Annotated[
    Path | None, typer.Option(help="Where refusals go, as CSV with line and field [FILE.errors.csv here].")
]
Listed = Annotated[
    Path | None, typer.Option(help="Where lines that are no order go, as CSV with category [FILE.listed.csv here].")
]


@app.callback()
def importing() -> None:
    """Bring existing data in from files.

    A **mapping** says which column is what; `ordino import mappings` shows those that come with Ordino, and printing one is
    the quickest way to your own. Importing a file twice adds nothing the second time, and an import that was interrupted is
    finished by repeating it. A wrong row stops no right one: it is written to the error file with its line and field.

    The history of a shop, in this order or with `create_missing` in one step:

    - `ordino import products history.csv.gz --mapping online_retail`
    - `ordino import customers history.csv.gz --mapping online_retail`
    - `ordino import stock history.csv.gz --mapping online_retail`
    - `ordino import orders history.csv.gz --mapping online_retail`
    """


@app.command()
def orders(
    file: File,
    mapping: Mapping,
    dry_run: DryRun = False,
    errors: Errors = None,
    listed: Listed = None,
    as_json: Json = False,
) -> None:
    """Import orders with their real dates and prices, and prove that every line of the file is accounted for.

    Ends with a reconciliation: captured + listed + refused + rounding = the sum of the file, to its last digit.

    - `ordino import orders history.csv.gz --mapping online_retail --dry-run` to look first
    - `ordino import orders orders.xlsx --mapping mine.toml --errors wrong.csv`
    """
    _run(file, _mapping(mapping, "orders", as_json=as_json), _options(file, errors, listed, dry_run=dry_run), as_json)


@app.command()
def products(
    file: File, mapping: Mapping, dry_run: DryRun = False, errors: Errors = None, as_json: Json = False
) -> None:
    """Import products: each SKU once; one that is known gets the name the file has.

    - `ordino import products articles.csv --mapping mine.toml`
    """
    _run(file, _mapping(mapping, "products", as_json=as_json), _options(file, errors, None, dry_run=dry_run), as_json)


@app.command()
def customers(
    file: File, mapping: Mapping, dry_run: DryRun = False, errors: Errors = None, as_json: Json = False
) -> None:
    """Import customers, known by their reference in the mapping's channel.

    - `ordino import customers customers.csv --mapping mine.toml`
    """
    _run(file, _mapping(mapping, "customers", as_json=as_json), _options(file, errors, None, dry_run=dry_run), as_json)


@app.command()
def stock(
    file: File,
    mapping: Mapping,
    location: Annotated[
        list[str] | None,
        typer.Option(help="Where stock without a location goes: CODE, CODE:WEIGHT or CODE:WEIGHT:COUNTRY."),
    ] = None,
    reference: Annotated[
        str, typer.Option(help="Names the receipt; each reference is received once for each SKU and location.")
    ] = "",
    dry_run: DryRun = False,
    errors: Errors = None,
    as_json: Json = False,
) -> None:
    """Receive stock: the sum of each SKU of the file. A location that says its country is made known where it is not.

    - `ordino import stock history.csv.gz --mapping online_retail --location LON:2:GB --location MAN:1:GB`
    - `ordino import stock delivery.csv --mapping mine.toml --reference "delivery of 3 March"`
    """
    found = _mapping(mapping, "stock", as_json=as_json)
    if location:
        found = msgspec.structs.replace(found, locations=tuple(map(_receipt, location)))
    if reference:
        found = msgspec.structs.replace(found, stock_reference=reference)
    _run(file, found, _options(file, errors, None, dry_run=dry_run), as_json)


@app.command()
def mappings(
    name: Annotated[str, typer.Argument(help="Print this one, to begin your own with.", show_default=False)] = "",
) -> None:
    """List the mappings that come with Ordino, or print one.

    - `ordino import mappings online_retail_orders > mine.toml`
    """
    if not name:
        for shipped in shipped_mappings():
            console.print(f"{shipped:26} {escape(load_mapping(shipped).title)}")
        return
    try:
        typer.echo(mapping_text(name), nl=False)
    except MappingUnusable as stop:
        refuse(stop.problem)


def _mapping(name: str, kind: ImportKind, *, as_json: bool) -> ImportMapping:
    try:
        return load_mapping(name, kind=kind)
    except MappingUnusable as stop:
        refuse(stop.problem, as_json=as_json)


def _receipt(text: str) -> Receipt:
    code, weight, country = (*text.split(":", 2), "", "")[:3]
    if weight and not (weight.isascii() and weight.isdigit() and 0 < len(weight) < 7 and int(weight)):
        stop_with("Not a weight", f"--location {text}: the weight after the colon is a number from 1 to 999999.")
    return Receipt(location=code, weight=int(weight or 1), country=country)


def _options(file: Path, errors: Path | None, listed: Path | None, *, dry_run: bool) -> ImportOptions:
    stem = file.name.split(".", maxsplit=1)[0] or "import"
    return ImportOptions(
        errors=errors or Path(f"{stem}.errors.csv"), listed=listed or Path(f"{stem}.listed.csv"), dry_run=dry_run
    )


def _run(file: Path, mapping: ImportMapping, options: ImportOptions, as_json: bool) -> None:
    try:
        report = _import(file, mapping, options)
    except KeyboardInterrupt:
        messages.print("Interrupted. What was imported is safe; the same command again adds the rest.")
        raise
    except OSError as failure:
        stop_with(
            "Cannot write the list",
            f"{failure.filename}: {failure.strerror}; choose another with --errors or --listed.",
        )
    if as_json:
        print_json(report)
    else:
        print_report(report, options)
    if report.stopped_by is not None or report.errors:
        raise typer.Exit(REFUSED)


def _import(file: Path, mapping: ImportMapping, options: ImportOptions) -> ImportReport:
    with progress() as bar:
        task = bar.add_task(f"{mapping.kind} of {escape(file.name)}", total=count_lines(file))

        def show(lines: int) -> None:
            bar.update(task, completed=lines)

        if options.dry_run and not is_there():
            return run_import(None, file, mapping, options, actor=SYSTEM, progress=show)
        with open_engine() as engine:
            return run_import(engine, file, mapping, options, actor=SYSTEM, progress=show)
