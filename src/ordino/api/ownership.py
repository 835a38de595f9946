"""Keys that are kept to one channel: what of a command or an address belongs to which channel.

What belongs to another channel is answered as if it were not there. A subject never changes its channel, so looking before the
command is asked is enough.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from ordino.api.problems import NotOfThisChannel
from ordino.engine import Reader, Statement, Statements
from ordino.inventory.reservations import is_checkout
from ordino.kernel.messages import Command, Record
from ordino.kernel.problems import NotFound, Problem

SQL = Statements("ordino.api")

# The keys by which commands and addresses name what belongs to a channel, and how its channel is found.
SUBJECTS: Mapping[str, Statement] = {
    "order_id": SQL.select_orders_of_channel,
    "customer_id": SQL.select_customers_of_channel,
    "channel_id": SQL.select_channel_itself,
    "fulfillment_order_id": SQL.select_fulfillment_orders_of_channel,
    "package_id": SQL.select_packages_of_channel,
    "shipment_id": SQL.select_shipments_of_channel,
    "payment_id": SQL.select_payments_of_channel,
    "refund_id": SQL.select_refunds_of_channel,
    "invoice_id": SQL.select_invoices_of_channel,
    "credit_note_id": SQL.select_credit_notes_of_channel,
    "return_id": SQL.select_returns_of_channel,
    "message_id": SQL.select_messages_of_channel,
    "quote_id": SQL.select_quotes_of_channel,
    "webhook_id": SQL.select_webhooks_of_channel,
    "reservation_id": SQL.select_reservations_of_channel,
    "job_id": SQL.select_jobs_of_channel,
}

# What is done for all channels at once: their keys are not the merchant's own (`invoice_id` is a supplier's invoice).
OF_NO_CHANNEL = frozenset({"procurement"})
SAME_AS = {"from_order_id": "order_id", "to_order_id": "order_id"}
# Keys of one name in two contexts: what is set aside of a gift card is no reservation of stock.
OF_A_CONTEXT = {("stored_value", "reservation_id"): "stored_value_reservation_id"}
NAMES_A_CHANNEL = frozenset({"channel", "only_channel"})
PARTS_OF_AN_ORDER = frozenset({"hold_id"})  # named beside their order, whose part they must be


class Subject(Record, frozen=True):
    """Something that a command is about."""

    kind: str
    key: int


def check_command(reader: Reader, command: Command, channel: str) -> Problem | None:
    """Why a key of one channel may not ask this: it is about another channel, or about none. None where it may."""
    named, subjects = _named(command)
    if command.context in OF_NO_CHANNEL or not (named or subjects):
        return NotOfThisChannel(operation=command.kind(), channel=channel)
    owner = next((text for text in _texts(command, "reservation_owner") if text and not is_checkout(text)), None)
    if owner is not None:
        return NotFound(what="reservation", reference=owner)
    other = next((code for code in named if code != channel), None)
    if other is not None:
        return NotFound(what="channel", reference=other)
    return check_subjects(reader, subjects, channel)


def check_subjects(reader: Reader, subjects: Sequence[Subject], channel: str) -> Problem | None:
    """Why a key of one channel may not see these: one belongs to another channel, or does not exist. None where it may."""
    for kind in sorted({subject.kind for subject in subjects}):
        if kind not in SUBJECTS:
            return NotOfThisChannel(operation=kind, channel=channel)
        keys = sorted({subject.key for subject in subjects if subject.kind == kind})
        own = set(reader.fetch_values(SUBJECTS[kind], ids=keys, channel=channel))
        missing = next((key for key in keys if key not in own), None)
        if missing is not None:
            return NotFound(what=kind.removesuffix("_id").replace("_", " "), reference=str(missing))
    return None


def _texts(command: Command, field: str) -> list[str]:
    """What a command says in a field, and the command inside it."""
    values: list[Any] = [getattr(command, name) for name in command.__struct_fields__]
    inner = [text for value in values if isinstance(value, Command) for text in _texts(value, field)]
    return [*([getattr(command, field)] if field in command.__struct_fields__ else []), *inner]


def _named(command: Command) -> tuple[list[str], list[Subject]]:
    """The channels a command names, and the subjects; those of a command inside it, too."""
    named: list[str] = []
    subjects: list[Subject] = []
    for name in command.__struct_fields__:
        value: Any = getattr(command, name)
        if name in NAMES_A_CHANNEL and isinstance(value, str):
            named.append(value)
        elif isinstance(value, Command):
            inner_named, inner_subjects = _named(value)
            named += inner_named
            subjects += inner_subjects
        elif name.endswith("_id") and isinstance(value, int) and name not in PARTS_OF_AN_ORDER:
            subjects.append(Subject(_kind(command, name), value))
        elif name.endswith("_ids"):
            subjects += [Subject(_kind(command, name.removesuffix("s")), key) for key in value]
    return named, subjects


def _kind(command: Command, name: str) -> str:
    return OF_A_CONTEXT.get((command.context, name)) or SAME_AS.get(name, name)
