"""A sample of every command, made from its type: every field filled, keys of things that exist, and one text of choice."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime, time
from decimal import Decimal
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

import msgspec

from ordino.kernel.messages import Command

WORDS = {
    "sku": "A",
    "parent": "A",
    "channel": "shop",
    "currency": "GBP",
    "country": "GB",
    "location": "LON",
    "carrier": "POST",
    "service": "ECONOMY",
    "gateway": "sandbox",
    "time_zone": "Europe/London",
    "email": "ada@example.com",
    "phone": "+442071234567",
    "reason": "manual",
}
PLAIN: dict[Any, Any] = {
    bool: True,
    int: 1,
    Decimal: Decimal("1.50"),
    datetime: datetime(2026, 3, 2, 9, tzinfo=UTC),
    date: date(2026, 3, 2),
    time: time(9),
    bytes: b"text",
}
Place = tuple[str, ...]


class Sampler:
    """Makes commands whose keys (`order_id`) are those of things that exist."""

    def __init__(self, keys: Mapping[str, int]) -> None:
        self._keys = keys

    def command(self, kind: type[Command], text_at: Place = (), text: str = "") -> Command:
        """A command with a text at one place, and words that mean something at the others. Raises msgspec.ValidationError."""
        return msgspec.convert(self._struct(kind, text_at, text), kind, strict=False)

    def text_fields(self, kind: Any, inside: Place = ()) -> Iterator[Place]:
        """The places of all texts in a command, at any depth."""
        for field in msgspec.structs.fields(kind):
            for annotation in _leaves(field.type):
                if annotation is str:
                    yield (*inside, field.name)
                elif _is_struct(annotation) and len(inside) < 3 and annotation is not kind:
                    yield from self.text_fields(annotation, (*inside, field.name))

    def with_texts(self, kind: type[Command], texts: Sequence[str]) -> Iterator[tuple[Place, str, Command]]:
        """The command with each of the texts at each place that may hold it."""
        for place in dict.fromkeys(self.text_fields(kind)):
            for text in texts:
                with suppress(msgspec.ValidationError):  # no text of choice may stand there
                    yield place, text, self.command(kind, place, text)

    def _struct(self, kind: Any, text_at: Place, text: str) -> dict[str, Any]:
        config = kind.__struct_config__
        made = {config.tag_field: config.tag} if config.tag_field and config.tag else {}
        for field in msgspec.structs.fields(kind):
            wanted = bool(text_at) and text_at[0] == field.name
            if field.required or wanted:
                made[field.encode_name] = self._value(
                    field.name, field.type, text_at[1:] if wanted else (), text, wanted
                )
        return made

    def _value(self, name: str, annotation: Any, text_at: Place, text: str, wanted: bool) -> Any:
        origin, inside = get_origin(annotation), get_args(annotation)
        if annotation is str:
            return text if wanted and not text_at else WORDS.get(name, WORDS.get(name.rpartition("_")[2], "text"))
        if annotation is int:
            return self._keys.get(name, 1)
        if annotation in PLAIN:
            return PLAIN[annotation]
        if origin is Literal:
            return inside[0]
        if origin is Annotated:
            return self._value(name, inside[0], text_at, text, wanted)
        if origin in (Union, UnionType):
            chosen = [one for one in inside if one is not NoneType]
            fitting = [one for one in chosen if wanted and _holds(one, text_at)]
            return self._value(name, (fitting or chosen)[0], text_at, text, wanted)
        if origin in (tuple, list):
            count = len(inside) if origin is tuple and inside[-1] is not ... else 1
            return [self._value(name, inside[min(i, len(inside) - 1)], text_at, text, wanted) for i in range(count)]
        if origin is dict:
            return {}
        if _is_struct(annotation):
            return self._struct(annotation, text_at, text)
        raise TypeError(f"no sample of {annotation}")


def _leaves(annotation: Any) -> Iterator[Any]:
    """The types that a field may hold, out of lists and choices."""
    origin, inside = get_origin(annotation), get_args(annotation)
    if origin in (Union, UnionType, tuple, list, Annotated):
        for one in inside[:1] if origin is Annotated else inside:
            yield from _leaves(one)
    else:
        yield annotation


def _holds(annotation: Any, path: Place) -> bool:
    """Whether a type has a text at the place."""
    if not path:
        return any(leaf is str for leaf in _leaves(annotation))
    return any(
        _is_struct(leaf)
        and any(field.name == path[0] and _holds(field.type, path[1:]) for field in msgspec.structs.fields(leaf))
        for leaf in _leaves(annotation)
    )


def _is_struct(annotation: Any) -> bool:
    return isinstance(annotation, type) and issubclass(annotation, msgspec.Struct)
