"""Words that a person reads: marked where they are written, said in the reader's language where they are shown."""

import re
from collections.abc import Callable
from decimal import Decimal
from typing import cast

from babel import Locale
from django.utils.formats import number_format
from django.utils.translation import get_language, gettext_lazy, pgettext

from ordino.kernel.counts import MOST_COUNTED
from ordino.kernel.problems import Problem

_GRAMS_A_KILOGRAM = 1000
_SKU = re.compile(r"\bsku\b")
_NAME = re.compile("[a-z]+(_[a-z]+)*")
# A lazy text is not a `str` to the type checker, but does all that one does; said here once, a `word: str` stays what it is.
_: Callable[[str], str] = cast("Callable[[str], str]", gettext_lazy)


def in_words(name: str) -> str:
    """A name as words of the reader's language; one that is not known there stays English."""
    return _SKU.sub("SKU", pgettext("word", spaced(name))) if name else ""


def value_in_words(value: str) -> str:
    """A value as words where it is a name such as `paid_elsewhere`; a code, a number or a sentence as it is."""
    return in_words(value) if _NAME.fullmatch(value) else value


def spaced(name: str) -> str:
    """`not_sellable` and `OrderPlaced` as English words: `not sellable`, `order placed`."""
    apart = "".join(f" {letter.lower()}" if letter.isupper() else letter for letter in name)
    return apart.replace("_", " ").strip()


def title_of(problem: Problem) -> str:
    """What was refused, in the reader's language; its detail stays in the words that every edge shares."""
    return pgettext("problem", problem.title)


def babel_locale() -> Locale:
    """The reader's language as Babel knows it; English is that of Britain, where the day stands before the month."""
    language = get_language() or "en"
    return Locale.parse("en_GB" if language == "en" else language)


def units(quantity: int, scale: int = 0) -> str:
    """A quantity of smallest units in whole ones."""
    text: str = number_format(Decimal(quantity).scaleb(-scale), scale, use_l10n=True)
    return text


def weight(grams: int) -> str:
    """Grams as people read them: kilograms with two places from one kilogram on."""
    if grams < _GRAMS_A_KILOGRAM:
        return f"{grams} g"
    return f"{number_format(Decimal(grams) / _GRAMS_A_KILOGRAM, 2, use_l10n=True, force_grouping=True)} kg"


def counted(rows: int) -> str:
    """How many rows there are, grouped as the language groups; "≥" where they were counted to the limit."""
    text: str = number_format(rows, use_l10n=True, force_grouping=True)
    return f"≥ {text}" if rows >= MOST_COUNTED else text
