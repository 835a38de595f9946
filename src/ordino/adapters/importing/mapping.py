"""A mapping: which column is what, what kind of line a line is, and the constants a file does not say.

Read from TOML and checked as a whole before a file is opened. Mappings that ship with the product are named without a path.
"""

import re
import tomllib
import zoneinfo
from collections.abc import Mapping as Names
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal

import msgspec

from ordino.adapters.files.rows import FileFormat
from ordino.kernel.money import is_currency
from ordino.kernel.problems import Problem

ImportKind = Literal["orders", "products", "customers", "stock"]
LineKind = Literal["goods", "shipping", "fee", "discount", "listed"]

FIELDS = (
    "order",
    "sku",
    "description",
    "quantity",
    "unit_price",
    "discount_rate",
    "placed_at",
    "customer",
    "customer_name",
    "contact",
    "email",
    "phone",
    "shipping",
    "recipient",
    "company",
    "street",
    "city",
    "region",
    "postal_code",
    "country",
    "location",
    "weight_grams",
)
REQUIRED: Names[ImportKind, tuple[str, ...]] = {
    "orders": ("order", "sku", "quantity", "unit_price", "placed_at"),
    "products": ("sku",),
    "customers": ("customer",),
    "stock": ("sku", "quantity"),
}
MAXIMUM_MAPPING_BYTES = 1_000_000
_MAXIMUM_DEPTH = 5


class MappingProblem(Problem, frozen=True, kw_only=True):
    """A mapping that cannot be used: where in it, what was found, what would be accepted."""

    title = "Mapping not usable"
    status = 422
    mapping: str
    place: str = ""
    found: str
    accepted: str

    def detail(self) -> str:
        place = f" at {self.place}" if self.place else ""
        return f"The mapping {self.mapping}{place}: {self.found}; accepted: {self.accepted}."


class MappingUnusable(Exception):
    """Raised with the problem where a mapping cannot be used."""

    def __init__(self, problem: MappingProblem) -> None:
        super().__init__(problem.detail())
        self.problem = problem


class Field(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where a field comes from: a `column` of the file (spaces around it are dropped), or a `constant`.

    `remove_suffix` takes an ending off, `upper` makes capitals, `values` names a table of values, `decimal_sign` and
    `format` (strptime) say how a number or a time is written; an empty value becomes `default`.
    """

    column: str = ""
    constant: str = ""
    default: str = ""
    remove_suffix: str = ""
    upper: bool = False
    values: str = ""
    decimal_sign: Literal[".", ","] = "."
    format: str = ""


class Rule(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"kind": "is"}):
    """Lines for which all conditions of `where` hold are `kind`; those listed (or noted) carry `category`.

    A condition is a pattern for the whole text of a field, or for a number one of `< 0`, `<= 0`, `= 0`, `> 0`.
    """

    kind: LineKind = "listed"
    category: str = ""
    where: dict[str, str] = {}


class CounterCustomer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Who stands for the buyer where a line names none."""

    reference: str
    name: str


class Receipt(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A location that takes `weight` parts of a stock which the file gives without a location.

    With `country` (ISO) it is made known where it is not.
    """

    location: str
    weight: int = 1
    country: str = ""


class ImportMapping(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All an import must be told."""

    kind: ImportKind
    title: str
    fields: dict[str, Field | str]
    file: FileFormat = FileFormat()
    channel: str = ""
    currency: str = ""
    time_zone: str = "UTC"
    tax: Literal["none"] = "none"
    payment_terms: Literal["prepaid", "on_invoice", "paid_elsewhere"] = "paid_elsewhere"
    out_of_stock: Literal["backorder", "refuse"] = "backorder"
    customer_kind: Literal["person", "company"] = "company"
    verified_elsewhere: bool = False
    create_missing: bool = False
    counter_customer: CounterCustomer | None = None
    charges_without_goods: str = "charges without goods"
    gap_lines: int = 1_000
    lines: tuple[Rule, ...] = (Rule("goods"),)
    notes: tuple[Rule, ...] = ()
    values: dict[str, dict[str, str]] = {}
    locations: tuple[Receipt, ...] = ()
    stock_reference: str = "opening stock"

    def field(self, name: str) -> Field:
        """The declared field, or one that is always empty."""
        found = self.fields.get(name, Field())
        return Field(column=found) if isinstance(found, str) else found

    def columns(self) -> tuple[str, ...]:
        """The columns the file must have, each once."""
        return tuple(dict.fromkeys(column for name in FIELDS if (column := self.field(name).column)))


def load_mapping(name: str, *, kind: ImportKind | None = None) -> ImportMapping:
    """The mapping of a TOML file, or the shipped one of that name; `online_retail` is enough for `online_retail_orders`
    where the kind is told. Raises MappingUnusable."""
    if kind is not None and f"{name}_{kind}" in shipped_mappings():
        name = f"{name}_{kind}"
    return _mapping(name, _content(name, 0), kind)


def read_mapping(text: str, name: str, *, kind: ImportKind) -> ImportMapping:
    """The mapping of a text that somebody sent; it may extend those that come with the product, and reads no file of this
    machine. Raises MappingUnusable."""
    content = _toml(name, text)
    base_name = content.pop("extends", None)
    if base_name is not None and base_name not in shipped_mappings():
        raise _unusable(
            name, f"it extends {str(base_name)[:100]!r}", f"one of {', '.join(shipped_mappings())}", "extends"
        )
    return _mapping(name, content if base_name is None else _content(str(base_name), 1) | content, kind)


def _mapping(name: str, content: dict[str, Any], kind: ImportKind | None) -> ImportMapping:
    try:
        mapping = msgspec.convert(content, ImportMapping)
    except msgspec.ValidationError as error:
        message, _, place = str(error).partition(" - at ")
        raise _unusable(name, message, "the keys and values of the manual page", place.strip("`$.")) from error
    if kind is not None and mapping.kind != kind:
        raise _unusable(name, f"it is a mapping of {mapping.kind}", f"a mapping of {kind}", "kind")
    _check(name, mapping)
    return mapping


def shipped_mappings() -> tuple[str, ...]:
    """The names of the mappings that come with the product."""
    return tuple(sorted(entry.name[:-5] for entry in _shipped().iterdir() if entry.name.endswith(".toml")))


def _shipped() -> Any:
    return files("ordino.adapters") / "mappings"


def _content(name: str, depth: int) -> dict[str, Any]:
    """The TOML of a mapping laid over that of the mapping it `extends`; each key given replaces that of the base."""
    if depth > _MAXIMUM_DEPTH:
        raise _unusable(name, "mappings that extend each other", "a mapping that stands at the end", "extends")
    content = _toml(name, mapping_text(name))
    base_name = content.pop("extends", None)
    if base_name is None:
        return content
    base = _content(str(_beside(name, str(base_name))), depth + 1)
    return base | content


def _beside(name: str, base_name: str) -> Path | str:
    """A mapping in a file may extend a file beside it; otherwise a shipped one is meant."""
    beside = Path(name).parent / f"{base_name}.toml"
    return beside if name.endswith(".toml") and beside.is_file() else base_name


def mapping_text(name: str) -> str:
    """The TOML of a mapping file, or of the shipped one of that name. Raises MappingUnusable."""
    try:
        if name in shipped_mappings():
            return str((_shipped() / f"{name}.toml").read_text("utf-8"))
        path = Path(name)
        if path.stat().st_size > MAXIMUM_MAPPING_BYTES:
            raise _unusable(name, "the file is very large", f"at most {MAXIMUM_MAPPING_BYTES} bytes")
        return path.read_text("utf-8")
    except OSError as error:
        accepted = f"a TOML file, or one of {', '.join(shipped_mappings())}"
        raise _unusable(name, str(error.strerror), accepted) from error
    except UnicodeDecodeError as error:
        raise _unusable(name, "it is not UTF-8", "TOML in UTF-8") from error


def _toml(name: str, text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise _unusable(name, f"it is not TOML ({str(error)[:100]})", "TOML in UTF-8") from error


def _check(name: str, mapping: ImportMapping) -> None:
    for field, where in ((f, f"fields.{f}") for f in mapping.fields):
        if field not in FIELDS:
            raise _unusable(name, f"there is no field {field}", ", ".join(FIELDS), where)
        table = mapping.field(field).values
        if table and table not in mapping.values:
            raise _unusable(name, f"there is no table values.{table}", ", ".join(mapping.values) or "none", where)
    for required in REQUIRED[mapping.kind]:
        if required not in mapping.fields:
            raise _unusable(name, f"{required} is missing", ", ".join(REQUIRED[mapping.kind]), "fields")
    if mapping.kind in ("orders", "customers"):
        _check_channel(name, mapping)
    for part, rules in (("lines", mapping.lines), ("notes", mapping.notes)):
        for number, rule in enumerate(rules, 1):
            _check_rule(name, f"{part}, rule {number}", rule)
    if any(receipt.weight < 1 for receipt in mapping.locations):
        raise _unusable(name, "a weight below 1", "weights of 1 and more", "locations")


def _check_channel(name: str, mapping: ImportMapping) -> None:
    if not mapping.channel:
        raise _unusable(name, "no channel", "the code of a channel", "channel")
    needs_currency = mapping.kind == "orders" or mapping.create_missing or mapping.currency
    if needs_currency and not is_currency(mapping.currency):
        raise _unusable(name, f"{mapping.currency!r} is no currency", "an ISO 4217 code such as GBP", "currency")
    if mapping.time_zone not in zoneinfo.available_timezones():
        raise _unusable(name, f"{mapping.time_zone!r} is no time zone", "a name such as Europe/London", "time_zone")
    if not 1 <= mapping.gap_lines <= 100_000:
        raise _unusable(name, str(mapping.gap_lines), "1 to 100000", "gap_lines")


def _check_rule(name: str, place: str, rule: Rule) -> None:
    for field, condition in rule.where.items():
        if field not in FIELDS:
            raise _unusable(name, f"there is no field {field}", ", ".join(FIELDS), place)
        try:
            re.compile(condition)
        except re.error as error:
            raise _unusable(name, f"{condition!r} is no pattern ({error})", "a regular expression", place) from error
    if rule.kind == "listed" and not rule.category:
        raise _unusable(name, "a listed line without a category", "category = a word for the list", place)


def _unusable(name: str, found: str, accepted: str, place: str = "") -> MappingUnusable:
    return MappingUnusable(MappingProblem(mapping=name, place=place, found=found, accepted=accepted))
