"""`ordino api`: a server of the API alone, and the keys that let programs in."""

import os
import sys
from datetime import timedelta
from typing import Annotated

import typer
from rich.markup import escape
from rich.table import Table

from ordino.access.commands import ApiKeyResult, IssueApiKey, RevokeApiKey, RotateApiKey
from ordino.access.queries import api_keys
from ordino.access.rows import ApiKeyView
from ordino.access.secret import Secret, new_secret
from ordino.cli.asking import answer_to, channel_id, print_secret_once
from ordino.cli.output import Json, console, messages, print_json, stop_with
from ordino.cli.serving import refuse_taken_port, server_command
from ordino.cli.session import database_up_to_date, open_engine
from ordino.flows.wiring import CONTEXTS
from ordino.kernel.messages import Record

app = typer.Typer(
    rich_markup_mode="markdown", no_args_is_help=True, help="Serve the HTTP API alone, and let programs in."
)
key_app = typer.Typer(
    rich_markup_mode="markdown", no_args_is_help=True, help="Issue, list, rotate and revoke API keys."
)
app.add_typer(key_app, name="key")

_FEEDS = ("events",)


class _ShownSecret(Record, frozen=True):
    api_key_id: int
    name: str
    secret: str


@app.command()
def serve(
    host: Annotated[str, typer.Option(help="The address to listen on; 0.0.0.0 for every network.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="The port to listen on.")] = 8001,
) -> None:
    """Serve the API alone, in one process: `ordino up` serves it already, beside the screens.

    - `ordino api serve --port 8001` on this machine, on the embedded database
    - `ORDINO_DATABASE_URL=postgresql://... ordino api serve --host 0.0.0.0` on any other
    """
    refuse_taken_port(host, port)
    os.environ["ORDINO_DATABASE_URL"] = database_up_to_date()
    messages.print(f"The API is served at [bold]http://{host}:{port}/api/v1[/] (stop it with Ctrl-C)")
    os.execv(sys.executable, server_command("ordino.site.api:application", host, port))  # noqa: S606 - this very program, no shell


@key_app.command()
def issue(
    name: Annotated[str, typer.Argument(help="What the key is for; it stands in the history of what the key did.")],
    scope: Annotated[list[str], typer.Option(help="For example orders:write; may be given several times.")],
    channel: Annotated[str, typer.Option(help="Keep the key to one channel.")] = "",
    days: Annotated[int | None, typer.Option(min=1, help="After how many days it expires.")] = None,
    per_minute: Annotated[int, typer.Option(min=1, help="How many requests a minute it may make.")] = 60_000,
    as_json: Json = False,
) -> None:
    """Issue a key and print its secret, once: only its hash is kept.

    - `ordino api key issue webshop --scope orders:write --scope inventory:read --channel shop`
    - `ordino api key issue reporting --scope orders:read --scope events:read --days 90`
    """
    for wanted in scope:
        _check_context(wanted)
    secret = new_secret()
    with open_engine(maximum_connections=2) as engine:
        command = IssueApiKey(
            name=name,
            prefix=secret.prefix,
            secret_hash=secret.hash,
            scopes=tuple(scope),
            channel_id=channel_id(engine, channel) if channel else None,
            expires_at=None if days is None else engine.clock() + timedelta(days=days),
            requests_per_minute=per_minute,
        )
        result = answer_to(engine, command, ApiKeyResult, as_json=as_json)
    _show(result, secret, as_json=as_json)


@key_app.command("list")
def list_keys(as_json: Json = False) -> None:
    """List the keys, when each was used last, and which are revoked."""
    with open_engine(maximum_connections=2) as engine, engine.reader() as reader:
        keys = api_keys(reader)
    if as_json:
        print_json(keys)
        return
    table = Table("Id", "Name", "Secret", "Scopes", "Channel", "Issued", "Last used", "")
    for key in keys:
        table.add_row(str(key.id), *map(escape, _cells(key)))
    console.print(table)


@key_app.command()
def rotate(
    key_id: Annotated[int, typer.Argument(min=1, help="The key's number.")],
    overlap_hours: Annotated[int, typer.Option(min=0, help="How long the old secret is accepted.")] = 24,
    as_json: Json = False,
) -> None:
    """Give a key another secret and print it, once.

    - `ordino api key rotate 3` and put the new secret in place within a day
    - `ordino api key rotate 3 --overlap-hours 0` where the old one is known to somebody
    """
    secret = new_secret()
    command = RotateApiKey(
        api_key_id=key_id, prefix=secret.prefix, secret_hash=secret.hash, overlap_hours=overlap_hours
    )
    with open_engine(maximum_connections=2) as engine:
        result = answer_to(engine, command, ApiKeyResult, as_json=as_json)
    _show(result, secret, as_json=as_json)


@key_app.command()
def revoke(
    key_id: Annotated[int, typer.Argument(min=1, help="The key's number.")],
    reason: Annotated[str, typer.Option(help="Why.")] = "",
    as_json: Json = False,
) -> None:
    """Let a key in no more."""
    with open_engine(maximum_connections=2) as engine:
        result = answer_to(engine, RevokeApiKey(api_key_id=key_id, reason=reason), ApiKeyResult, as_json=as_json)
    if as_json:
        print_json(result)
    else:
        console.print(f"Key {result.api_key_id} ({escape(result.name)}) is revoked.")


def _check_context(scope: str) -> None:
    context = scope.partition(":")[0]
    if context not in (*CONTEXTS, *_FEEDS, "*"):
        stop_with("There is no such scope", f"{scope!r} begins with none of: {', '.join((*CONTEXTS, *_FEEDS))}, *.")


def _show(result: ApiKeyResult, secret: Secret, *, as_json: bool) -> None:
    if as_json:
        print_json(_ShownSecret(result.api_key_id, result.name, secret.text))
        return
    print_secret_once(f"Key {result.api_key_id} ({result.name})", secret.text)


def _cells(key: ApiKeyView) -> tuple[str, ...]:
    used = "never" if key.last_used_at is None else f"{key.last_used_at:%Y-%m-%d %H:%M}"
    state = "revoked" if key.revoked_at is not None else ""
    scopes = " ".join(key.scopes)
    return key.name, f"{key.prefix}...", scopes, key.channel or "all", f"{key.issued_at:%Y-%m-%d}", used, state
