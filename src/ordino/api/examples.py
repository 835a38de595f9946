"""Examples of bodies and answers, made from their types: the smallest that has every required field, and a word for each."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin

import msgspec

from ordino.api.answers import problem_body
from ordino.kernel.problems import Problem

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


def example_of_problem(problem: type[Problem]) -> Any:
    """A refusal of this kind as it is answered."""
    return msgspec.json.decode(problem_body(msgspec.convert(example_of(problem), problem, strict=False)))


def example_of(struct: Any) -> dict[str, Any]:
    """A body of this type (which may be a generic one) with its required fields."""
    config = (get_origin(struct) or struct).__struct_config__
    tagged = {config.tag_field: config.tag} if config.tag_field and config.tag else {}
    return tagged | {
        field.encode_name: _value(field.name, field.type) for field in msgspec.structs.fields(struct) if field.required
    }


def _value(name: str, annotation: Any) -> Any:
    origin, inside = get_origin(annotation), get_args(annotation)
    if annotation is str:
        return _WORDS.get(name.rpartition("_")[2], _PLAIN[str])
    if annotation in _PLAIN:
        return _PLAIN[annotation]
    if origin is Literal:
        return inside[0]
    if origin in (Union, UnionType):
        return _value(name, inside[0])
    if origin in (tuple, list, Sequence):
        return [_value(name, inside[0])]
    if annotation is msgspec.Raw or origin is dict:
        return {}
    if isinstance(origin or annotation, type) and issubclass(origin or annotation, msgspec.Struct):
        return example_of(annotation)
    return _value(name, inside[0]) if inside else None
