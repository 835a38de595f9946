"""The command `ordino`. Its parts are imported when they are asked for, so that help answers at once.

For the same reason the first page of help is plain text; the pages of the commands are set with Rich.
"""

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from importlib.util import find_spec
from io import TextIOWrapper
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

PARTS: dict[str, tuple[str, str]] = {
    "up": ("up", "Start everything with one command: database, web server, worker."),
    "down": ("down", "Stop the embedded database."),
    "demo": ("demo", "Fill an empty database with a demo merchant and months of orders."),
    "import": ("importing", "Import orders, products, customers or stock from a file."),
    "export": ("exporting", "Write orders, stock, documents or events into a file."),
    "order": ("orders", "Show, place, hold, release and cancel orders."),
    "quote": ("quotes", "Offer orders: draft, revise, send; accepted, a quote becomes an order once."),
    "replay": ("replay", "Carry a real history through the whole life of its orders and prove the books."),
    "stock": ("stock", "Show stock and what can be promised from it."),
    "fulfill": ("fulfillment", "Let locations work on orders: plan, release, refuse, recall."),
    "pick": ("picking", "Pick: open a walk, print its list, say what was found."),
    "pack": ("packing", "Pack picked units into a package."),
    "ship": ("ship", "Let packages leave: service, label, hand-over, manifest."),
    "track": ("track", "Follow shipments and record what carriers say of them."),
    "deliver": ("deliver", "Say how shipments end, and perform services."),
    "gift-card": ("gift_cards", "Issue gift cards, grant store credit, show what is owed."),
    "fraud": ("fraud", "Show what looks suspicious and why, and decide about it."),
    "exception": ("exceptions", "Show, assign and resolve what waits for a person."),
    "notification": ("notifications", "Show what customers were told, switch it on, send it again."),
    "payment": ("payments", "Take money in: authorize, record, capture, void."),
    "refund": ("refunds", "Give money back, approve it, say what became of it."),
    "return": ("returns", "Take goods back: request, receive, inspect, refund, replace."),
    "exchange": ("exchange", "Give other goods for what came back."),
    "invoice": ("billing", "Show, issue and print invoices, book transfers, say who issues documents."),
    "bank": ("bank", "Show bank transfers; let what is left of them pay invoices, or go back."),
    "credit-note": ("credit_notes", "Show, issue and print credit notes."),
    "purchase": ("purchases", "Buy goods: suppliers, orders, receipts, invoices by three-way match."),
    "audit": ("audit", "Prove the books: derive stock, money and promises again and name every difference."),
    "simulate": ("simulate", "Live a whole merchant from one seed and check every promise after each step."),
    "faults": ("faults", "Kill, pause and cut off what runs, under load, and prove that no order is lost."),
    "bench": ("bench", "Measure speed beside what the database itself does."),
    "api": ("api", "Serve the HTTP API alone, and let programs in with keys."),
    "webhook": ("webhooks", "Tell receivers of what happens: create, pause, replay, rotate secrets."),
    "migrate": ("migrate", "Bring the database to this version."),
    "worker": ("worker_command", "Run a worker: jobs, followers, effects."),
    "backup": ("backup", "Write the database to one file."),
    "restore": ("restore", "Put the database back from a file."),
    "docs": ("docs", "Write the generated reference pages."),
    "translations": ("translations", "Extract what people read, and compile its translations."),
    "manage": ("manage", "Run one of Django's own commands, for example createsuperuser."),
}

HELP = """Order management that never oversells and explains every cent.

\b
Begin here:
  ordino up                                   starts everything and prints the address
  ordino import orders FILE --mapping online_retail
                                              brings the history of a shop in
  ordino order list                           shows the orders
  ordino stock show 85123A                    shows what can be promised
  ordino audit                                proves that the books agree

Data is kept in `ordino-data` in the working directory, or where ORDINO_DATA_DIRECTORY says; ORDINO_DATABASE_URL names
another PostgreSQL. Every command has --help with examples. Exit codes: 0 done, 1 failed, 2 refused.
"""


class Parts(TyperGroup):
    """Knows the names and sentences of all commands, and imports the one that runs."""

    def __init__(self, **attributes: Any) -> None:
        super().__init__(**attributes)
        for name, (module, sentence) in PARTS.items():
            if find_spec(f"ordino.cli.{module}"):
                self.commands[name] = TyperCommand(name, help=sentence)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        if args and args[0] in self.commands:
            module = import_module(f"ordino.cli.{PARTS[args[0]][0]}")
            module.app._add_completion = False
            command: Any = typer.main.get_command(module.app)
            command.name = args[0]
            self.commands[args[0]] = command
        return super().resolve_command(ctx, args)


app = typer.Typer(cls=Parts, no_args_is_help=True, rich_markup_mode=None, help=HELP, add_completion=False)


def _show_version(wanted: bool) -> None:
    if wanted:
        print(f"ordino {import_module('ordino').__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: bool = typer.Option(False, "--version", callback=_show_version, is_eager=True, help="Print the version."),
) -> None:
    """Options of `ordino` itself; the help stands in HELP."""


class _Output(TextIOWrapper):
    """Standard output; where nobody reads it any more (`| head`) the program ends without a word, as whom SIGPIPE ends."""

    def write(self, text: str, /) -> int:
        with self._while_read():
            return super().write(text)

    def flush(self) -> None:
        with self._while_read():
            super().flush()

    @contextmanager
    def _while_read(self) -> Iterator[None]:
        try:
            yield
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), self.fileno())
            sys.exit(128 + signal.SIGPIPE)


def main() -> None:
    """Run the command line; a failure that is not a defect is said in two lines instead of a traceback."""
    sys.stdout = _Output(
        sys.stdout.buffer, sys.stdout.encoding, sys.stdout.errors, line_buffering=bool(sys.stdout.line_buffering)
    )
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))  # so that `finally` is carried out
    try:
        try:
            app(prog_name="ordino")
        finally:
            sys.stdout.flush()
    except KeyboardInterrupt:
        sys.exit(130)
    except Exception as failure:
        output = import_module("ordino.cli.output")
        if not output.explain(failure):
            raise
        sys.exit(1)


if __name__ == "__main__":
    main()
