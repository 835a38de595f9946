"""Text as it is kept, and text as it is compared."""

import re
import unicodedata

_SPACES = re.compile(r"\s+")
_NO_WORD = re.compile(r"[\W_]+")
_DROPPED = ("Cc", "Cs")


def clean(text: str) -> str:
    """One line without control characters, lone surrogates and repeated spaces: what a database and a label can hold."""
    return _SPACES.sub(" ", _without_controls(_SPACES.sub(" ", text))).strip()


def clean_lines(text: str) -> str:
    """The same for text of several lines; empty lines go."""
    return "\n".join(line for line in map(clean, text.splitlines()) if line)


def fold(text: str) -> str:
    """The form in which texts are compared: no case, no accents, no punctuation, single spaces."""
    decomposed = unicodedata.normalize("NFKD", _without_controls(text).replace("ß", "ss"))
    bare = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return _NO_WORD.sub(" ", bare.casefold()).strip()


def _without_controls(text: str) -> str:
    if text.isascii() and text.isprintable():
        return text
    return "".join(letter for letter in text if unicodedata.category(letter) not in _DROPPED)
