"""The reference pages that are made from the code: commands, events and their schemas, problems, life cycles, command line."""

import inspect
import re
from collections.abc import Iterable, Iterator
from importlib import import_module
from importlib.util import find_spec
from pkgutil import walk_packages
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin

import msgspec
import typer

import ordino
from ordino.api.answers import problem_address
from ordino.cli.main import PARTS
from ordino.engine.registry import commands as handled_commands
from ordino.engine.registry import handler_of
from ordino.flows.wiring import load_handlers
from ordino.kernel.lifecycle import Lifecycle
from ordino.kernel.messages import Command, Event, Record
from ordino.kernel.problems import Problem
from ordino.kernel.schemas import event_schema, event_types

_NOTE = "<!-- Made from the code by `ordino docs`; change the code, not this page. -->\n"
_BLANK_LINES = re.compile(r"\n{3,}")
_PARTS_OF_A_CONTEXT = ("commands", "events", "problems", "lifecycle")


def pages() -> dict[str, str]:
    """Each page's text by its file name."""
    load_vocabulary()
    return {
        "commands.md": _page("Commands", _COMMANDS, [*_by_context(commands(), _command), *_records(commands())]),
        "events.md": _page("Events", _EVENTS, _by_context(leaves(Event), _event)),
        "problems.md": _page("Problems", _PROBLEMS, map(_problem, leaves(Problem))),
        "life-cycles.md": _page("Life cycles", _LIFECYCLES, map(_lifecycle, lifecycles())),
        "event-schemas.json": _event_schemas(),
        "command-line.md": _page("Command line", _COMMAND_LINE, command_line()),
    }


_COMMANDS = (
    "What may be asked. Each needs the permission beside it and answers its result, or a [problem](problems.md)."
)
_EVENTS = (
    "What has happened, as the journal keeps it for ever. Each belongs to a stream such as `order/10482`. The JSON Schema of "
    "each stands in [event-schemas.json](event-schemas.json), and a server answers it at `/api/v1/event-types`."
)
_PROBLEMS = "Every refusal, in the shape of RFC 9457; a program matches on its `type`, an address at which a server explains it."
_LIFECYCLES = "Which state which command leads to; guards, database checks and tests come from the same tables."
_COMMAND_LINE = "Every command of `ordino`; `ordino COMMAND --help` says the same."


def load_vocabulary() -> None:
    """Import every module that declares commands, events, problems or life cycles, and every handler."""
    for module in walk_packages(ordino.__path__, prefix="ordino."):
        if module.name.rpartition(".")[2] in _PARTS_OF_A_CONTEXT or module.name.startswith("ordino.adapters."):
            import_module(module.name)
    load_handlers()


def leaves(base: type[Any]) -> list[type[Any]]:
    """The classes of Ordino below `base` that nothing derives from but the strict twins by which the API reads them."""
    children = [child for child in base.__subclasses__() if child.__name__ != f"{base.__name__}Input"]
    found = [leaf for child in children for leaf in (leaves(child) or [child])]
    return sorted({one for one in found if one.__module__.startswith("ordino.")}, key=_place)


def _place(described: type[Any]) -> tuple[str, str]:
    """By name, and by module where two parts use one name."""
    return described.__qualname__, described.__module__


def commands() -> list[type[Command]]:
    """Every command that is declared, whether or not it has a handler."""
    return leaves(Command)


def lifecycles() -> list[Lifecycle]:
    """Every life cycle, by its subject."""
    modules = [import_module(name) for name in (f"ordino.{part}.lifecycle" for part in _contexts()) if find_spec(name)]
    found = {id(one): one for module in modules for one in vars(module).values() if isinstance(one, Lifecycle)}
    return sorted(found.values(), key=lambda one: one.subject)


def _contexts() -> list[str]:
    return sorted(module.name.rpartition(".")[2] for module in walk_packages(ordino.__path__) if module.ispkg)


def _page(title: str, introduction: str, sections: Iterable[str]) -> str:
    text = "\n".join([_NOTE, f"# {title}\n", f"{introduction}\n", *sections])
    return _BLANK_LINES.sub("\n\n", text).rstrip() + "\n"


def _by_context(classes: Iterable[type[Any]], describe: Any) -> Iterator[str]:
    context = ""
    for one in sorted(classes, key=lambda one: (one.__module__.split(".")[1], _place(one))):
        if context != (context := one.__module__.split(".")[1]):
            yield f"## {context}\n"
        yield describe(one)


def _command(command: type[Command]) -> str:
    facts = [f"Permission `{command.permission()}`"]
    if command in handled_commands():
        facts.append(f"handled in `{handler_of(command).__module__}`")
    if isinstance(result := getattr(command, "result", None), type):
        facts.append(f"answers `{result.__name__}`")
    return f"### {command.kind()}\n\n{_words(command)}\n\n{' · '.join(facts)}\n{_fields(command)}"


def _event(event: type[Event]) -> str:
    return f"### {event.kind()}\n\n{_words(event)}\n\nVersion {event.version}\n{_fields(event)}"


def _event_schemas() -> str:
    schemas = {kind: event_schema(event) for kind, event in event_types().items()}
    return msgspec.json.format(msgspec.json.encode(schemas), indent=1).decode() + "\n"


def _problem(problem: type[Problem]) -> str:
    facts = f"{problem.title} · HTTP {problem.status} · `{problem_address(problem)}`"
    return f"## {problem.code()}\n\n{facts}\n\n{_words(problem)}\n{_fields(problem)}"


def _lifecycle(lifecycle: Lifecycle) -> str:
    return f"## {lifecycle.subject}\n\n```mermaid\n{lifecycle.mermaid()}\n```\n"


def _records(structs: Iterable[type[msgspec.Struct]]) -> Iterator[str]:
    """The records that fields of the given structs consist of, at any depth."""
    found: dict[str, type[msgspec.Struct]] = {}
    waiting = [field.type for struct in structs for field in msgspec.structs.fields(struct)]
    while waiting:
        annotation = waiting.pop()
        waiting += get_args(annotation)
        if isinstance(annotation, type) and issubclass(annotation, Record) and annotation.__name__ not in found:
            found[annotation.__name__] = annotation
            waiting += [field.type for field in msgspec.structs.fields(annotation)]
    if found:
        yield "## Records\n\nWhat the fields above consist of.\n"
    for name, record in sorted(found.items()):
        yield f"### {name}\n\n{_words(record)}\n{_fields(record)}"


def _words(described: type[Any]) -> str:
    """The class's own docstring; not the one it would inherit."""
    own = described.__dict__.get("__doc__") or ""
    return inspect.cleandoc(own) if own else ""


def _fields(struct: type[msgspec.Struct]) -> str:
    fields = msgspec.structs.fields(struct)
    if not fields:
        return ""
    rows = [f"| `{field.name}` | {_type(field.type)} | {_default(field)} |" for field in fields]
    return "\n".join(["", "| field | type | default |", "|---|---|---|", *rows, ""])


def _default(field: msgspec.structs.FieldInfo) -> str:
    if field.required:
        return "required"
    if field.default is not msgspec.NODEFAULT and not isinstance(field.default, msgspec.Struct):
        return "none" if field.default is None else f"`{field.default!r}`"
    return "empty"


def _type(annotation: Any) -> str:
    """A type in words, without module names."""
    origin, inside = get_origin(annotation), get_args(annotation)
    if origin in (Union, UnionType):
        return " or ".join(_type(one) for one in inside if one is not NoneType)
    if origin in (tuple, list):
        return (
            f"list of {_type(inside[0])}" if len(inside) == 1 or inside[1] is ... else " and ".join(map(_type, inside))
        )
    if origin is not None and str(origin) == "typing.Literal":
        return ", ".join(f"`{value}`" for value in inside)
    if origin is dict:
        return f"{_type(inside[1])} by {_type(inside[0])}"
    if origin is not None and inside:
        return _type(inside[0])
    return getattr(annotation, "__name__", str(annotation)).replace("|", "or")


def command_line() -> Iterator[str]:
    """One section for each command that can be run."""
    for name, (module, _) in PARTS.items():
        if find_spec(f"ordino.cli.{module}"):
            command: Any = typer.main.get_command(import_module(f"ordino.cli.{module}").app)
            yield from _command_sections(f"ordino {name}", command)


def _command_sections(name: str, command: Any) -> Iterator[str]:
    options = [parameter for parameter in command.params if "completion" not in parameter.name]
    rows = [_parameter(parameter) for parameter in options if parameter.name != "help"]
    table = "\n".join(["", "| | |", "|---|---|", *rows, ""]) if rows else ""
    yield f"## {name}\n\n{inspect.cleandoc(command.help or '')}\n{table}"
    for child_name, child in getattr(command, "commands", {}).items():
        yield from _command_sections(f"{name} {child_name}", child)


def _parameter(parameter: Any) -> str:
    is_option = parameter.param_type_name == "option"
    names = (
        ", ".join(f"`{name}`" for name in [*parameter.opts, *parameter.secondary_opts])
        if is_option
        else f"`{parameter.name.upper()}`"
    )
    return f"| {names} | {(parameter.help or '').replace('|', '/')} |"
