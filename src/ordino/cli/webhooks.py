"""`ordino webhook`: receivers that are told of what happens."""

import os
from datetime import datetime
from typing import Annotated

import typer
from rich.markup import escape
from rich.table import Table

from ordino.cli.asking import Preview, answer_to, ask, channel_id, print_secret_once
from ordino.cli.order_lists import Limit
from ordino.cli.output import Json, console, print_json, refuse
from ordino.cli.session import open_engine
from ordino.engine import Window
from ordino.kernel.messages import Record
from ordino.kernel.problems import NotFound
from ordino.webhooks.commands import (
    ChangeWebhook,
    CreateWebhook,
    EndWebhook,
    PauseWebhook,
    ReplayWebhook,
    ResendWebhookMessages,
    ResumeWebhook,
    RotateWebhookSecret,
    WebhookResult,
)
from ordino.webhooks.queries import show_webhook, webhook_messages, webhooks
from ordino.webhooks.rows import WebhookMessageView, WebhookView
from ordino.webhooks.secret import Secret, make_secret, new_salt

app = typer.Typer(
    rich_markup_mode="markdown", no_args_is_help=True, help="Tell receivers of what happens, by signed messages."
)
Number = Annotated[int, typer.Argument(min=1, help="The webhook's number.", show_default=False)]
Kinds = Annotated[list[str] | None, typer.Option(help="A kind of event; may be given several times. Without: all.")]


class _ShownSecret(Record, frozen=True):
    webhook_id: int
    name: str
    secret: str


@app.command()
def create(
    name: Annotated[str, typer.Argument(help="What the receiver is called.", show_default=False)],
    url: Annotated[str, typer.Argument(help="Where messages are sent.", show_default=False)],
    event: Kinds = None,
    channel: Annotated[str, typer.Option(help="Tell of the orders of one channel only.")] = "",
    after: Annotated[int | None, typer.Option(min=0, help="Begin behind this position of the journal.")] = None,
    as_json: Json = False,
) -> None:
    """Tell a receiver of what happens, and print the secret that proves it, once: it is kept nowhere.

    - `ordino webhook create shop https://shop.example/hooks --event OrderPlaced --event OrderCanceled`
    - `ordino webhook create warehouse https://wms.example/in --channel shop --after 0`
    """
    secret = _new_secret()
    with open_engine(maximum_connections=2) as engine:
        command = CreateWebhook(
            name=name,
            url=url,
            seal=secret.seal,
            event_types=tuple(event or ()),
            channel_id=channel_id(engine, channel) if channel else None,
            after_position=after,
        )
        result = answer_to(engine, command, WebhookResult, as_json=as_json)
    _show_secret(result, secret, as_json=as_json)


@app.command("list")
def list_command(as_json: Json = False) -> None:
    """Show the webhooks, what waits for each, and what was set aside.

    - `ordino webhook list`
    """
    with open_engine(maximum_connections=1) as engine, engine.reader() as reader:
        rows = webhooks(reader)
    if as_json:
        print_json(rows)
        return
    table = Table("Webhook", "Name", "Address", "Events", "Channel", "State", "Waiting", "Set aside", "Last delivered")
    for row in rows:
        table.add_row(*map(escape, _cells(row)))
    console.print(table)


@app.command()
def show(
    number: Number,
    state: Annotated[str | None, typer.Option(help="Only messages that are waiting, delivered or set_aside.")] = None,
    limit: Limit = 25,
    as_json: Json = False,
) -> None:
    """Show the messages of a webhook, the newest first, and what its receiver answered.

    - `ordino webhook show 3 --state set_aside`
    """
    with open_engine(maximum_connections=1) as engine, engine.reader() as reader:
        webhook = show_webhook(reader, number)
        found = webhook_messages(reader, number, state=state, window=Window(limit))
    if webhook is None:
        refuse(NotFound(what="webhook", reference=str(number)), as_json=as_json)
    if as_json:
        print_json({"webhook": webhook, "messages": found})
        return
    console.print(f"[bold]Webhook {webhook.id}[/] {escape(webhook.name)} is {webhook.state}: {escape(webhook.url)}")
    table = Table("Message", "Event", "Of", "State", "Attempts", "Next try", "Answer")
    for message in found:
        table.add_row(*map(escape, _message_cells(message)))
    console.print(table)


@app.command()
def change(
    number: Number,
    url: Annotated[str | None, typer.Option(help="Where messages are sent from now on.")] = None,
    event: Kinds = None,
    preview: Preview = False,
    as_json: Json = False,
) -> None:
    """Send to another address, or tell of other events; what is not given stays.

    - `ordino webhook change 3 --url https://shop.example/v2/hooks`
    """
    given: dict[str, str | tuple[str, ...]] = {}
    if url is not None:
        given["url"] = url
    if event:
        given["event_types"] = tuple(event)
    ask([ChangeWebhook(webhook_id=number, **given)], _state, preview=preview, as_json=as_json)  # type: ignore[arg-type]


@app.command("rotate-secret")
def rotate_secret(
    number: Number,
    overlap_hours: Annotated[int, typer.Option(min=0, help="How long the old secret signs, too.")] = 24,
    as_json: Json = False,
) -> None:
    """Give a webhook another secret and print it, once.

    - `ordino webhook rotate-secret 3` and let the receiver know the new one within a day
    """
    secret = _new_secret()
    command = RotateWebhookSecret(webhook_id=number, seal=secret.seal, overlap_hours=overlap_hours)
    with open_engine(maximum_connections=2) as engine:
        result = answer_to(engine, command, WebhookResult, as_json=as_json)
    _show_secret(result, secret, as_json=as_json)


@app.command()
def pause(
    number: Number,
    reason: Annotated[str, typer.Option(help="Why.")] = "",
    preview: Preview = False,
    as_json: Json = False,
) -> None:
    """Send nothing until it is resumed; nothing is lost.

    - `ordino webhook pause 3 --reason "the shop is being moved"`
    """
    ask([PauseWebhook(webhook_id=number, reason=reason)], _state, preview=preview, as_json=as_json)


@app.command()
def resume(number: Number, preview: Preview = False, as_json: Json = False) -> None:
    """Go on where it was paused.

    - `ordino webhook resume 3`
    """
    ask([ResumeWebhook(webhook_id=number)], _state, preview=preview, as_json=as_json)


@app.command()
def replay(
    number: Number,
    after: Annotated[int, typer.Option(min=0, help="Behind this position of the journal; 0 for all.")],
    preview: Preview = False,
    as_json: Json = False,
) -> None:
    """Tell everything behind a position of the journal again, each message under the id it had.

    - `ordino webhook replay 3 --after 0`
    """
    ask([ReplayWebhook(webhook_id=number, after_position=after)], _state, preview=preview, as_json=as_json)


@app.command()
def resend(number: Number, preview: Preview = False, as_json: Json = False) -> None:
    """Try the messages again that were set aside.

    - `ordino webhook resend 3`
    """
    ask([ResendWebhookMessages(webhook_id=number)], _state, preview=preview, as_json=as_json)


@app.command()
def end(
    number: Number,
    reason: Annotated[str, typer.Option(help="Why.")] = "",
    preview: Preview = False,
    as_json: Json = False,
) -> None:
    """Send nothing any more; it cannot be undone.

    - `ordino webhook end 3 --reason "the shop was closed"`
    """
    ask([EndWebhook(webhook_id=number, reason=reason)], _state, preview=preview, as_json=as_json)


def _new_secret() -> Secret:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ordino.site.settings")
    from django.conf import settings  # noqa: PLC0415 - reads the installation's key when it is needed

    return make_secret(settings.SECRET_KEY.encode(), new_salt())


def _show_secret(result: WebhookResult, secret: Secret, *, as_json: bool) -> None:
    if as_json:
        print_json(_ShownSecret(result.webhook_id, result.name, secret.text))
        return
    print_secret_once(f"Webhook {result.webhook_id} ({result.name})", secret.text)


def _state(result: WebhookResult) -> str:
    return f"Webhook {result.webhook_id} ({result.name}) is {result.state}."


def _cells(row: WebhookView) -> tuple[str, ...]:
    kinds = " ".join(row.event_types) or "all"
    counts = (str(row.waiting), str(row.set_aside))
    return str(row.id), row.name, row.url, kinds, row.channel or "all", row.state, *counts, _time(row.last_delivered_at)


def _message_cells(message: WebhookMessageView) -> tuple[str, ...]:
    answer = message.last_error or str(message.last_status or "")
    next_try = _time(message.due_at) if message.state == "waiting" else ""
    attempts = str(message.attempts)
    return message.message_id, message.kind, message.stream, message.state, attempts, next_try, answer


def _time(moment: datetime | None) -> str:
    return "" if moment is None else f"{moment:%Y-%m-%d %H:%M}"
