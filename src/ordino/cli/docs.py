"""`ordino docs`: the reference pages, made from the code."""

from pathlib import Path

import typer

from ordino.cli.output import messages
from ordino.cli.reference_pages import pages

app = typer.Typer(rich_markup_mode="markdown")


@app.command()
def docs(
    directory: Path = typer.Argument(Path("docs/reference"), help="Where the pages belong.", file_okay=False),
) -> None:
    """Write the generated reference pages: commands, events, problems, life cycles, command line.

    A test compares them with the code, so run this after a change of any of these.

    - `ordino docs` in the source directory
    """
    directory.mkdir(parents=True, exist_ok=True)
    for name, text in pages().items():
        (directory / name).write_text(text, encoding="utf-8")
        messages.print(str(directory / name))
