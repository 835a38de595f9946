"""`ordino migrate`: the database is brought to this version."""

import os
import subprocess
import sys

import psycopg
import typer

from ordino.cli.output import messages
from ordino.engine.embedded import ensure_started

app = typer.Typer(rich_markup_mode="markdown")


@app.command()
def migrate(
    plan: bool = typer.Option(False, "--plan", help="Only list what would be done."),
) -> None:
    """Bring the database to this version.

    Each migration runs in a transaction of its own: an interrupt leaves the ones before it, and the next run goes on.

    - `ordino migrate` applies what waits
    - `ordino migrate --plan` lists it
    """
    run_migrations(ensure_started(), plan=plan)
    if not plan:
        messages.print("The database is up to date.")


def run_migrations(url: str, *, plan: bool = False) -> None:
    """Apply the waiting migrations in a process of its own; leaves with its exit code where they fail."""
    arguments = ["migrate", "--plan"] if plan else ["migrate", "--verbosity", "0"]
    with psycopg.connect(url, autocommit=True, connect_timeout=10) as connection:
        connection.execute("select pg_advisory_lock(hashtext('ordino migrate'))")  # of two at once, one waits
        code = run_django(arguments, url)
    if code:
        raise typer.Exit(code)


def run_django(arguments: list[str], url: str) -> int:
    """Run one of Django's commands on the database at `url`; answers its exit code."""
    environment = {**os.environ, "ORDINO_DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "ordino.site.settings"}
    return subprocess.run([sys.executable, "-m", "django", *arguments], env=environment, check=False).returncode
