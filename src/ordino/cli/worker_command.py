"""`ordino worker`: one more worker process, on this machine or another."""

import os
import sys

import typer

from ordino.cli.session import database_up_to_date

app = typer.Typer(rich_markup_mode="markdown")


@app.command()
def worker() -> None:
    """Run a worker: it takes jobs, follows the journal and carries out what is to happen outside.

    Run as many as you like, on any machine that reaches the database; SIGTERM or Ctrl-C stops one cleanly.

    - `ordino worker` on this machine, on the embedded database
    - `ORDINO_DATABASE_URL=postgresql://... ordino worker` on any other
    """
    os.environ["ORDINO_DATABASE_URL"] = database_up_to_date()
    os.execv(sys.executable, [sys.executable, "-m", "ordino.workers.run"])  # noqa: S606 - this very program, no shell
