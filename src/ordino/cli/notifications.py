"""`ordino notification`: what customers were told."""

from typing import Annotated

import typer
from rich.markup import escape
from rich.table import Table

from ordino.cli.asking import Preview, ask
from ordino.cli.order_lists import Limit
from ordino.cli.output import Json, console, messages, print_json, refuse, stop_with
from ordino.cli.session import open_engine
from ordino.engine import Window
from ordino.kernel.problems import NotFound
from ordino.notifications.commands import NotificationResult, NotificationsSet, ResendNotification, SetNotifications
from ordino.notifications.content import content_of
from ordino.notifications.lifecycle import MESSAGE
from ordino.notifications.queries import MessageView, letter
from ordino.notifications.queries import messages as sent_messages
from ordino.notifications.rows import LANGUAGES
from ordino.notifications.templating import render
from ordino.orders.queries import show_order

app = typer.Typer(no_args_is_help=True, rich_markup_mode="markdown")

Number = Annotated[int, typer.Argument(help="The message's number.", show_default=False)]


@app.callback()
def notification() -> None:
    """What customers are told by e-mail: confirmation, shipment, delay, delivery, refund; each once, in their language.

    A channel tells nobody until it is switched on with `set`; orders placed before that are history and are never mailed.
    """


@app.command("set")
def set_command(
    channel: Annotated[str, typer.Argument(help="The channel's code.", show_default=False)],
    sender: Annotated[str, typer.Option(help="The address that messages come from.")] = "",
    name: Annotated[str, typer.Option(help="The name beside it.")] = "",
    language: Annotated[str, typer.Option(help=f"For customers of no known language: {', '.join(LANGUAGES)}.")] = "en",
    off: Annotated[bool, typer.Option("--off", help="Tell nobody any more.")] = False,
    preview: Preview = False,
    as_json: Json = False,
) -> None:
    """Let a channel tell its customers from now on, or stop it.

    - `ordino notification set shop --sender orders@shop.example --name "The Shop"`
    - `ordino notification set shop --off`
    """
    command = SetNotifications(channel=channel, enabled=not off, sender=sender, sender_name=name, language=language)
    ask([command], _channel, preview=preview, as_json=as_json)


@app.command("list")
def list_command(
    order: Annotated[int | None, typer.Option(help="Only about this order.")] = None,
    state: Annotated[str | None, typer.Option(help=f"Only {', '.join(MESSAGE.states)}.")] = None,
    limit: Limit = 25,
    as_json: Json = False,
) -> None:
    """List messages, the newest first.

    - `ordino notification list --state failed`
    """
    if state is not None and state not in MESSAGE.states:
        stop_with("There is no such state", f"{state}; the states are {', '.join(MESSAGE.states)}.")
    with open_engine(maximum_connections=1) as engine, engine.reader() as reader:
        rows = sent_messages(reader, order_id=order, state=state, window=Window(limit))
    if as_json:
        print_json(rows)
    elif rows:
        _print_messages(rows)
    else:
        messages.print("Nobody was told anything.")


@app.command()
def show(number: Number, as_json: Json = False) -> None:
    """Show one message as it reads, or would read now.

    - `ordino notification show 12`
    """
    with open_engine(maximum_connections=1) as engine, engine.reader() as reader:
        found = letter(reader, number)
        view = show_order(reader, found.order_id) if found else None
    if found is None or view is None:
        refuse(NotFound(what="message", reference=str(number)), as_json=as_json)
    rendered = render(found.language, found.occasion, content_of(found, view), found.own_words())
    if as_json:
        print_json({"message": found, "content": rendered})
        return
    console.print(f"[bold]{escape(rendered.subject)}[/]")
    console.print(f"To {escape(found.recipient)}, {found.state}\n")
    console.print(escape(rendered.text), end="", soft_wrap=True)


@app.command()
def resend(
    number: Number,
    to: Annotated[str, typer.Option(help="Another address.")] = "",
    preview: Preview = False,
    as_json: Json = False,
) -> None:
    """Send a message again, to the same or to another address.

    - `ordino notification resend 12 --to ada@example.org`
    """
    ask([ResendNotification(message_id=number, recipient=to)], _state, preview=preview, as_json=as_json)


def _channel(result: NotificationsSet) -> str:
    return f"Channel {result.channel} {'tells its customers from now on' if result.enabled else 'tells nobody'}."


def _state(result: NotificationResult) -> str:
    return f"Message {result.message_id} is {result.state}."


def _print_messages(rows: list[MessageView]) -> None:
    columns = ("Message", "Order", "Occasion", "To", "State", "Requested", "Why")
    table = Table(*columns, box=None, pad_edge=False, header_style="bold")
    for row in rows:
        requested = f"{row.requested_at:%Y-%m-%d %H:%M}"
        texts = (str(row.id), str(row.order_id), row.occasion, row.recipient, row.state, requested, row.reason)
        table.add_row(*map(escape, texts))
    console.print(table)
