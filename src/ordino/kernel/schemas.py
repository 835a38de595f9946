"""What events look like to those who read them elsewhere: a JSON Schema of each, made from its type.

A version stands until an event loses a field, or a field means something else; a new field that may be missing is no new version.
"""

from inspect import cleandoc
from typing import Any

import msgspec

from ordino.kernel.messages import Event

Json = dict[str, Any]
DECIMAL = r"^-?[0-9]{1,12}(\.[0-9]{1,6})?$"
DIALECT = "https://json-schema.org/draft/2020-12/schema"


def event_types() -> dict[str, type[Event]]:
    """Every event that is declared, by its name; the modules that declare events must be loaded before."""
    found = {event.kind(): event for event in _leaves(Event) if event.__module__.startswith("ordino.")}
    return dict(sorted(found.items()))


def context_of(event: type[Event]) -> str:
    """The context an event belongs to."""
    return event.__module__.split(".")[1]


def kinds_of(context: str) -> list[str]:
    """The kinds of a context's events."""
    return [kind for kind, event in event_types().items() if context_of(event) == context]


def kinds_naming(key: str, *contexts: str) -> list[str]:
    """The kinds of the contexts' events that name a key, for example `shipment_id`."""
    return [
        kind
        for kind, event in event_types().items()
        if context_of(event) in contexts and key in event.__struct_fields__
    ]


def event_schema(event: type[Event]) -> Json:
    """The JSON Schema (2020-12) of what an event says. Readers pass over fields they do not know."""
    told: Json = msgspec.json.schema(event)
    say_how_decimals_are_written(told)
    definitions: Json = told["$defs"]
    for defined in definitions.values():
        if "description" in defined:
            defined["description"] = cleandoc(defined["description"])
    own: Json = definitions.pop(event.__name__)
    told = {"$schema": DIALECT, "context": context_of(event), "version": event.version} | own
    return told | {"$defs": definitions} if definitions else told


def say_how_decimals_are_written(schema: Any) -> None:
    """A decimal is a text such as `12.50`, which the format alone does not say."""
    if isinstance(schema, dict):
        if schema.get("format") == "decimal":
            schema["pattern"] = DECIMAL
        for inner in schema.values():
            say_how_decimals_are_written(inner)
    elif isinstance(schema, list):
        for inner in schema:
            say_how_decimals_are_written(inner)


def _leaves(base: type[Any]) -> list[type[Any]]:
    return [leaf for child in base.__subclasses__() for leaf in (_leaves(child) or [child])]
