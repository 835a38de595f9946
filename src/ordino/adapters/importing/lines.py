"""From a row of text to a typed line, and what kind of line it is."""

import re
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from functools import lru_cache
from zoneinfo import ZoneInfo

from ordino.adapters.files.problems import UnusableRow
from ordino.adapters.files.rows import Row
from ordino.adapters.importing.mapping import FIELDS, Field, ImportMapping, LineKind, Rule
from ordino.kernel.messages import Record

_NUMBER = re.compile(r"[+-]?[0-9]{1,12}(\.[0-9]{1,6})?")
_INTEGER = re.compile(r"[+-]?[0-9]{1,12}(\.0+)?")
_COMPARISONS: dict[str, Callable[[Decimal | int], bool]] = {
    "< 0": lambda number: number < 0,
    "<= 0": lambda number: number <= 0,
    "= 0": lambda number: number == 0,
    "> 0": lambda number: number > 0,
    ">= 0": lambda number: number >= 0,
}
_BREAKS = re.compile(r"[\t\r\n]+")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_CACHED_VALUES = 16_384
ZERO = Decimal(0)


class Line(Record, frozen=True, gc=False):
    """One line of the file, typed. `kind` and `category` are what the mapping's rules make of it; `note` names why it is
    worth a look although it is captured. Prices are in major units. The fields after `line` stand as in FIELDS."""

    line: int
    order: str
    sku: str
    description: str
    quantity: int
    unit_price: Decimal
    discount_rate: Decimal
    placed_at: datetime | None
    customer: str
    customer_name: str
    contact: str
    email: str
    phone: str
    shipping: Decimal
    recipient: str
    company: str
    street: str
    city: str
    region: str
    postal_code: str
    country: str
    location: str
    weight_grams: int
    kind: LineKind = "goods"
    category: str = ""
    note: str = ""

    @property
    def amount(self) -> Decimal:
        """Quantity × unit price, exactly, before any discount."""
        return self.quantity * self.unit_price


class _Unreadable(ValueError):
    """A value that cannot be taken: what would be accepted."""


class LineReader:
    """Turns rows into lines by a mapping; repeated values are converted once."""

    def __init__(self, mapping: ImportMapping) -> None:
        columns = mapping.columns()
        self._readers: list[tuple[int, int, Callable[[str], object]]] = []
        self._constants: list[object] = [None] * len(FIELDS)
        for number, name in enumerate(FIELDS):
            field = mapping.field(name)
            convert = lru_cache(_CACHED_VALUES)(_converter(name, field, mapping))
            if field.column:
                self._readers.append((number, columns.index(field.column), convert))
            else:
                self._constants[number] = convert(field.constant)
        self._rules = _Rules(mapping.lines)
        self._notes = _Rules(mapping.notes)

    def read(self, row: Row) -> Line | UnusableRow:
        """The typed line, or the first field that cannot be taken."""
        values = self._constants.copy()
        texts = row.values
        number = place = 0
        try:
            for number, place, convert in self._readers:
                values[number] = convert(texts[place])
        except _Unreadable as error:
            return UnusableRow(
                line=row.line, field=FIELDS[number], found=f"the value {texts[place][:60]!r}", accepted=str(error)
            )
        return self._classified(row.line, values)

    def order_of(self, values: tuple[str, ...]) -> str:
        """The order a broken row belongs to, as far as it can be told; else empty."""
        for number, place, convert in self._readers:
            if FIELDS[number] == "order" and place < len(values):
                try:
                    return str(convert(values[place]))
                except _Unreadable:
                    return ""
        return ""

    def _classified(self, number: int, values: list[object]) -> Line | UnusableRow:
        rule = self._rules.first(values)
        if rule is None:
            return UnusableRow(
                line=number, field="lines", found="a line no rule knows", accepted="a rule for it in the mapping"
            )
        note = self._notes.first(values)
        return Line(number, *values, rule.kind, rule.category, note.category if note else "")  # type: ignore[arg-type, call-arg]


class _Rules:
    """Finds the first rule that holds. A value's part in all rules is worked out once, and so is each combination."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self._rules = rules
        names = dict.fromkeys(name for rule in rules for name in rule.where)
        self._parts = [(FIELDS.index(name), lru_cache(_CACHED_VALUES)(self._part(name))) for name in names]
        self._found: dict[tuple[int, ...], Rule | None] = {}

    def first(self, values: Sequence[object]) -> Rule | None:
        key = tuple([part(values[number]) for number, part in self._parts])
        try:
            return self._found[key]
        except KeyError:
            held = -1
            for mask in key:
                held &= mask
            number = (held & -held).bit_length() - 1
            self._found[key] = found = self._rules[number] if 0 <= number < len(self._rules) else None
            return found

    def _part(self, name: str) -> Callable[[object], int]:
        """Of a value the set of rules (as bits) that it does not rule out."""
        conditions = [_condition(rule.where[name]) if name in rule.where else None for rule in self._rules]
        always = 1 << len(conditions)
        return lambda value: always | sum(1 << i for i, holds in enumerate(conditions) if holds is None or holds(value))


def _condition(text: str) -> Callable[[object], bool]:
    compare = _COMPARISONS.get(text)
    if compare is not None:
        return lambda value: isinstance(value, (int, Decimal)) and compare(value)
    pattern = re.compile(text)
    return lambda value: pattern.fullmatch(str(value)) is not None


def _converter(name: str, field: Field, mapping: ImportMapping) -> Callable[[str], object]:
    required = name in ("order", "sku", "quantity", "unit_price", "placed_at") and name in mapping.fields
    table = mapping.values.get(field.values) if field.values else None
    finish = _finisher(name, field, mapping)

    def convert(text: str) -> object:
        text = text.strip()
        if field.remove_suffix:
            text = text.removesuffix(field.remove_suffix)
        if field.upper:
            text = text.upper()
        text = text or field.default
        if table is not None and text:
            if text not in table:
                raise _Unreadable(f"a value of the table values.{field.values} of the mapping")
            text = table[text]
        if not text and required:
            raise _Unreadable("a value; it must not be empty")
        return finish(text)

    return convert


def _finisher(name: str, field: Field, mapping: ImportMapping) -> Callable[[str], object]:
    if name in ("unit_price", "discount_rate", "shipping"):
        return lambda text: _decimal(text, field, "a fraction from 0 to 1" if name == "discount_rate" else "")
    if name in ("quantity", "weight_grams"):
        return _integer
    if name == "placed_at":
        zone = ZoneInfo(mapping.time_zone)
        return lambda text: _time(text, field.format, zone)
    if name == "country":
        return _country
    return _short_text


def _decimal(text: str, field: Field, range_text: str) -> Decimal:
    if field.decimal_sign == ",":
        text = text.replace(".", "").replace(",", ".")
    if not text:
        return ZERO
    if not _NUMBER.fullmatch(text):
        raise _Unreadable(range_text or "a number of at most 12 digits and 6 decimals")
    number = Decimal(text)
    if range_text and not 0 <= number <= 1:
        raise _Unreadable(range_text)
    return number


def _integer(text: str) -> int:
    if not text:
        return 0
    if not _INTEGER.fullmatch(text):
        raise _Unreadable("a whole number of at most 12 digits")
    return int(text.partition(".")[0])


def _time(text: str, form: str, zone: ZoneInfo) -> datetime | None:
    if not text:
        return None
    try:
        moment = datetime.strptime(text, form) if form else datetime.fromisoformat(text)  # noqa: DTZ007 - zone follows
        return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise _Unreadable(f"a time written as {form or 'YYYY-MM-DD HH:MM:SS'}") from None


def _country(text: str) -> str:
    if text and not (len(text) == 2 and text.isascii() and text.isupper()):
        raise _Unreadable("a country code of two capitals (ISO 3166), or a table of values that gives it")
    return text


def _short_text(text: str) -> str:
    if len(text) > 500:
        raise _Unreadable("at most 500 characters")
    if _CONTROL.search(text):
        raise _Unreadable("text without control characters")
    return _BREAKS.sub(" ", text)
