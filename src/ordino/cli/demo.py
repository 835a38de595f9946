"""`ordino demo`: a merchant to look at."""

import signal
from datetime import datetime, timedelta
from threading import Event
from typing import Annotated

import typer

from ordino.cli.logins import make_login
from ordino.cli.output import Json, messages, print_json, progress
from ordino.cli.session import open_engine
from ordino.engine import Engine
from ordino.engine.clock import system_clock
from ordino.kernel.messages import Command, snake_case
from ordino.simulation.demo import DemoSummary, run_demo, run_live

app = typer.Typer()

DEMO_LOGIN = "owner"
_SPAN_OF_DEMO = "select min(recorded_at), max(recorded_at) from engine_command where actor = 'demo'"


@app.command()
def demo(
    days: Annotated[int, typer.Option(min=1, max=365, help="How many days of business.")] = 90,
    orders_per_day: Annotated[int, typer.Option(min=3, max=3000, help="About how many orders a day.")] = 24,
    seed: Annotated[int, typer.Option(help="The same seed makes the same merchant.")] = 7,
    live: Annotated[bool, typer.Option("--live", help="Let business go on afterwards, until Ctrl-C.")] = False,
    pace: Annotated[
        int, typer.Option(min=1, max=3600, help="Seconds between one thing and the next, with --live.")
    ] = 4,
    as_json: Json = False,
) -> None:
    """Fill the database with a demo merchant: channels, locations, articles, customers, deliveries and months of orders.

    Runs through the ordinary commands, so everything in it can be audited. Interrupted, it goes on where it stopped; run
    again with the same options, it adds nothing. With --live, orders, payments, picks, shipments, deliveries and returns
    go on happening now, to be seen on every screen; stopped at any moment, nothing is lost, and started again it goes on.

    \b
    Examples:
      ordino demo
      ordino demo --days 30 --orders-per-day 100
      ordino demo --live --pace 2
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
    if live:
        _go_on(pace)


def _go_on(pace: int) -> None:
    """Live traffic until it is stopped by a signal; what is being done then is done to its end."""
    stopping = Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stopping.set())
    messages.print("Business goes on; Ctrl-C stops it.")
    with open_engine() as engine:
        happened = run_live(engine, seconds_between=pace, stopping=stopping, told=_tell)
    messages.print(f"Stopped after {happened} things. To go on: ordino demo --live")


def _tell(command: Command) -> None:
    messages.print(f"{system_clock():%H:%M:%S} {snake_case(type(command).__name__).replace('_', ' ')}")


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
