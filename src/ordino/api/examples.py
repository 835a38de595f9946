"""Examples of bodies, made from their types: the smallest body that has every required field, and a word for each."""

from datetime import date, datetime
from decimal import Decimal
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin

import msgspec

_WORDS = {
    "sku": "MUG-BLUE",
    "channel": "shop",
    "currency": "GBP",
    "country": "GB",
    "location": "LON",
    "reason": "the customer asked for it",
    "code": "MUG-BLUE",
}
_PLAIN: dict[type, Any] = {
    str: "text",
    int: 1,
    bool: True,
    Decimal: "12.50",
    datetime: "2026-03-02T09:00:00Z",
    date: "2026-03-02",
}


def example_of(struct: type[msgspec.Struct]) -> dict[str, Any]:
    """A body of this type with its required fields."""
    config = struct.__struct_config__
    tagged = {config.tag_field: config.tag} if config.tag_field and config.tag else {}
    return tagged | {
        field.encode_name: _value(field.name, field.type) for field in msgspec.structs.fields(struct) if field.required
    }


def _value(name: str, annotation: Any) -> Any:
    origin, inside = get_origin(annotation), get_args(annotation)
    if annotation is str:
        return _WORDS.get(name, _PLAIN[str])
    if annotation in _PLAIN:
        return _PLAIN[annotation]
    if origin is Literal:
        return inside[0]
    if origin in (Union, UnionType):
        return _value(name, inside[0])
    if origin in (tuple, list):
        return [_value(name, inside[0])]
    if isinstance(annotation, type) and issubclass(annotation, msgspec.Struct):
        return example_of(annotation)
    return _value(name, inside[0]) if inside else None
