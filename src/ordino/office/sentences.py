"""Sentences of the contexts in the reader's language: each is recognized by its pattern, and said again with its facts.

A refusal says `There is no channel shop.` wherever it is shown, and so does what stands in the journal. The catalog knows the
pattern `There is no {what} {reference}.`; its facts are read out of the sentence and are told in words of the language, too.
"""

import re
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from babel.messages.mofile import read_mo
from django.conf import settings
from django.utils.translation import get_language

from ordino.kernel.problems import InvalidInput, Problem
from ordino.office.texts import in_words

CONTEXT = "sentence"
_CONTEXTS: tuple[object, ...] = (CONTEXT, CONTEXT.encode())  # Babel leaves contexts of compiled catalogs as bytes
_FIELD = re.compile(r"\{(\w+)\}")
_NAME = re.compile(r"[a-z]+(?:_[a-z]+)*|(?:[A-Z][a-z]+){2,}")
_NUMBERED = re.compile(r"([A-Za-z][a-z]+(?: [a-z]+)*) (\S*\d\S*)")
_BETWEEN = re.compile(r"(?<=[.;:]) (?=[A-Z])")
_DEEPEST = 3


class Pattern(NamedTuple):
    """How a sentence is recognized, and how it is said; `head` and `tail` are what it surely begins and ends with."""

    head: str
    tail: str
    recognized: re.Pattern[str]
    said: str


def detail_of(problem: Problem) -> str:
    """What was refused, why, and what would be accepted, in the reader's language."""
    if isinstance(problem, InvalidInput):
        field = problem.field.removesuffix("_minor")
        return f"{in_words(field) if _NAME.fullmatch(field) else field}: {in_language(problem.reason)}"
    return in_language(problem.detail())


def in_language(text: str) -> str:
    """A sentence, or several one after the other, in the reader's language; what is not known stays as it is."""
    language = (get_language() or "en").partition("-")[0]
    return text if language == "en" or not text else _said(text, language)


@lru_cache(maxsize=4096)
def _said(text: str, language: str) -> str:
    whole = _one(text, language, 0)
    if whole is not None:
        return whole
    return " ".join(_one(part, language, 0) or part for part in _BETWEEN.split(text))


def _one(text: str, language: str, depth: int) -> str | None:
    for pattern in patterns(language):
        if text.startswith(pattern.head) and text.endswith(pattern.tail):
            found = pattern.recognized.fullmatch(text)
            if found:
                return _filled(pattern.said, found.groupdict(), language, depth + 1)
    return None


def _filled(said: str, facts: dict[str, str | None], language: str, depth: int) -> str:
    told = {name: _fact(value or "", language, depth) for name, value in facts.items()}
    return _FIELD.sub(lambda field: told[field[1]], said).rstrip()


def _fact(text: str, language: str, depth: int) -> str:
    """A fact of a sentence: itself a sentence, a list, a thing with its number, a name, or a value that stays as it is."""
    parts = text.split(", ")
    said = [_one(part, language, depth) if depth < _DEEPEST else None for part in parts]
    if all(part is not None for part in said):
        return ", ".join(part for part in said if part is not None)
    whole = _one(text, language, depth) if depth < _DEEPEST and len(parts) > 1 else None
    if whole is not None:
        return whole
    return ", ".join(known or _plain(part) for part, known in zip(parts, said, strict=True))


def _plain(text: str) -> str:
    """A thing with its number, or a name, in words; anything else as it is."""
    numbered = _NUMBERED.fullmatch(text)
    noun = (numbered[1][0].lower() + numbered[1][1:]) if numbered else ""
    if numbered and in_words(noun) != noun:
        return f"{in_words(noun)} {numbered[2]}"
    return in_words(text) if _NAME.fullmatch(text) else text


@lru_cache(maxsize=8)
def patterns(language: str) -> tuple[Pattern, ...]:
    """The sentences of a language, the most definite first, so that of two that fit the closer one is taken."""
    path = Path(settings.LOCALE_PATHS[0]) / language / "LC_MESSAGES" / "django.mo"
    if not path.exists():
        return ()
    with path.open("rb") as file:
        catalog = read_mo(file)
    found = [(str(one.id), str(one.string)) for one in catalog if one.id and one.context in _CONTEXTS]
    found.sort(key=lambda pair: (-len(_FIELD.sub("", pair[0])), pair[0]))
    return tuple(_pattern(english, said) for english, said in found)


def _pattern(english: str, said: str) -> Pattern:
    literals = _FIELD.split(english)[::2]
    fields = _FIELD.findall(english)
    expression = re.escape(literals[0])
    for field, literal in zip(fields, literals[1:], strict=True):
        expression += f"(?P<{field}>.*?){re.escape(literal)}"
    tail = literals[-1]
    if fields and not tail and literals[-2].endswith(" "):  # a last fact that may be missing, with the space before it
        expression = expression.removesuffix(f"\\ (?P<{fields[-1]}>.*?)") + f"(?:\\ (?P<{fields[-1]}>.*))?"
    return Pattern(literals[0].rstrip(), tail, re.compile(expression, re.DOTALL), said)
