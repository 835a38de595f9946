"""`ordino audit`: the books are derived again from first facts, and every difference is named."""

from typing import Annotated

import typer
from rich.markup import escape
from rich.table import Table

from ordino.cli.output import Json, console, messages, print_json, progress, stop_with
from ordino.cli.session import open_engine
from ordino.simulation.audit import AuditReport, UnknownRule, audit, choose_rules

DIFFERENCES_FOUND = 1

app = typer.Typer(rich_markup_mode="markdown")


@app.command("audit")
def audit_command(
    rules: Annotated[str, typer.Option(help="Only these rules, for example I3,M1; all of them without it.")] = "",
    named: Annotated[int, typer.Option(help="How many differences of each rule are named; all are counted.")] = 1000,
    as_json: Json = False,
) -> None:
    """Prove the books: derive stock, money, statuses, promises and journal again and name every difference.

    Reads only, in one snapshot; orders may go on being placed. Leaves with 0 where nothing differs, with 1 otherwise.

    - `ordino audit` checks everything
    - `ordino audit --rules I3,M1` checks allocated stock and totals
    - `ordino audit --json` prints the rules and differences for a program
    """
    try:
        chosen = choose_rules([name.strip() for name in rules.split(",") if name.strip()])
    except UnknownRule as unknown:
        stop_with("There is no such rule", str(unknown))
    with open_engine(maximum_connections=1) as engine, progress() as bar, engine.reader() as reader:
        task = bar.add_task("orders audited", total=None)
        report = audit(
            reader,
            now=engine.clock(),
            rules=chosen,
            named=named,
            progress=lambda done, total: bar.update(task, completed=done, total=total),
        )
    if as_json:
        print_json({"clean": report.clean, "rules": report.rules})
    else:
        _print(report)
    if not report.clean:
        raise typer.Exit(DIFFERENCES_FOUND)


def _print(report: AuditReport) -> None:
    table = Table("Rule", "What was checked", "Rows", "Differences", title="Audit", title_justify="left")
    for rule in report.rules:
        kind = f" {rule.severity}s" if rule.severity == "warning" and rule.found else ""
        color = "red" if rule.found and rule.severity == "difference" else "yellow" if rule.found else "green"
        found = f"[{color}]{rule.found:,}{kind}[/]"
        table.add_row(rule.rule, rule.title, f"{rule.rows:,} {rule.subject}", found)
    console.print(table)
    _print_differences(report)
    total = sum(rule.found for rule in report.rules if rule.severity == "difference")
    messages.print("[green]The books agree.[/]" if report.clean else f"[bold red]{total:,} differences.[/]")


def _print_differences(report: AuditReport) -> None:
    named = [one for rule in report.rules for one in rule.differences]
    if not named:
        return
    table = Table("Rule", "Thing", "Figure", "Expected", "Found")
    for one in named:
        table.add_row(*(escape(text) for text in (one.rule, one.thing, one.figure, one.expected, one.found)))
    console.print(table)
