"""`ordino backup`: the whole database in one file."""

import os
from pathlib import Path

import typer

from ordino.cli.output import messages, stop_with
from ordino.cli.postgres_tools import is_archive, run_tool
from ordino.engine.embedded import ensure_started

app = typer.Typer(rich_markup_mode="markdown")


@app.command()
def backup(
    file: Path = typer.Argument(help="The file to write."),
    replace: bool = typer.Option(False, "--replace", help="Write over a file that exists."),
) -> None:
    """Write the database to one file, as of one moment, while everything goes on working.

    The file appears under its name when it is complete and can be read back; an interrupt leaves none.

    - `ordino backup ordino.dump`
    - `ordino backup /mnt/backups/latest.dump --replace`
    """
    if file.exists() and not replace:
        stop_with(f"{file} exists", "Choose another name, or write over it with --replace.")
    if not file.absolute().parent.is_dir():
        stop_with(f"There is no directory {file.absolute().parent}", "Make it first, or choose another place.")
    draft = file.with_name(f".{file.name}.{os.getpid()}.partial")
    try:
        with messages.status("Writing the backup ..."):
            run_tool(
                "pg_dump", ensure_started(), ["--format=custom", "--no-owner", "--no-privileges", f"--file={draft}"]
            )
            _to_disk(draft)
        if not is_archive(draft):
            stop_with("The backup cannot be read back", "Nothing was written; is there space on the disk?")
        draft.replace(file)
    finally:
        draft.unlink(missing_ok=True)
    messages.print(f"{file}: {file.stat().st_size / 1_000_000:,.1f} MB")


def _to_disk(path: Path) -> None:
    with path.open("rb") as written:
        os.fsync(written.fileno())
