"""`ordino demo`: a merchant to look at."""

from datetime import datetime, timedelta
from typing import Annotated

import typer

from ordino.cli.logins import make_login
from ordino.cli.output import Json, messages, print_json, progress
from ordino.cli.session import open_engine
from ordino.engine import Engine
from ordino.engine.clock import system_clock
from ordino.simulation.demo import DemoSummary, run_demo

app = typer.Typer()

DEMO_LOGIN = "owner"
_SPAN_OF_DEMO = "select min(recorded_at), max(recorded_at) from engine_command where actor = 'demo'"


@app.command()
def demo(
    days: Annotated[int, typer.Option(min=1, max=365, help="How many days of business.")] = 90,
    orders_per_day: Annotated[int, typer.Option(min=3, max=3000, help="About how many orders a day.")] = 24,
    seed: Annotated[int, typer.Option(help="The same seed makes the same merchant.")] = 7,
    as_json: Json = False,
) -> None:
    """Fill the database with a demo merchant: channels, locations, articles, customers, deliveries and months of orders.

    Runs through the ordinary commands, so everything in it can be audited. Interrupted, it goes on where it stopped; run
    again with the same options, it adds nothing.

    \b
    Examples:
      ordino demo
      ordino demo --days 30 --orders-per-day 100
    """
    with open_engine() as engine, progress() as bar:
        task = bar.add_task("Demo merchant, days", total=days + 1)
        summary = run_demo(
            engine.at,
            today=_end_of_demo(engine, days, system_clock()),
            days_back=days,
            orders_per_day=orders_per_day,
            seed=seed,
            progress=lambda day: bar.update(task, completed=day),
        )
    _print(summary, as_json=as_json)


def _end_of_demo(engine: Engine, days: int, now: datetime) -> datetime:
    """Up to when the merchant lives: where a demo was begun before, the hour it reached, so that nothing is lived twice."""
    with engine.connection() as connection:
        span = connection.execute(_SPAN_OF_DEMO).fetchone()
    begin: datetime | None
    reached: datetime | None
    begin, reached = span or (None, None)
    if begin is None or reached is None:
        return now
    last_day = begin + timedelta(days=days)
    return reached if reached >= last_day else min(now, last_day.replace(hour=23))


def _print(summary: DemoSummary, *, as_json: bool) -> None:
    if as_json:
        print_json(summary)
        return
    messages.print(
        f"The demo merchant has {summary.orders} orders of {summary.days} days. "
        "Look: ordino order list, ordino stock show, ordino audit."
    )
    password = make_login(DEMO_LOGIN)
    if password is None:
        messages.print(f"Sign in as [bold]{DEMO_LOGIN}[/]; a new password: ordino manage changepassword {DEMO_LOGIN}")
    else:
        messages.print(f"Sign in as [bold]{DEMO_LOGIN}[/] with the password [bold]{password}[/] (shown this once).")
