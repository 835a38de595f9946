"""What was typed into an action's form, read one field at a time."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation

from babel.numbers import get_decimal_symbol
from django.utils import timezone

from ordino.kernel.money import read_amount
from ordino.kernel.problems import InvalidInput, Problem
from ordino.office.texts import _, babel_locale

_LONGEST_NUMBER = 18


class NotUnderstood(Exception):
    """Something typed cannot be read; `problem` says which field and why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.detail())
        self.problem = problem


class Form:
    """The fields of a form by name. Reading one raises NotUnderstood where it does not hold what it should."""

    def __init__(self, fields: Mapping[str, str]) -> None:
        self._fields = fields

    def __contains__(self, name: str) -> bool:
        return name in self._fields

    def names(self) -> list[str]:
        return list(self._fields)

    def fields(self) -> dict[str, str]:
        return dict(self._fields)

    def text(self, name: str) -> str:
        return self._fields.get(name, "").strip()

    def number(self, name: str) -> int:
        text = self.text(name)
        digits = text.removeprefix("-")
        if not (digits.isascii() and digits.isdigit()) or len(text) > _LONGEST_NUMBER:
            raise NotUnderstood(
                InvalidInput(field=name, reason=_("%(text)s is not a whole number.") % {"text": repr(text)})
            )
        return int(text)

    def number_or_none(self, name: str) -> int | None:
        return self.number(name) if self.text(name) else None

    def amount_minor(self, name: str, currency: str) -> int:
        """An amount as people write it, in minor units of the currency."""
        money = read_amount(plain_number(self.text(name)), currency)
        if isinstance(money, InvalidInput):
            raise NotUnderstood(InvalidInput(field=name, reason=money.reason))
        return money.minor

    def decimal(self, name: str) -> Decimal:
        return decimal_of(name, self.text(name))

    def day(self, name: str) -> date:
        try:
            return date.fromisoformat(self.text(name))
        except ValueError:
            raise NotUnderstood(
                InvalidInput(field=name, reason=_("%(text)s is not a date.") % {"text": repr(self.text(name))})
            ) from None

    def noon(self, name: str) -> datetime:
        """The middle of a day where the person is."""
        return datetime.combine(self.day(name), time(12), tzinfo=timezone.get_current_timezone())

    def units(self, prefix: str, keys: Iterable[int]) -> list[tuple[int, int]]:
        """(key, units) of the fields `prefix-key` that hold more than nothing."""
        pairs = [(key, self.number_or_none(f"{prefix}-{key}") or 0) for key in keys]
        return [(key, units) for key, units in pairs if units]


def plain_number(text: str) -> str:
    """A number with a decimal point, where the reader's language writes a comma; a text without a comma stays as it is."""
    if "," in text and get_decimal_symbol(babel_locale()) == ",":
        return text.replace(".", "").replace(",", ".")
    return text


def decimal_of(field: str, text: str) -> Decimal:
    """A number as it was typed. Raises NotUnderstood."""
    try:
        number = Decimal(plain_number(text))
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or abs(number) >= 10**12:
        raise NotUnderstood(InvalidInput(field=field, reason=_("%(text)s is not a number.") % {"text": repr(text)}))
    return number
