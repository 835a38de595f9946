"""`ordino fraud`: which orders look suspicious, why, and what is decided about them."""

from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape
from rich.table import Table

from ordino.cli.asking import Preview, ask, read_json
from ordino.cli.order_lists import Number
from ordino.cli.output import Json, console, messages, print_json, refuse
from ordino.cli.session import open_engine
from ordino.fraud.commands import Assessed, AssessFraud, FraudRulesSet, Reviewed, ReviewFraud, SetFraudRules
from ordino.fraud.decide.explain import explain
from ordino.fraud.queries import assessment_of, review_queue, rule_results
from ordino.kernel.money import major_text
from ordino.kernel.problems import NotFound

app = typer.Typer(no_args_is_help=True, rich_markup_mode="markdown")

Note = Annotated[str, typer.Option(help="Why, for those who look at it later.")]


@app.callback()
def fraud() -> None:
    """Which orders look suspicious, why, and what is decided about them.

    Orders of a channel with rules are scored when they are placed; one whose score reaches the threshold is held until a
    person accepts or rejects it.
    """


@app.command()
def queue(
    limit: Annotated[int, typer.Option(min=1, max=1000, help="How many are shown.")] = 25, as_json: Json = False
) -> None:
    """Orders that wait for a verdict, the most suspicious first.

    - `ordino fraud queue`
    """
    with open_engine(maximum_connections=1) as engine, engine.reader() as reader:
        rows = review_queue(reader, limit=limit)
    if as_json:
        print_json(rows)
        return
    if not rows:
        messages.print("No order waits for a verdict.")
    for row in rows:
        total = f"{major_text(row.total_minor, row.currency)} {row.currency}"
        console.print(f"[bold]{row.order_id}[/]  {total}  {escape(row.customer_name)}  {escape(row.email)}")
        console.print(f"  {escape(explain(row.score, row.hold_at, row.reasons))}")


@app.command()
def show(number: Number, as_json: Json = False) -> None:
    """What was found and decided about one order.

    - `ordino fraud show 10482`
    """
    with open_engine(maximum_connections=1) as engine, engine.reader() as reader:
        found = assessment_of(reader, number)
    if found is None:
        refuse(NotFound(what="fraud assessment of order", reference=str(number)), as_json=as_json)
    if as_json:
        print_json(found)
        return
    console.print(f"{found.state}. {escape(explain(found.score, found.hold_at, found.reasons))}")
    if found.verdict is not None:
        console.print(f"{found.verdict} by {escape(found.reviewed_by or '')}. {escape(found.note)}")


@app.command()
def assess(
    number: Number,
    gateway_risk: Annotated[int | None, typer.Option(help="The payment gateway's own score, 0 to 100.")] = None,
    preview: Preview = False,
    as_json: Json = False,
) -> None:
    """Score an open order again, for example after its payment.

    - `ordino fraud assess 10482 --gateway-risk 80 --preview`
    """
    command = AssessFraud(order_id=number, gateway_risk=gateway_risk)
    ask([command], _assessed, preview=preview, as_json=as_json)


@app.command()
def accept(number: Number, note: Note = "", preview: Preview = False, as_json: Json = False) -> None:
    """Let a suspected order go on.

    - `ordino fraud accept 10482 --note "called the customer"`
    """
    command = ReviewFraud(order_id=number, verdict="accept", note=note)
    ask([command], _reviewed, preview=preview, as_json=as_json)


@app.command()
def reject(number: Number, note: Note = "", preview: Preview = False, as_json: Json = False) -> None:
    """Cancel an order as fraud.

    - `ordino fraud reject 10482 --note "stolen card"`
    """
    command = ReviewFraud(order_id=number, verdict="reject", note=note)
    ask([command], _reviewed, preview=preview, as_json=as_json)


@app.command("set-rules")
def set_rules(
    channel: Annotated[str | None, typer.Option(help="The channel's code; all channels without rules else.")] = None,
    file: Annotated[
        Path | None, typer.Option(help="JSON of SetFraudRules; - is standard input. Without it: the usual rules.")
    ] = None,
    preview: Preview = False,
    as_json: Json = False,
) -> None:
    """Set the rules by which orders are scored.

    - `ordino fraud set-rules --channel shop` sets the usual ones
    - `echo '{"hold_at": 50, "rules": [{"kind": "many_units", "points": 60, "units": 20}]}' | ordino fraud set-rules --file -`
    """
    command = SetFraudRules(channel=channel) if file is None else read_json(file, SetFraudRules)
    ask([command], _rules_set, preview=preview, as_json=as_json)


@app.command()
def rules(as_json: Json = False) -> None:
    """How often each rule was met, and what was decided about these orders: what a rule is worth.

    - `ordino fraud rules`
    """
    with open_engine(maximum_connections=1) as engine, engine.reader() as reader:
        rows = rule_results(reader)
    if as_json:
        print_json(rows)
        return
    table = Table("Rule", box=None, pad_edge=False, header_style="bold")
    for name in ("Orders", "Accepted", "Rejected"):
        table.add_column(name, justify="right")
    for row in rows:
        table.add_row(row.rule, f"{row.orders:,}", f"{row.accepted:,}", f"{row.rejected:,}")
    console.print(table)


def _assessed(result: Assessed) -> str:
    if result.state == "unchecked":
        return f"Order {result.order_id} is not checked: its channel has no rules."
    return f"Order {result.order_id}: {result.state}. {explain(result.score, result.hold_at, result.reasons)}"


def _reviewed(result: Reviewed) -> str:
    return f"Order {result.order_id}: {result.verdict}."


def _rules_set(result: FraudRulesSet) -> str:
    whose = "channels without their own" if result.channel is None else result.channel
    return f"{result.rules} rules for {whose}."
