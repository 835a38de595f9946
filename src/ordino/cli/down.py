"""`ordino down`: the embedded database is stopped."""

import typer

from ordino.cli.output import messages, stop_with
from ordino.engine import embedded

app = typer.Typer(rich_markup_mode="markdown")


@app.command()
def down() -> None:
    """Stop the embedded database. What is running in it is rolled back; nothing that was committed is lost.

    - `ordino down` stops it; any other command starts it again
    """
    if not embedded.is_embedded():
        stop_with("Not ours to stop", "ORDINO_DATABASE_URL names a database that Ordino did not start.")
    stopped = embedded.stop()
    messages.print("The embedded database is stopped." if stopped else "The embedded database was not running.")
