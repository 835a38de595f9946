"""Where a command is asked for: `PlaceOrder` at `/orders`, `CancelOrder` at `/orders/{order_id}/cancel`.

A command's name is a verb and a noun; its required keys (`order_id`) say what it is about. Decision 0045 has the rules.
"""

import re
from collections.abc import Sequence

import msgspec

from ordino.kernel.messages import Command, Record, snake_case

COLLECTION_VERBS = frozenset({"place", "register", "raise", "create"})
_OWN_PLURAL = frozenset({"stock", "incoming", "units"})
_IRREGULAR = {  # commands whose name is not a verb and a noun, or whose key says too little: it is a supplier's invoice
    "ReserveCheckout": ("checkout", "reservations"),
    "ReleaseCheckout": ("checkout", "reservations", "release"),
    "MarkAvailable": ("stock", "mark-available"),
    "MarkUnavailable": ("stock", "mark-unavailable"),
    "ApproveSupplierInvoice": ("supplier-invoices", "invoice_id", "approve"),
    "PaySupplierInvoice": ("supplier-invoices", "invoice_id", "pay"),
}
_VOWEL_BEFORE_Y = re.compile(r"[aeiou]y$")


class CommandPath(Record, frozen=True):
    """Segments of a path; a segment that is one of `keys` stands for its value."""

    segments: tuple[str, ...]
    keys: tuple[str, ...]

    def template(self, form: str = "{%s}") -> str:
        """`/orders/{order_id}/cancel`; `form` says how a key is written."""
        return "/" + "/".join(form % segment if segment in self.keys else segment for segment in self.segments)

    def bulk(self) -> str:
        """Where many commands are asked for at once: the same without the keys, which stand in each item."""
        return "/" + "/".join(segment for segment in (*self.segments, "bulk") if segment not in self.keys)


def path_of(command: type[Command]) -> CommandPath:
    """The path of a command, from its name and its required keys."""
    verb, *words = snake_case(command.kind()).split("_")
    noun, keys = "_".join(words), _required_keys(command)
    if command.kind() in _IRREGULAR:
        segments = _IRREGULAR[command.kind()]
        return CommandPath(segments, tuple(key for key in keys if key in segments))
    if not keys:
        tail = () if verb in COLLECTION_VERBS else (verb,)
        return CommandPath((_collection(noun), *tail), ())
    subject = keys[0].removesuffix("_id")
    own = next((key for key in keys if noun in (key.removesuffix("_id"), _plural(key.removesuffix("_id")))), None)
    if own == keys[0]:
        return CommandPath((_collection(subject), own, verb), (own,))
    if own is not None:
        return CommandPath((_collection(subject), keys[0], _collection(noun), own, verb), (keys[0], own))
    return CommandPath((_collection(subject), keys[0], _kebab(_without(subject, verb, noun))), (keys[0],))


def _required_keys(command: type[Command]) -> Sequence[str]:
    fields = msgspec.structs.fields(command)
    return [field.name for field in fields if field.required and field.type is int and field.name.endswith("_id")]


def _without(subject: str, verb: str, noun: str) -> str:
    """`flag_overdue` for the overdue invoice of an invoice, `recall` for the fulfillment of a fulfillment order."""
    if subject.startswith(f"{noun}_"):
        return verb
    return f"{verb}_{noun.removeprefix(f'{subject}_').removesuffix(f'_{subject}')}"


def _collection(noun: str) -> str:
    return _kebab(_plural(noun))


def _plural(noun: str) -> str:
    last = noun.rpartition("_")[2]
    if last in _OWN_PLURAL or (noun.endswith("s") and not noun.endswith("ss")):
        return noun
    if noun.endswith("y") and not _VOWEL_BEFORE_Y.search(noun):
        return f"{noun[:-1]}ies"
    return f"{noun}es" if noun.endswith(("s", "x", "ch", "sh")) else f"{noun}s"


def _kebab(name: str) -> str:
    return name.replace("_", "-")
