"""Gather what people read: marked texts of templates and Python, and the words that come from declarations.

Events, commands, states, choices and facts are shown by their names in words (`order placed`); those words stand in the
catalogs under the context *word*, roles under *role*, the titles of problems under *problem*.
"""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path
from types import UnionType
from typing import Annotated, Any, Literal, NamedTuple, Union, get_args, get_origin, get_type_hints

import msgspec
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.template import Engine
from django.templatetags.i18n import BlockTranslateNode, TranslateNode

import ordino
from ordino.cli.reference_pages import leaves, lifecycles, load_vocabulary
from ordino.cli.sentences import sentences
from ordino.kernel.messages import Command, Event, snake_case
from ordino.kernel.problems import Problem
from ordino.office.roles import ROLES
from ordino.office.sentences import CONTEXT
from ordino.office.statuses import STATUSES
from ordino.office.texts import spaced
from ordino.office.vocabulary import FURTHER_WORDS

LANGUAGES = ("de",)
SOURCE = Path(ordino.__file__).parent
OFFICE = SOURCE / "office"
_KEYWORDS: dict[str, Any] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
}
_IN_TAGS = re.compile(r"""\b_\((?:"([^"]+)"|'([^']+)')\)""")
_NO_DATE = datetime(2026, 1, 1, tzinfo=UTC)
_SHOWN_CHOICES = (Command, Event)


class Text(NamedTuple):
    """A text to be translated, with its plural and its context where it has them."""

    text: str
    plural: str = ""
    context: str | None = None


def catalog_path(language: str) -> Path:
    return SOURCE / "locale" / language / "LC_MESSAGES" / "django.po"


def extracted() -> list[Text]:
    """Every text that people read, file by file."""
    load_vocabulary()
    found = [*_of_templates(), *_of_python()]
    said = [Text(sentence, "", CONTEXT) for sentence in sentences()]
    roles = [Text(role, "", "role") for role in ROLES]
    return [*found, *(Text(word, "", "word") for word in sorted(words())), *roles, *_titles(), *said]


def merged(language: str, found: list[Text]) -> Catalog:
    """The catalog of a language with these texts and no others; a text that is new there has no translation."""
    path = catalog_path(language)
    template = Catalog(locale=language, project="Ordino", charset="utf-8", fuzzy=False)
    for text in found:
        message = (text.text, text.plural) if text.plural else text.text
        template.add(message, context=text.context)
    if not path.exists():
        return template
    with path.open("rb") as file:
        catalog = read_po(file, locale=language)
    catalog.update(template, no_fuzzy_matching=True, update_header_comment=False)
    catalog.obsolete.clear()
    return catalog


def write(language: str, catalog: Catalog) -> None:
    """The catalog as it is edited, and compiled beside it as it is read."""
    path = catalog_path(language)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, _undated(catalog), width=120, sort_output=True, no_location=True)
    path.with_suffix(".mo").write_bytes(compiled(catalog))


def compiled(catalog: Catalog) -> bytes:
    """The compiled catalog; the same for the same texts, so it holds no date."""
    out = BytesIO()
    write_mo(out, _undated(catalog))
    return out.getvalue()


def _undated(catalog: Catalog) -> Catalog:
    """The catalog with a header that says only what readers of it need."""
    catalog.header_comment = "# What people read; gathered by `ordino translations`, translated here."
    catalog.creation_date = catalog.revision_date = _NO_DATE
    catalog.project, catalog.version, catalog.msgid_bugs_address = "Ordino", "", ""
    catalog.last_translator, catalog.language_team = "Ordino", "Ordino"
    return catalog


def untranslated(catalog: Catalog) -> list[str]:
    """The texts that have no translation, or a doubtful one."""
    return [str(one.id) for one in catalog if one.id and (one.fuzzy or not all(_forms(one.string)))]


def _forms(text: Any) -> tuple[str, ...]:
    return tuple(text) if isinstance(text, list | tuple) else (text,)


def words() -> set[str]:
    """What names are in words: kinds of events and commands, states, choices, facts of events."""
    kinds = {one.kind() for base in (Event, Command) for one in leaves(base)}
    states = {state for lifecycle in lifecycles() for state in lifecycle.states}
    shown = {value for axis in STATUSES.values() for value in axis} | set(STATUSES)
    choices = {choice for base in _SHOWN_CHOICES for one in leaves(base) for choice in _choices(one)}
    return {spaced(name) for name in {*kinds, *states, *shown, *choices, *_facts(), *_asked(), *FURTHER_WORDS} if name}


def _facts() -> Iterator[str]:
    """The names of facts that a screen shows of an event: texts, numbers, moments, and what is so or not."""
    for event in leaves(Event):
        for name, kind in get_type_hints(event).items():
            if {str, int, bool, date, datetime} & set(get_args(kind) or (kind,)):
                yield snake_case(name.replace("_minor", ""))


def _asked() -> Iterator[str]:
    """The names of what commands ask for, which a refusal names."""
    for command in leaves(Command):
        yield from (snake_case(name.replace("_minor", "")) for name in command.__struct_fields__)


def _choices(described: Any) -> Iterator[str]:
    """The choices of the fields of a record, and of the records within it."""
    for kind in get_type_hints(described, include_extras=False).values():
        yield from _choices_of(kind)


def _choices_of(kind: Any) -> Iterator[str]:
    if get_origin(kind) is Literal:
        yield from (value for value in get_args(kind) if isinstance(value, str))
    elif get_origin(kind) in (tuple, list, Union, UnionType, Annotated):
        for part in get_args(kind):
            yield from _choices_of(part)
    elif isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        yield from _choices(kind)


def _titles() -> list[Text]:
    return [Text(title, "", "problem") for title in sorted({one.title for one in leaves(Problem)})]


def templates() -> list[Path]:
    """The office's templates, by file."""
    return sorted(
        path for path in OFFICE.rglob("*") if path.suffix in (".html", ".svg", ".txt") and "static" not in path.parts
    )


def _of_templates() -> Iterator[Text]:
    for path in templates():
        source = path.read_text()
        template = Engine.get_default().from_string(source)
        marked: list[Any] = template.nodelist.get_nodes_by_type(TranslateNode)
        blocks: list[Any] = template.nodelist.get_nodes_by_type(BlockTranslateNode)
        for node in marked:
            context = node.message_context.var if node.message_context else None
            yield Text(_escaped(node.filter_expression.var), "", _text(context))
        for node in blocks:
            singular, _ = node.render_token_list(node.singular)
            plural = node.render_token_list(node.plural)[0] if node.plural else ""
            yield Text(_trimmed(singular), _trimmed(plural))
        for double, single in _IN_TAGS.findall(source):
            yield Text((double or single).replace("%", "%%"), "")


def _escaped(marked: Any) -> str:
    """As Django looks it up: with each percent sign doubled."""
    return str(marked.literal or marked.var).replace("%", "%%")


def _text(value: Any) -> str | None:
    return None if value is None else str(value)


def _trimmed(text: str) -> str:
    return " ".join(line.strip() for line in text.strip().splitlines())


def _of_python() -> Iterator[Text]:
    for path in sorted(OFFICE.rglob("*.py")):
        found: Any = extract_from_file("python", str(path), keywords=_KEYWORDS)
        for _, text, _, context in found:
            singular, plural = text if isinstance(text, tuple) else (text, "")
            yield Text(singular, plural, context)
