"""`ordino manage`: Django's own commands on Ordino's database."""

import typer

from ordino.cli.migrate import run_django
from ordino.engine.embedded import ensure_started

app = typer.Typer(rich_markup_mode="markdown")


@app.command(context_settings={"allow_extra_args": True, "ignore_unknown_options": True})
def manage(context: typer.Context) -> None:
    """Run one of Django's own commands.

    - `ordino manage createsuperuser` adds a login
    - `ordino manage check --deploy` looks at the settings
    """
    raise typer.Exit(run_django(context.args, ensure_started()))
