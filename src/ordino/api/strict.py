"""Strict twins of the records inside of commands: an unknown field at any depth is refused, not passed over.

A twin is a subclass that accepts no unknown field, so whoever handles the command sees the record itself.
"""

from functools import cache, reduce
from operator import or_
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

import msgspec
from msgspec import NODEFAULT
from msgspec.structs import FieldInfo

from ordino.kernel.messages import Command, Record

Field = tuple[str, Any, Any]


def strict(annotation: Any) -> Any:
    """The same type with records replaced by their strict twins, at any depth."""
    origin, inside = get_origin(annotation), get_args(annotation)
    if isinstance(annotation, type) and issubclass(annotation, Record | Command):
        return _twin(annotation)
    if origin is Annotated:
        return Annotated[(strict(inside[0]), *inside[1:])]
    if origin in (Union, UnionType):
        return reduce(or_, map(strict, inside))
    if origin in (tuple, list, dict):
        return origin[tuple(one if one is ... else strict(one) for one in inside)]
    return annotation


def strict_field(field: FieldInfo) -> Field:
    """A field as `msgspec.defstruct` takes it, of the strict type."""
    if field.default_factory is not NODEFAULT:
        return field.name, strict(field.type), msgspec.field(default_factory=field.default_factory)
    return field.name, strict(field.type), msgspec.field(default=field.default)


@cache
def _twin(record: type[msgspec.Struct]) -> type[msgspec.Struct]:
    config = record.__struct_config__
    return msgspec.defstruct(
        f"{record.__name__}Input",
        [strict_field(field) for field in msgspec.structs.fields(record)],
        bases=(record,),
        namespace={"__doc__": record.__doc__},
        module=record.__module__,
        forbid_unknown_fields=True,
        frozen=True,
        kw_only=True,
        tag=config.tag,
        tag_field=config.tag_field,
        omit_defaults=config.omit_defaults,
        gc=False,
    )
